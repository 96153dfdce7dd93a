package chart

// Every code of the room names its word in the catalogue, so that a screen or a page shows it in its language.

// CatalogueKey names the word for the code.
func (s EncounterStatus) CatalogueKey() string { return "chart.encounter." + string(s) }

// CatalogueKey names the word for the code.
func (c EncounterClass) CatalogueKey() string { return "chart.class." + string(c) }

// CatalogueKey names the word for the code.
func (c ObservationCategory) CatalogueKey() string { return "chart.observation." + string(c) }

// CatalogueKey names the word for the code.
func (c ConditionCategory) CatalogueKey() string { return "chart.category." + string(c) }

// CatalogueKey names the word for the code.
func (s ClinicalStatus) CatalogueKey() string { return "chart.clinical." + string(s) }

// CatalogueKey names the word for the code.
func (s VerificationStatus) CatalogueKey() string { return "chart.verification." + string(s) }

// CatalogueKey names the words for the state.
func (s AllergyState) CatalogueKey() string { return "chart.allergies." + string(s) }

// CatalogueKey names the word for the code.
func (c AllergyCategory) CatalogueKey() string { return "chart.allergy." + string(c) }

// CatalogueKey names the word for the code.
func (t AllergyType) CatalogueKey() string { return "chart.allergy." + string(t) }

// CatalogueKey names the words for the code.
func (c Criticality) CatalogueKey() string { return "chart.criticality." + string(c) }

// CatalogueKey names the word for the code.
func (s Severity) CatalogueKey() string { return "chart.severity." + string(s) }

// CatalogueKey names the word for the code.
func (s StatementStatus) CatalogueKey() string { return "chart.statement." + string(s) }

// CatalogueKey names the words for the code.
func (s StatementSource) CatalogueKey() string { return "chart.source." + string(s) }
