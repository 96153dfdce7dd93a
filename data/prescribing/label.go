package prescribing

// Every code of the room names its word in the catalogue, so that a screen or a page shows it in its language.

// CatalogueKey names the word for the state.
func (s PrescriptionStatus) CatalogueKey() string { return "prescribing.status." + string(s) }

// CatalogueKey names the word for the state.
func (s RequestStatus) CatalogueKey() string { return "prescribing.line." + string(s) }

// CatalogueKey names the words for the decision.
func (d Decision) CatalogueKey() string { return "prescribing.decision." + string(d) }

// CatalogueKey names the words for the route.
func (r Route) CatalogueKey() string { return "prescribing.route." + string(r) }

// CatalogueKey names the word for the form.
func (f Form) CatalogueKey() string { return "prescribing.form." + string(f) }

// CatalogueKey names the word for the side.
func (s Site) CatalogueKey() string { return "prescribing.site." + string(s) }
