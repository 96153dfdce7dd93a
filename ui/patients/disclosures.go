package patients

// offerDisclosures offers what the patient is told of who was given their data and who has seen them.
func (s *patientScreen) offerDisclosures() { s.f.OfferDisclosures(s.model.id) }
