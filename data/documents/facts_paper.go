package documents

// The facts of every kind can be set for another paper than the practice's; see Setting.On. They are values: the given ones stay as they
// are.

// On returns the facts set for another paper.
func (f PrescriptionFacts) On(paper Paper) PrescriptionFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f InvoiceFacts) On(paper Paper) InvoiceFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f ReceiptFacts) On(paper Paper) ReceiptFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f StatementFacts) On(paper Paper) StatementFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f VisitSummaryFacts) On(paper Paper) VisitSummaryFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f PatientSummaryFacts) On(paper Paper) PatientSummaryFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f ImmunizationCardFacts) On(paper Paper) ImmunizationCardFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f VaccinationCertificateFacts) On(paper Paper) VaccinationCertificateFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f TrendFacts) On(paper Paper) TrendFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f GrowthFacts) On(paper Paper) GrowthFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f RecoveryKeyFacts) On(paper Paper) RecoveryKeyFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f LossFacts) On(paper Paper) LossFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f SuccessorFacts) On(paper Paper) SuccessorFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f DayEndFacts) On(paper Paper) DayEndFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f DayListFacts) On(paper Paper) DayListFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f DowntimeFacts) On(paper Paper) DowntimeFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f AppointmentFacts) On(paper Paper) AppointmentFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f AuditFacts) On(paper Paper) AuditFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f DisclosureFacts) On(paper Paper) DisclosureFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f RulerFacts) On(paper Paper) RulerFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f LetterFacts) On(paper Paper) LetterFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f CertificateFacts) On(paper Paper) CertificateFacts {
	f.Setting = f.Setting.On(paper)
	return f
}

// On returns the facts set for another paper.
func (f OrderFacts) On(paper Paper) OrderFacts {
	f.Setting = f.Setting.On(paper)
	return f
}
