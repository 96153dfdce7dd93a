package organization

import "strings"

// Sheet is a kind of paper of which the law says what it must carry.
type Sheet string

// The sheets.
const (
	SheetPrescription Sheet = "prescription"
	SheetInvoice      Sheet = "invoice"
	SheetReceipt      Sheet = "receipt"
	SheetCertificate  Sheet = "certificate"
)

// Sheets lists them.
var Sheets = []Sheet{SheetPrescription, SheetInvoice, SheetReceipt, SheetCertificate}

// CatalogueKey names the word.
func (s Sheet) CatalogueKey() string { return "organization.sheet." + string(s) }

// Jurisdiction is a body of law that some countries share.
type Jurisdiction string

// The jurisdictions whose rules are written down here; everywhere else the neutral ones hold.
const (
	India         Jurisdiction = "in"
	EuropeanUnion Jurisdiction = "eu"
	UnitedKingdom Jurisdiction = "gb"
	UnitedStates  Jurisdiction = "us"
	Elsewhere     Jurisdiction = "elsewhere"
)

// Jurisdictions lists them.
var Jurisdictions = []Jurisdiction{India, EuropeanUnion, UnitedKingdom, UnitedStates, Elsewhere}

// CatalogueKey names the word.
func (j Jurisdiction) CatalogueKey() string { return "organization.jurisdiction." + string(j) }

// members are the member states of the European Union, by ISO 3166-1 alpha-2 (Article 52 of the Treaty, after the withdrawal of the
// United Kingdom on 31 January 2020).
const members = " AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK "

// JurisdictionOf returns the law of a country.
func JurisdictionOf(country string) Jurisdiction {
	switch {
	case country == "IN":
		return India
	case country == "GB":
		return UnitedKingdom
	case country == "US":
		return UnitedStates
	case len(country) == 2 && strings.Contains(members, " "+country+" "):
		return EuropeanUnion
	}
	return Elsewhere
}

// Field is something that a sheet must carry.
type Field string

// The fields. Those on the first lines are filled in in Settings or in the patient's record, the others are drawn from what is issued.
const (
	FieldPracticeAddress Field = "practice_address"
	FieldContact         Field = "contact" // phone and e-mail
	FieldTaxNumber       Field = "tax_number"
	FieldQualification   Field = "qualification"
	FieldRegistration    Field = "registration"
	FieldProfession      Field = "profession"
	FieldNPI             Field = "npi"
	FieldDEA             Field = "dea"
	FieldPatientName     Field = "patient_name"
	FieldPatientAddress  Field = "patient_address"
	FieldBirthDate       Field = "birth_date"

	FieldPrescriber   Field = "prescriber"
	FieldCountry      Field = "country"
	FieldDate         Field = "date"
	FieldSignature    Field = "signature"
	FieldGeneric      Field = "generic"
	FieldBrandReason  Field = "brand_reason"
	FieldMedicine     Field = "medicine" // strength, form, quantity, directions
	FieldRepeats      Field = "repeats"
	FieldSubstitution Field = "substitution"
	FieldLegalStatus  Field = "legal_status"
	FieldQuantity     Field = "quantity" // in words and in figures
	FieldValidity     Field = "validity"
	FieldSerial       Field = "serial"
	FieldBuyer        Field = "buyer"
	FieldLines        Field = "lines" // description, quantity, value
	FieldCode         Field = "code"  // HSN or SAC
	FieldTaxes        Field = "taxes"
	FieldTaxSplit     Field = "tax_split"
	FieldPlace        Field = "place_of_supply"
	FieldExempt       Field = "exempt"
	FieldTitle        Field = "title" // tax invoice, bill of supply
	FieldCredit       Field = "credit"
	FieldAmount       Field = "amount"
)

// CatalogueKey names the word.
func (f Field) CatalogueKey() string { return "organization.field." + string(f) }

// Filled says where a field comes from.
type Filled string

// The places: the tabs of Settings, the patient's record, the medicine's line, and the act that issues the paper.
const (
	InPractice Filled = "practice"
	InPeople   Filled = "people"
	InPatient  Filled = "patient"
	InLine     Filled = "line" // of the medicine, in the visit
	InIssue    Filled = "issue"
)

// CatalogueKey names the words that say where.
func (f Filled) CatalogueKey() string { return "organization.filled." + string(f) }

// Filled returns where the field is filled in.
func (f Field) Filled() Filled {
	switch f {
	case FieldPracticeAddress, FieldContact, FieldTaxNumber:
		return InPractice
	case FieldQualification, FieldRegistration, FieldProfession, FieldNPI, FieldDEA:
		return InPeople
	case FieldPatientName, FieldPatientAddress, FieldBirthDate:
		return InPatient
	case FieldBrandReason, FieldLegalStatus:
		return InLine
	}
	return InIssue
}

// Law is a text that asks for something. Its name, its clause and the state in which it was read stand in the catalogue.
type Law string

// CatalogueKey names the citation.
func (l Law) CatalogueKey() string { return "organization.law." + string(l) }

// The laws and their clauses.
const (
	lawIMC1       Law = "in_conduct_registration"
	lawIMC2       Law = "in_conduct_generic"
	lawDrugsRules Law = "in_drugs_rules"
	lawNoOther    Law = "in_drugs_substitution"
	lawTaxInvoice Law = "in_gst_invoice"
	lawBillSupply Law = "in_gst_bill_of_supply"
	lawBothSupply Law = "in_gst_both"
	lawExempt     Law = "in_gst_exempt"
	lawIntraState Law = "in_gst_intra_state"
	lawPlace      Law = "in_gst_place"
	lawVoucher    Law = "in_gst_receipt_voucher"
	lawCredit     Law = "in_gst_credit_note"
	lawCrossBord  Law = "eu_cross_border"
	lawVATInvoice Law = "eu_vat_invoice"
	lawVATExempt  Law = "eu_vat_exempt"
	lawVATMention Law = "eu_vat_mention"
	lawVATCredit  Law = "eu_vat_credit"
	lawMedicines  Law = "gb_medicines"
	lawGBAbroad   Law = "gb_medicines_abroad"
	lawMisuse     Law = "gb_misuse"
	lawMisuseQty  Law = "gb_misuse_quantity"
	lawMisuseDays Law = "gb_misuse_days"
	lawGBVAT      Law = "gb_vat_invoice"
	lawGBExempt   Law = "gb_vat_exempt"
	lawControlled Law = "us_controlled"
	lawRefills    Law = "us_refills"
	lawNPI        Law = "us_npi"
	lawStates     Law = "us_states"
	lawWHO        Law = "who_prescribing"
	lawCustom     Law = "custom"
)

// Requirement is one line of what a sheet must carry, and why.
type Requirement struct {
	Sheet Sheet
	Field Field
	Law   Law
	// Verified: the clause's text was read when this line was written. Without it the line is from memory, and Settings says so.
	Verified bool
	// Only says when it holds; "" is always. A key of the catalogue under organization.only.
	Only Only
	// Void: without it the sheet is worth nothing by that law, so issuing asks first.
	Void bool
}

// Only narrows a requirement.
type Only string

// The conditions.
const (
	Registered   Only = "registered"    // the practice has a tax number
	Controlled   Only = "controlled"    // the medicine is a controlled one
	Scheduled    Only = "scheduled"     // the medicine is classified
	ChildUnder12 Only = "under_12"      // the patient is younger than 12
	Abroad       Only = "abroad"        // the prescription is for another member state
	Mixed        Only = "mixed"         // exempt and taxed supplies on one bill, to somebody who is not registered
	AllExempt    Only = "all_exempt"    // nothing on the bill is taxed
	ByBrand      Only = "by_brand"      // a brand is prescribed, and no other may be handed out
	AdvanceOnly  Only = "advance"       // money is taken before the supply
	PaidForCare  Only = "paid_for_care" // the practitioner's own fee
)

// CatalogueKey names the words.
func (o Only) CatalogueKey() string { return "organization.only." + string(o) }

const (
	read   = true
	unread = false
)

// requirements are what the law of each jurisdiction asks of each sheet. Every line names its clause; what the clause asks beyond what
// Satchel draws is not listed. It is a help, not a counsel's opinion, and Settings says that, too.
var requirements = map[Jurisdiction][]Requirement{
	India: {
		{SheetPrescription, FieldRegistration, lawIMC1, read, "", false},
		{SheetPrescription, FieldGeneric, lawIMC2, read, "", false},
		{SheetPrescription, FieldSignature, lawDrugsRules, unread, "", true},
		{SheetPrescription, FieldDate, lawDrugsRules, unread, "", false},
		{SheetPrescription, FieldPatientName, lawDrugsRules, unread, "", false},
		{SheetPrescription, FieldPatientAddress, lawDrugsRules, unread, "", false},
		{SheetPrescription, FieldMedicine, lawDrugsRules, unread, "", false},
		{SheetPrescription, FieldSubstitution, lawNoOther, unread, Scheduled, false},
		{SheetPrescription, FieldLegalStatus, lawCustom, unread, Scheduled, false},
		{SheetInvoice, FieldPracticeAddress, lawTaxInvoice, read, Registered, false},
		{SheetInvoice, FieldTaxNumber, lawTaxInvoice, read, Registered, false},
		{SheetInvoice, FieldSerial, lawTaxInvoice, read, Registered, false},
		{SheetInvoice, FieldDate, lawTaxInvoice, read, Registered, false},
		{SheetInvoice, FieldBuyer, lawTaxInvoice, read, Registered, false},
		{SheetInvoice, FieldCode, lawTaxInvoice, read, Registered, false},
		{SheetInvoice, FieldLines, lawTaxInvoice, read, Registered, false},
		{SheetInvoice, FieldTitle, lawBillSupply, read, AllExempt, false},
		{SheetInvoice, FieldTitle, lawBothSupply, unread, Mixed, false},
		{SheetInvoice, FieldExempt, lawExempt, read, "", false},
		{SheetInvoice, FieldTaxSplit, lawIntraState, read, Registered, false},
		{SheetInvoice, FieldPlace, lawPlace, unread, Registered, false},
		{SheetInvoice, FieldCredit, lawCredit, read, Registered, false},
		{SheetInvoice, FieldSignature, lawBillSupply, read, Registered, false},
		{SheetReceipt, FieldRegistration, lawIMC1, read, PaidForCare, false},
		{SheetReceipt, FieldSerial, lawVoucher, read, AdvanceOnly, false},
		{SheetReceipt, FieldAmount, lawVoucher, read, AdvanceOnly, false},
		{SheetCertificate, FieldRegistration, lawIMC1, read, "", false},
	},
	EuropeanUnion: {
		{SheetPrescription, FieldPatientName, lawCrossBord, read, Abroad, false},
		{SheetPrescription, FieldBirthDate, lawCrossBord, read, Abroad, false},
		{SheetPrescription, FieldDate, lawCrossBord, read, Abroad, false},
		{SheetPrescription, FieldPrescriber, lawCrossBord, read, Abroad, false},
		{SheetPrescription, FieldQualification, lawCrossBord, read, Abroad, false},
		{SheetPrescription, FieldContact, lawCrossBord, read, Abroad, false},
		{SheetPrescription, FieldPracticeAddress, lawCrossBord, read, Abroad, false},
		{SheetPrescription, FieldCountry, lawCrossBord, read, Abroad, false},
		{SheetPrescription, FieldSignature, lawCrossBord, read, Abroad, true},
		{SheetPrescription, FieldGeneric, lawCrossBord, read, Abroad, false},
		{SheetPrescription, FieldBrandReason, lawCrossBord, read, ByBrand, false},
		{SheetPrescription, FieldMedicine, lawCrossBord, read, Abroad, false},
		{SheetInvoice, FieldDate, lawVATInvoice, read, "", false},
		{SheetInvoice, FieldSerial, lawVATInvoice, read, "", false},
		{SheetInvoice, FieldTaxNumber, lawVATInvoice, read, Registered, false},
		{SheetInvoice, FieldPracticeAddress, lawVATInvoice, read, "", false},
		{SheetInvoice, FieldBuyer, lawVATInvoice, read, "", false},
		{SheetInvoice, FieldLines, lawVATInvoice, read, "", false},
		{SheetInvoice, FieldTaxes, lawVATInvoice, unread, Registered, false},
		{SheetInvoice, FieldExempt, lawVATExempt, read, "", false},
		{SheetInvoice, FieldExempt, lawVATMention, unread, "", false},
		{SheetInvoice, FieldCredit, lawVATCredit, read, "", false},
		{SheetReceipt, FieldAmount, lawCustom, unread, "", false},
		{SheetCertificate, FieldQualification, lawCustom, unread, "", false},
	},
	UnitedKingdom: {
		{SheetPrescription, FieldSignature, lawMedicines, read, "", true},
		{SheetPrescription, FieldPracticeAddress, lawMedicines, read, "", true},
		{SheetPrescription, FieldDate, lawMedicines, read, "", false},
		{SheetPrescription, FieldProfession, lawMedicines, read, "", false},
		{SheetPrescription, FieldPatientName, lawMedicines, read, "", false},
		{SheetPrescription, FieldPatientAddress, lawMedicines, read, "", true},
		{SheetPrescription, FieldBirthDate, lawMedicines, read, ChildUnder12, false},
		{SheetPrescription, FieldRepeats, lawMedicines, read, "", false},
		{SheetPrescription, FieldDate, lawMisuse, read, Controlled, false},
		{SheetPrescription, FieldSignature, lawMisuse, read, Controlled, true},
		{SheetPrescription, FieldPracticeAddress, lawMisuse, read, Controlled, true},
		{SheetPrescription, FieldPatientAddress, lawMisuse, unread, Controlled, true},
		{SheetPrescription, FieldQuantity, lawMisuseQty, read, Controlled, true},
		{SheetPrescription, FieldValidity, lawMisuseDays, read, Controlled, false},
		{SheetPrescription, FieldLegalStatus, lawCustom, unread, Scheduled, false},
		{SheetPrescription, FieldQualification, lawGBAbroad, read, Abroad, false},
		{SheetPrescription, FieldContact, lawGBAbroad, read, Abroad, false},
		{SheetPrescription, FieldBrandReason, lawGBAbroad, read, Abroad, false},
		{SheetInvoice, FieldTaxNumber, lawGBVAT, unread, Registered, false},
		{SheetInvoice, FieldSerial, lawGBVAT, unread, Registered, false},
		{SheetInvoice, FieldDate, lawGBVAT, unread, Registered, false},
		{SheetInvoice, FieldBuyer, lawGBVAT, unread, Registered, false},
		{SheetInvoice, FieldTaxes, lawGBVAT, unread, Registered, false},
		{SheetInvoice, FieldExempt, lawGBExempt, read, "", false},
		{SheetReceipt, FieldAmount, lawCustom, unread, "", false},
		{SheetCertificate, FieldRegistration, lawCustom, unread, "", false},
	},
	UnitedStates: {
		{SheetPrescription, FieldDate, lawControlled, unread, Controlled, true},
		{SheetPrescription, FieldSignature, lawControlled, unread, Controlled, true},
		{SheetPrescription, FieldPatientName, lawControlled, unread, Controlled, true},
		{SheetPrescription, FieldPatientAddress, lawControlled, unread, Controlled, true},
		{SheetPrescription, FieldMedicine, lawControlled, unread, Controlled, false},
		{SheetPrescription, FieldPracticeAddress, lawControlled, unread, Controlled, true},
		{SheetPrescription, FieldDEA, lawControlled, unread, Controlled, true},
		{SheetPrescription, FieldRepeats, lawRefills, read, Controlled, false},
		{SheetPrescription, FieldValidity, lawRefills, read, Controlled, false},
		{SheetPrescription, FieldLegalStatus, lawCustom, unread, Scheduled, false},
		{SheetPrescription, FieldNPI, lawNPI, unread, "", false},
		{SheetPrescription, FieldRepeats, lawStates, unread, "", false},
		{SheetPrescription, FieldSubstitution, lawStates, unread, "", false},
		{SheetInvoice, FieldNPI, lawNPI, unread, "", false},
		{SheetInvoice, FieldCode, lawCustom, unread, "", false},
		{SheetReceipt, FieldAmount, lawCustom, unread, "", false},
		{SheetCertificate, FieldRegistration, lawStates, unread, "", false},
	},
	Elsewhere: {
		{SheetPrescription, FieldPrescriber, lawWHO, unread, "", false},
		{SheetPrescription, FieldPracticeAddress, lawWHO, unread, "", false},
		{SheetPrescription, FieldContact, lawWHO, unread, "", false},
		{SheetPrescription, FieldDate, lawWHO, unread, "", false},
		{SheetPrescription, FieldGeneric, lawWHO, unread, "", false},
		{SheetPrescription, FieldMedicine, lawWHO, unread, "", false},
		{SheetPrescription, FieldPatientName, lawWHO, unread, "", false},
		{SheetPrescription, FieldSignature, lawWHO, unread, "", false},
		{SheetPrescription, FieldRegistration, lawCustom, unread, "", false},
		{SheetInvoice, FieldSerial, lawCustom, unread, "", false},
		{SheetInvoice, FieldLines, lawCustom, unread, "", false},
		{SheetInvoice, FieldTaxNumber, lawCustom, unread, Registered, false},
		{SheetReceipt, FieldAmount, lawCustom, unread, "", false},
		{SheetCertificate, FieldRegistration, lawCustom, unread, "", false},
	},
}

// Requirements returns what the law of a jurisdiction asks of a sheet.
func Requirements(j Jurisdiction, sheet Sheet) []Requirement {
	var list []Requirement
	for _, r := range requirements[j] {
		if r.Sheet == sheet {
			list = append(list, r)
		}
	}
	return list
}

// Known is what can be told before a sheet is issued.
type Known struct {
	Practice     Practice
	Practitioner Practitioner
	// Patient tells what is known of the patient; nil leaves patients out, as Settings does.
	Patient    *KnownPatient
	Controlled bool // one of the medicines is a controlled one
	Brand      bool // a brand is prescribed, and no other may be handed out
	Reasons    bool // each such brand has its reason
}

// KnownPatient says what the patient's record holds.
type KnownPatient struct {
	Name, Address, BirthDate bool
	AgeYears                 int // with BirthDate
}

// Lacking is a requirement that the record can't meet.
type Lacking struct {
	Requirement
	Filled Filled // where it is filled in
}

// Lacks returns what a sheet would lack, each field once, the grave ones first. What is drawn from the act of issuing is never lacking.
func Lacks(sheet Sheet, k Known) []Lacking {
	var grave, other []Lacking
	seen := map[Field]bool{}
	for _, r := range Requirements(JurisdictionOf(k.Practice.Country), sheet) {
		if seen[r.Field] || !r.applies(k) || k.has(r.Field) {
			continue
		}
		seen[r.Field] = true
		if l := (Lacking{r, r.Field.Filled()}); r.Void {
			grave = append(grave, l)
		} else {
			other = append(other, l)
		}
	}
	return append(grave, other...)
}

// applies reports whether the requirement holds for what is known. A prescription that leaves the country is not told from another, so
// what holds abroad alone is named only where the practice's own law asks for it, too.
func (r Requirement) applies(k Known) bool {
	switch r.Only {
	case Registered:
		return k.Practice.TaxNumber != ""
	case Controlled:
		return k.Controlled
	case ByBrand:
		return k.Brand
	case ChildUnder12:
		return k.Patient != nil && (!k.Patient.BirthDate || k.Patient.AgeYears < 12)
	case "", PaidForCare:
		return true
	case Abroad:
		return JurisdictionOf(k.Practice.Country) == EuropeanUnion
	}
	return false
}

// has reports whether the record holds a field, or whether issuing brings it.
func (k Known) has(f Field) bool {
	full := func(text string) bool { return strings.TrimSpace(text) != "" }
	switch f {
	case FieldPracticeAddress:
		return full(k.Practice.Address)
	case FieldContact:
		return (full(k.Practice.Phone) || full(k.Practitioner.Phone)) && (full(k.Practice.Email) || full(k.Practitioner.Email))
	case FieldTaxNumber:
		return full(k.Practice.TaxNumber)
	case FieldQualification:
		return full(k.Practitioner.Qualification)
	case FieldRegistration:
		return full(k.Practitioner.Registration)
	case FieldProfession:
		return true // a doctor where nothing else is said
	case FieldNPI:
		return full(k.Practitioner.NPI)
	case FieldDEA:
		return full(k.Practitioner.DEA)
	case FieldPatientName:
		return k.Patient == nil || k.Patient.Name
	case FieldPatientAddress:
		return k.Patient == nil || k.Patient.Address
	case FieldBirthDate:
		return k.Patient == nil || k.Patient.BirthDate
	case FieldBrandReason:
		return k.Reasons
	}
	return true
}
