package reports

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/documents/template"
	"satchel/data/value"
)

func sampleWritten(paper documents.Paper, number string) documents.Written {
	return documents.Written{Setting: sampleSetting(paper), Letterhead: sampleLetterhead(), Author: sampleDoctor(), Patient: samplePatient(), Number: number, Issued: issuedAt}
}

func body(text string) []template.Block {
	read, err := template.Parse(text)
	if err != nil {
		panic(err)
	}
	return read.Blocks()
}

func sampleReferral(paper documents.Paper) documents.LetterFacts {
	return documents.LetterFacts{
		Written:   sampleWritten(paper, "A-L/26-27/0031"),
		Addressee: documents.Addressee{Name: "Dr Vikram Shah, ENT", Address: "Lake City Hospital\n2 Hospital Road, Udaipur 313001", CopyTo: "Rakesh Sharma (father)", Priority: documents.Urgent},
		Allergies: samplePrescription(paper).Allergies,
		Body: body(`Dear Dr Shah,

thank you for seeing Meera, 6 years, whom I have treated for her third middle ear infection since October.

# Reason for referral
Recurrent acute otitis media with a conductive hearing loss on the right. I would be grateful for your opinion on grommets.

# History and findings
Fever of 39.2 °C for two days, right ear pain. The right drum is red and bulging, the left one is dull.
She answers when spoken to from the left only.

# Medicines
- Amoxicillin 200 mg and clavulanic acid 28.5 mg per 5 mL: 8 mL, 2 times a day, for 7 days
- Paracetamol 250 mg per 5 mL: 6 mL if needed for pain

# Latest measurements
- Weight 20 kg (12 Jan 2026)
- Temperature 39.2 °C (12 Jan 2026)

With kind regards,`),
	}
}

func sampleLetter(paper documents.Paper) documents.LetterFacts {
	f := sampleReferral(paper)
	f.Number, f.Heading, f.Addressee = "A-L/26-27/0032", "Confirmation of attendance", documents.Addressee{}
	f.Body = body("To whom it may concern:\n\nMeera Sharma was at this practice on 12 Jan 2026 from 10:00 to 10:40. Her father came with her.")
	return f
}

func sampleSickNote(paper documents.Paper) documents.CertificateFacts {
	return documents.CertificateFacts{
		Written: sampleWritten(paper, "A-M/26-27/0009"), Kind: documents.SickNote, Country: "IN", PatientSigns: true,
		Certificate: documents.Certificate{Activity: documents.School, Finding: documents.Unfit, Examined: day("2026-01-12"), From: day("2026-01-10"), To: day("2026-01-16"),
			Diagnosis: "Acute otitis media", DiagnosisAgreed: true, Identification: "Mole below the left eye"},
		Body: body("A review is planned on 15 Jan 2026."),
	}
}

func sampleFitness(paper documents.Paper) documents.CertificateFacts {
	return documents.CertificateFacts{
		Written: sampleWritten(paper, "A-M/26-27/0010"), Kind: documents.FitnessCertificate, Country: "NZ",
		Certificate: documents.Certificate{Purpose: "School swimming classes", Finding: documents.Restricted, Examined: day("2026-01-12"), ValidUntil: day("2026-06-30"),
			Restrictions: "No diving. Ear plugs in the water until the next examination."},
	}
}

func sampleLaboratory(paper documents.Paper) documents.OrderFacts {
	return documents.OrderFacts{
		Written: sampleWritten(paper, "A-O/26-27/0044"), Kind: documents.LaboratoryOrder, Addressee: documents.Addressee{Name: "City Diagnostics, Udaipur"}, Allergies: samplePrescription(paper).Allergies,
		Order: documents.Order{Tests: []string{"Full blood count with differential", "C-reactive protein", "Ear swab: culture and sensitivity"}, Priority: documents.Urgent,
			Question: "Bacterial infection? Resistance to co-amoxiclav?", History: "Third otitis media since October; on co-amoxiclav since 12 Jan 2026.", Specimen: "Blood 2 mL; swab of the right ear",
			Answers: map[documents.Question]documents.Answer{documents.AskFasting: documents.No, documents.AskPregnant: documents.No}, ResultsTo: "Lakeside Family Clinic, +91 294 555 0142"},
	}
}

func sampleImaging(paper documents.Paper) documents.OrderFacts {
	f := sampleLaboratory(paper)
	f.Kind, f.Number, f.Addressee = documents.ImagingOrder, "A-O/26-27/0045", documents.Addressee{Name: "Lake City Hospital, Radiology"}
	f.Allergies = documents.AllergyStatus{State: documents.AllergyNotAsked}
	f.Order = documents.Order{Tests: []string{"CT of the temporal bones"}, Site: "Temporal bone", Side: documents.RightSide, Question: "Mastoiditis? Cholesteatoma?",
		History: "Swelling behind the right ear for 3 days in spite of antibiotics.", Answers: map[documents.Question]documents.Answer{documents.AskMetformin: documents.No},
		ResultsTo: "Lakeside Family Clinic, +91 294 555 0142"}
	return f
}

// letterSamples are the papers that a doctor writes, on every sheet, and the states that change how they look.
func letterSamples() map[string]sample {
	list := map[string]sample{}
	for _, paper := range large {
		list["letter-"+string(paper)] = sample{documents.Letter, sampleLetter(paper)}
		list["referral-"+string(paper)] = sample{documents.Referral, sampleReferral(paper)}
		list["sick-note-"+string(paper)] = sample{documents.SickNote, sampleSickNote(paper)}
		list["fitness-certificate-"+string(paper)] = sample{documents.FitnessCertificate, sampleFitness(paper)}
		list["laboratory-order-"+string(paper)] = sample{documents.LaboratoryOrder, sampleLaboratory(paper)}
		list["imaging-order-"+string(paper)] = sample{documents.ImagingOrder, sampleImaging(paper)}
	}
	preview := sampleReferral(documents.PaperA4)
	preview.Preview, preview.Number, preview.Addressee = true, "not issued yet", documents.Addressee{}
	preview.Body = body("Dear {?colleague},\n\nthank you for seeing {patient.name}.\n\n# {?title}\n- {?one}")
	list["referral-preview"] = sample{documents.Referral, preview}

	long := sampleReferral(documents.PaperA5)
	long.Patient.Name = value.HumanName{Given: strings.Repeat("Venkatanarasimha", 4), Family: strings.Repeat("Wolfeschlegelstein", 4)}
	long.Addressee = documents.Addressee{Name: strings.Repeat("Professor ", 20), Address: strings.Repeat(strings.Repeat("W", 199)+"\n", 3), CopyTo: strings.Repeat("M", 200)}
	long.Author.Name = value.HumanName{Text: strings.Repeat("Dr Venkata ", 18)}
	long.Author.Qualification, long.Heading, long.Setting.Trial = strings.Repeat("MBBS ", 40), strings.Repeat("Heading ", 25), true
	long.Body = body(strings.Repeat("# Findings\nFever for two days, no rash.\n\n"+strings.Repeat("- one thing\n", 12)+strings.Repeat("Word ", 120)+"\n\n", 12))
	list["referral-long"] = sample{documents.Referral, long}

	void := sampleSickNote(documents.PaperA5)
	void.Void = &documents.Void{At: issuedAt.Add(3600e9), By: "Dr Anjali Rao", Reason: "Wrong dates."}
	void.Replaces = &documents.Reference{Number: "A-M/26-27/0008", Date: day("2026-01-11"), Reason: "The last day was wrong."}
	list["sick-note-void"] = sample{documents.SickNote, void}

	work := sampleSickNote(documents.PaperA4)
	work.Country, work.PatientSigns, work.Body = "GB", false, nil
	work.Certificate = documents.Certificate{Activity: documents.Work, Finding: documents.Restricted, Examined: day("2026-01-12"), From: day("2026-01-12"), To: day("2026-01-12"), Restrictions: "No lifting above 5 kg; sitting work only."}
	list["sick-note-work"] = sample{documents.SickNote, work}

	bare := sampleImaging(documents.PaperA5)
	bare.Letterhead = documents.Letterhead{Practice: "Lakeside Family Clinic"}
	bare.Author, bare.Addressee = documents.Practitioner{Name: value.HumanName{Text: "Rao"}}, documents.Addressee{}
	bare.Patient = documents.PatientIdentity{Name: value.HumanName{Text: "Unknown man"}, Number: "A-0318", Sex: value.GenderMale}
	bare.Order = documents.Order{Tests: []string{"Chest X-ray"}, Question: "Pneumonia?"}
	list["imaging-order-bare"] = sample{documents.ImagingOrder, bare}

	many := sampleLaboratory(documents.PaperA5)
	many.Order.Tests = nil
	for i := range documents.MaxTests {
		many.Order.Tests = append(many.Order.Tests, fmt.Sprintf("Test %02d %s", i, strings.Repeat("with a long name ", i%4*3)))
	}
	many.Order.History, many.Setting.PadBand = strings.Repeat("Fever and cough. ", 200), 45
	list["laboratory-order-many"] = sample{documents.LaboratoryOrder, many}
	return list
}

func TestReferralSays(t *testing.T) {
	page := all(t, documents.Referral, sampleReferral(documents.PaperA4))
	holds(t, page, "Lakeside Family Clinic", "Dr Anjali Rao", "Reg. no. RMC 24518", "Dr Vikram Shah, ENT", "Lake City Hospital", "12 Jan 2026", "No. A-L/26-27/0031", "Referral A-L/26-27/0031",
		"Meera Sharma", "born 3 Sep 2019", "Patient no. A/00317", "Urgent", "ALLERGIES Sulfonamides, rash (2023); Peanut, high risk", "Referral Urgent", "Reason for referral",
		"• Paracetamol 250 mg per 5 mL", "Copy to Rakesh Sharma (father)", "Signature and stamp", "Page 1 of 1")
	lacks(t, page, "⟦", "[", "TRIAL")
	routine := sampleReferral(documents.PaperA4)
	routine.Addressee.Priority = documents.Routine
	lacks(t, all(t, documents.Referral, routine), "Urgent", "Routine")
}

// A gap is seen in a preview, and never on an issued page.
func TestGapsAreSeenAndRefused(t *testing.T) {
	f := letterSamples()["referral-preview"].facts.(documents.LetterFacts)
	holds(t, all(t, documents.Referral, f), "[colleague]", "[patient.name]", "[title]", "[one]", "not issued yet")
	f.Preview = false
	_, err := New().Set(documents.Referral, f)
	var problems value.Problems
	if !errors.As(err, &problems) || problems[0].Field != "body" || problems[0].Key != "error.letter.gaps_left" {
		t.Errorf("a page with gaps: %v", err)
	}
}

func TestSickNoteSays(t *testing.T) {
	page := all(t, documents.SickNote, sampleSickNote(documents.PaperA4))
	holds(t, page, "Medical certificate", "This is to certify that I examined Meera Sharma on 12 Jan 2026.",
		"Meera Sharma is not fit to attend school or classes from 10 Jan 2026 to 16 Jan 2026, both days included (7 days).",
		"rests on what the patient told", "Diagnosis Acute otitis media", "with the patient's agreement", "Mole below the left eye", "thumb impression", "no official form")
	lacks(t, page, "⟦", "Med3", "confidential")

	work := letterSamples()["sick-note-work"].facts.(documents.CertificateFacts)
	page = all(t, documents.SickNote, work)
	holds(t, page, "is fit for work with the restrictions below on 12 Jan 2026 (1 day).", "No lifting above 5 kg", "The diagnosis is confidential and is not stated.", "not the statutory statement of fitness for work")
	lacks(t, page, "⟦", "thumb", "Mark of", "what the patient told")
}

// A diagnosis that the patient did not agree to is in the facts at most, and on no page.
func TestDiagnosisStaysOffThePage(t *testing.T) {
	f := sampleSickNote(documents.PaperA4)
	f.Certificate.Diagnosis, f.Certificate.DiagnosisAgreed = "Secret illness", false
	lacks(t, all(t, documents.SickNote, f), "Secret illness")
}

func TestFitnessSays(t *testing.T) {
	page := all(t, documents.FitnessCertificate, sampleFitness(documents.PaperA4))
	holds(t, page, "Certificate of fitness", "Purpose School swimming classes", "is fit for the purpose named above with the restrictions below", "No diving", "Valid until 30 Jun 2026")
	lacks(t, page, "⟦", "official form", "thumb")
}

func TestOrdersSay(t *testing.T) {
	page := all(t, documents.LaboratoryOrder, sampleLaboratory(documents.PaperA4))
	holds(t, page, "Laboratory request A-O/26-27/0044", "Urgent", "City Diagnostics", "1 Full blood count with differential", "3 Ear swab", "Bacterial infection?", "Pregnant, or may be ☐ yes ☒ no",
		"Takes a blood thinner, or bleeds longer ☐ yes ☐ no", "Specimen Blood 2 mL", "Taken on, at", "Lakeside Family Clinic, +91 294 555 0142", "Peanut, high risk")
	lacks(t, page, "⟦", "metformin", "Kidney")
	page = all(t, documents.ImagingOrder, sampleImaging(documents.PaperA4))
	holds(t, page, "Imaging request", "Routine", "Temporal bone, right", "Mastoiditis?", "Takes metformin ☐ yes ☒ no", "Reacted to a contrast medium before ☐ yes ☐ no", "Kidney function", "Not asked about allergies")
	lacks(t, page, "⟦", "Specimen")
	man := letterSamples()["imaging-order-bare"].facts
	lacks(t, all(t, documents.ImagingOrder, man), "Pregnant")
}

// Sixty examinations are all there, each once.
func TestManyTestsAreAllThere(t *testing.T) {
	text := all(t, documents.LaboratoryOrder, letterSamples()["laboratory-order-many"].facts)
	for i := range documents.MaxTests {
		if n := strings.Count(text, fmt.Sprintf("Test %02d", i)); n != 1 {
			t.Errorf("test %d is there %d times", i, n)
		}
	}
	if n := strings.Count(text, "Fever"); n != 200 {
		t.Errorf("%d sentences of the history", n)
	}
}

// No text makes the press panic: it prints, or is refused as problems of its fields. A preview takes whatever is half typed.
func FuzzSetLetter(f *testing.F) {
	for _, seed := range []string{"", "Dear {?x},\n\n# H\n- i", "मीरा", "\xff", "a\u202eb", "\U0001F600", strings.Repeat("W", 400), "\\# 3", "}"} {
		f.Add(seed, seed, true)
		f.Add(seed, "Meera", false)
	}
	f.Fuzz(func(t *testing.T, text, name string, preview bool) {
		letter, note, order := sampleReferral(documents.PaperA5), sampleSickNote(documents.PaperA5), sampleImaging(documents.PaperA5)
		if read, err := template.Parse(text); err == nil {
			letter.Body, note.Body = read.Blocks(), read.Blocks()
		}
		letter.Preview, note.Preview, order.Preview = preview, preview, preview
		letter.Addressee, letter.Heading = documents.Addressee{Name: name, Address: text, CopyTo: name}, text
		note.Certificate.Diagnosis, note.Certificate.Identification, note.Certificate.Restrictions, note.Certificate.Finding = text, name, text, documents.Finding(name)
		order.Order.Tests, order.Order.Question, order.Order.Kidney, order.Order.Side = []string{text, name}, text, name, documents.Side(name)
		for kind, facts := range map[documents.Kind]any{documents.Referral: letter, documents.SickNote: note, documents.ImagingOrder: order} {
			frozen, err := New().Set(kind, facts)
			var problems value.Problems
			if err != nil && !errors.As(err, &problems) {
				t.Fatalf("%s: %v", kind, err)
			}
			if err == nil {
				if _, err := Preview(frozen, 0, 40, Overlay{}); err != nil {
					t.Fatalf("%s: %v", kind, err)
				}
			}
		}
	})
}

// BenchmarkLetterPreview is what the editor waits for after a pause in the typing: the page set and drawn at its resolution.
func BenchmarkLetterPreview(b *testing.B) {
	facts := sampleReferral(documents.PaperA4)
	facts.Preview = true
	for b.Loop() {
		frozen, err := New().Set(documents.Referral, facts)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Preview(frozen, 0, 127, Overlay{}); err != nil { // 5 pixels a mm
			b.Fatal(err)
		}
	}
}

func BenchmarkReferralPDF(b *testing.B) {
	facts := sampleReferral(documents.PaperA4)
	for b.Loop() {
		frozen, err := New().Set(documents.Referral, facts)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := PDF(frozen, Overlay{}); err != nil {
			b.Fatal(err)
		}
	}
}
