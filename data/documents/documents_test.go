package documents_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/organization/organizationtest"
	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

var ctx = context.Background()

// press stands in for the one of reports: the pages are the facts as JSON. spoil changes what it hands back.
type press struct {
	spoil func(*documents.Frozen)
	err   error
}

func (p press) Set(kind documents.Kind, facts any) (documents.Frozen, error) {
	layout, err := json.Marshal(facts)
	if err != nil || p.err != nil {
		return documents.Frozen{}, errors.Join(err, p.err)
	}
	f := documents.Frozen{Kind: kind, Layout: layout, SHA256: sha256.Sum256(layout), Pages: 1}
	if p.spoil != nil {
		p.spoil(&f)
	}
	return f, nil
}

type room struct {
	*storetest.Kit
	t     testing.TB
	who   organization.PractitionerID
	where organization.LocationID
	meera documents.PatientID
	asha  documents.PatientID
}

func open(t testing.TB) *room {
	t.Helper()
	records := append(append(organization.Records(), patients.Records()...), documents.Records()...)
	r := &room{Kit: storetest.Open(t, records...), t: t}
	who, where := organizationtest.Found(t, r.Kit)
	r.who, r.where = who.ID, where.ID
	for _, p := range []struct {
		name string
		id   *documents.PatientID
	}{{"Meera", &r.meera}, {"Asha", &r.asha}} {
		r.MustUpdate(t, r.Desk, action.RegisterPatient, func(tx *store.Tx) error {
			kept, err := patients.Register(tx, patients.Patient{Name: value.HumanName{Given: p.name, Family: "Sharma"}, Gender: value.GenderFemale, BirthDate: value.PartialDate{Year: 1986}})
			*p.id = kept.ID
			return err
		})
	}
	return r
}

func (r *room) subject(p documents.PatientID) documents.Subject {
	return documents.Subject{Patient: p, Practitioner: r.who, Location: r.where, Type: 60, Record: store.RawID{15: 7}}
}

var setting = documents.Setting{Language: "en", Paper: documents.PaperA5, Zone: "Asia/Kolkata", Trial: true}

func prescription(number string) documents.PrescriptionFacts {
	return documents.PrescriptionFacts{Setting: setting, Letterhead: documents.Letterhead{Practice: "Lakeside"},
		Prescriber: documents.Practitioner{Name: value.HumanName{Given: "Anjali", Family: "Rao"}},
		Patient:    identity(), Number: number, Issued: storetest.Start, Allergies: documents.AllergyStatus{State: documents.AllergyNoneKnown},
		Items: []documents.PrescriptionItem{{Ingredients: []documents.Ingredient{{Name: "paracetamol", Strength: value.Quantity{Value: value.Whole(500), Unit: "mg"}}},
			Dose: "1 tablet", Frequency: "3 times a day", Quantity: value.Whole(10), QuantityUnit: "tablets"}}}
}

func identity() documents.PatientIdentity {
	return documents.PatientIdentity{Name: value.HumanName{Given: "Meera", Family: "Sharma"}, Number: "A-0001", Sex: value.GenderFemale}
}

func invoice(number string) documents.InvoiceFacts {
	fee := value.Money{Minor: 500_00, Currency: "INR"}
	return documents.InvoiceFacts{Setting: setting, Letterhead: documents.Letterhead{Practice: "Lakeside"}, Patient: identity(), Title: documents.TitleInvoice,
		Number: number, Issued: storetest.Start, Lines: []documents.InvoiceLine{{Description: "Consultation", Quantity: value.Whole(1), UnitPrice: fee, Amount: fee, Exempt: true}},
		Exempt: fee, Total: fee, Balance: fee}
}

func receipt(number string) documents.ReceiptFacts {
	return documents.ReceiptFacts{Setting: setting, Letterhead: documents.Letterhead{Practice: "Lakeside"}, Patient: identity(), Number: number,
		Issued: storetest.Start, Amount: value.Money{Minor: 500_00, Currency: "INR"}, Method: "cash"}
}

func (r *room) act(actor store.Actor, act action.Action, p documents.PatientID, fn func(*store.Tx) error) error {
	return r.Update(ctx, actor, act, fn, store.About(p), store.Because("as agreed"))
}

func (r *room) must(actor store.Actor, act action.Action, p documents.PatientID, fn func(*store.Tx) error) {
	r.t.Helper()
	if err := r.act(actor, act, p, fn); err != nil {
		r.t.Fatalf("%s: %v", act, err)
	}
}

// issue issues for Meera: a prescription by the doctor, anything else by the desk.
func (r *room) issue(kind documents.Kind, facts any) (documents.Document, error) {
	actor, act := r.Desk, action.Bill
	if kind == documents.Prescription {
		actor, act = r.Doctor, action.Prescription
	}
	var d documents.Document
	err := r.act(actor, act, r.meera, func(tx *store.Tx) (err error) {
		d, err = documents.Issue(tx, press{}, kind, facts, r.subject(r.meera))
		return err
	})
	return d, err
}

func (r *room) issued(kind documents.Kind, facts any) documents.Document {
	r.t.Helper()
	d, err := r.issue(kind, facts)
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

func (r *room) waiting() (numbers []string) {
	r.t.Helper()
	r.MustView(r.t, r.Desk, action.ReadSchedule, func(tx *store.Tx) error {
		list, err := documents.ToPrint(tx)
		for _, d := range list {
			numbers = append(numbers, d.Number)
		}
		n, err2 := documents.CountToPrint(tx)
		if n != len(list) {
			r.t.Errorf("counted %d of %d", n, len(list))
		}
		return errors.Join(err, err2)
	})
	return numbers
}

func (r *room) item(id documents.DocumentID) (found documents.Item) {
	r.t.Helper()
	r.MustView(r.t, r.Desk, action.ReadDocument, func(tx *store.Tx) error {
		list, err := documents.OfPatient(tx, r.meera, 0)
		for _, i := range list {
			if i.ID == id {
				found = i
			}
		}
		return err
	}, store.About(r.meera))
	return found
}

func wantFail(t testing.TB, err error, code store.Code, key string) {
	t.Helper()
	if got := store.CodeOf(err); got != code || key != "" && !strings.Contains(err.Error(), key) {
		t.Fatalf("code %q (%v), want %q %s", got, err, code, key)
	}
}

func fields(err error) string {
	var problems value.Problems
	if !errors.As(err, &problems) {
		return ""
	}
	var list []string
	for _, p := range problems {
		list = append(list, p.Field)
	}
	return strings.Join(list, " ")
}

func TestAnIssuedDocumentComesBackAsItWasDrawn(t *testing.T) {
	r := open(t)
	facts := prescription("T-A-P/26-27/0001")
	d := r.issued(documents.Prescription, facts)
	if d.Status != documents.Current || !d.Trial || d.Title != "documents.title.prescription" || d.IssuedBy != r.Doctor.User || d.Number != facts.Number || d.Pages != 1 {
		t.Errorf("%+v", d)
	}
	want, _ := json.Marshal(facts)
	r.Clock.Add(400 * 24 * time.Hour)
	r.MustView(t, r.Desk, action.ReadDocument, func(tx *store.Tx) error {
		got, frozen, err := documents.FrozenOf(tx, d.ID)
		if err == nil && (string(frozen.Layout) != string(want) || frozen.SHA256 != sha256.Sum256(want) || frozen.Kind != documents.Prescription || frozen.Pages != 1 || got.ID != d.ID) {
			t.Errorf("%+v", frozen)
		}
		list, err2 := documents.OfSubject(tx, store.RawID{15: 7})
		if len(list) != 1 || list[0].ID != d.ID {
			t.Errorf("%+v", list)
		}
		return errors.Join(err, err2)
	}, store.About(r.meera))
	r.MustVerify(t)
}

func TestWhoMayIssueWhat(t *testing.T) {
	r := open(t)
	try := func(actor store.Actor, act action.Action, kind documents.Kind, facts any) error {
		return r.act(actor, act, r.meera, func(tx *store.Tx) error {
			_, err := documents.Issue(tx, press{}, kind, facts, r.subject(r.meera))
			return err
		})
	}
	wantFail(t, try(r.Desk, action.Bill, documents.Prescription, prescription("1")), store.Forbidden, "")
	wantFail(t, try(r.Desk, action.PrintDocument, documents.Invoice, invoice("1")), store.Forbidden, "")
	wantFail(t, try(r.Doctor, action.Prescription, documents.Invoice, invoice("1")), store.Forbidden, "")
	key := documents.RecoveryKeyFacts{Setting: setting, Practice: "Lakeside", Created: storetest.Start, Groups: []string{"ABCD"}}
	wantFail(t, try(r.Owner, action.LoadDemo, documents.RecoveryKey, key), store.Unsupported, "never_kept")
	for kind, facts := range map[documents.Kind]any{documents.Loss: documents.LossFacts{}, documents.Successor: documents.SuccessorFacts{}} {
		wantFail(t, try(r.Owner, action.LoadDemo, kind, facts), store.Unsupported, "never_kept")
	}
	for kind, facts := range map[documents.Kind]any{documents.Invoice: invoice("2"), documents.CreditNote: invoice("2"), documents.Receipt: receipt("2")} {
		if err := try(r.Desk, action.Bill, kind, facts); err != nil {
			t.Errorf("%s by the desk: %v", kind, err)
		}
	}
	if err := try(r.Doctor, action.FinishVisit, documents.Prescription, prescription("2")); err != nil {
		t.Error(err)
	}
	r.MustVerify(t)
}

func TestWhatIsNotIssued(t *testing.T) {
	r := open(t)
	real := prescription("1")
	real.Setting.Trial = false
	bad := prescription("1")
	bad.Patient.Number, bad.Items = "", nil
	hostile := prescription("1")
	hostile.Advice = "a\x00\u202e\xff"
	for name, c := range map[string]struct {
		kind   documents.Kind
		facts  any
		press  documents.Press
		change func(*documents.Subject)
		code   store.Code
		want   string
	}{
		"facts of another kind": {documents.Invoice, prescription("1"), press{}, nil, store.Invalid, "facts_of_other_kind"},
		"no facts":              {documents.Prescription, nil, press{}, nil, store.Invalid, "facts_of_other_kind"},
		"missing facts":         {documents.Prescription, bad, press{}, nil, store.Invalid, "patient.number items"},
		"hostile text":          {documents.Prescription, hostile, press{}, nil, store.Invalid, "advice"},
		"real in a trial":       {documents.Prescription, real, press{}, nil, store.Invalid, "trial_differs"},
		"no press":              {documents.Prescription, prescription("1"), nil, nil, store.Internal, ""},
		"a glyph is missing":    {documents.Prescription, prescription("1"), press{err: value.Problem{Field: "patient.name", Key: "error.documents.undrawable"}}, nil, store.Invalid, ""},
		"the press breaks":      {documents.Prescription, prescription("1"), press{err: errors.New("boom")}, nil, store.Internal, "pages_unusable"},
		"another hash":          {documents.Prescription, prescription("1"), press{spoil: func(f *documents.Frozen) { f.SHA256[0]++ }}, nil, store.Internal, "pages_unusable"},
		"another kind":          {documents.Prescription, prescription("1"), press{spoil: func(f *documents.Frozen) { f.Kind = documents.Invoice }}, nil, store.Internal, "pages_unusable"},
		"no page":               {documents.Prescription, prescription("1"), press{spoil: func(f *documents.Frozen) { f.Pages = 0 }}, nil, store.Internal, "pages_unusable"},
		"empty pages": {documents.Prescription, prescription("1"), press{spoil: func(f *documents.Frozen) { f.Layout, f.SHA256 = nil, sha256.Sum256(nil) }}, nil, store.Internal,
			"pages_unusable"},
		"enormous pages": {documents.Prescription, prescription("1"), press{spoil: func(f *documents.Frozen) {
			f.Layout = make([]byte, documents.MaxLayout+1)
			f.SHA256 = sha256.Sum256(f.Layout)
		}}, nil, store.Internal, "pages_unusable"},
		"of nobody":       {documents.Prescription, prescription("1"), press{}, func(s *documents.Subject) { s.Patient = documents.PatientID{} }, store.Forbidden, ""},
		"another patient": {documents.Prescription, prescription("1"), press{}, func(s *documents.Subject) { s.Patient = r.asha }, store.Forbidden, ""},
		"no prescriber":   {documents.Prescription, prescription("1"), press{}, func(s *documents.Subject) { s.Practitioner = organization.PractitionerID{} }, store.Invalid, "practitioner"},
		"nothing shown":   {documents.Prescription, prescription("1"), press{}, func(s *documents.Subject) { s.Record = store.RawID{} }, store.Invalid, "subject"},
	} {
		t.Run(name, func(t *testing.T) {
			s := r.subject(r.meera)
			if c.change != nil {
				c.change(&s)
			}
			err := r.act(r.Owner, action.FinishVisit, r.meera, func(tx *store.Tx) error { _, err := documents.Issue(tx, c.press, c.kind, c.facts, s); return err })
			wantFail(t, err, c.code, "")
			if got := fields(err); got != c.want && !strings.Contains(err.Error(), c.want) {
				t.Errorf("problems of %q, want %q (%v)", got, c.want, err)
			}
		})
	}
	if got := r.waiting(); len(got) != 0 {
		t.Errorf("refused, and yet waiting: %v", got)
	}
	r.issued(documents.Prescription, prescription("1"))
	_, err := r.issue(documents.Prescription, prescription("1"))
	wantFail(t, err, store.Conflict, "number_taken")
	r.MustVerify(t)
}

func TestVoidAndReissue(t *testing.T) {
	r := open(t)
	first := r.issued(documents.Prescription, prescription("1"))
	void := func(actor store.Actor, act action.Action, id documents.DocumentID, reason string) error {
		return r.act(actor, act, r.meera, func(tx *store.Tx) error { _, err := documents.MarkVoid(tx, id, reason); return err })
	}
	wantFail(t, void(r.Desk, action.PrintDocument, first.ID, "x"), store.Forbidden, "")
	wantFail(t, void(r.Doctor, action.VoidDocument, first.ID, " \n"), store.Invalid, "reason_missing")
	wantFail(t, void(r.Doctor, action.VoidDocument, first.ID, "\x00"), store.Invalid, "reason_unusable")
	if err := void(r.Doctor, action.VoidDocument, first.ID, "wrong patient \n"); err != nil {
		t.Fatal(err)
	}
	wantFail(t, void(r.Doctor, action.VoidDocument, first.ID, "twice"), store.Conflict, "void")
	if got := r.item(first.ID); got.Status != documents.EnteredInError || got.VoidReason != "wrong patient" || got.VoidedBy != r.Doctor.User || got.Waits {
		t.Errorf("%+v", got)
	}
	reissue := func(old documents.DocumentID, kind documents.Kind, facts any, s documents.Subject) (d documents.Document, err error) {
		err = r.act(r.Doctor, action.FinishVisit, r.meera, func(tx *store.Tx) (err error) {
			d, err = documents.Reissue(tx, press{}, old, kind, facts, s)
			return err
		})
		return d, err
	}
	// The number is free again once its document is void; a reissue in place of a current document may keep it as well.
	second, err := reissue(first.ID, documents.Prescription, prescription("1"), r.subject(r.meera))
	if err != nil || second.Replaces != first.ID || r.item(first.ID).Status != documents.EnteredInError {
		t.Fatalf("%+v %v", second, err)
	}
	_, err = reissue(first.ID, documents.Prescription, prescription("2"), r.subject(r.meera)) // void, and replaced already
	wantFail(t, err, store.Conflict, "superseded")
	third, err := reissue(second.ID, documents.Prescription, prescription("1"), r.subject(r.meera))
	if err != nil || r.item(second.ID).Status != documents.Superseded || r.item(second.ID).Waits || !r.item(third.ID).Waits {
		t.Fatalf("%+v %v", third, err)
	}
	_, err = reissue(second.ID, documents.Prescription, prescription("2"), r.subject(r.meera))
	wantFail(t, err, store.Conflict, "superseded")
	_, err = reissue(third.ID, documents.Invoice, invoice("2"), r.subject(r.meera))
	wantFail(t, err, store.Conflict, "replaces_other")
	money := r.issued(documents.Invoice, invoice("3"))
	wantFail(t, void(r.Owner, action.FinishVisit, money.ID, "x"), store.Conflict, "credit_instead")
	if got := r.waiting(); strings.Join(got, " ") != "1 3" {
		t.Errorf("waiting: %v", got)
	}
	r.MustVerify(t)
}

func TestPagesAreSeenOnlyOfThePatientOfTheTransaction(t *testing.T) {
	r := open(t)
	d := r.issued(documents.Prescription, prescription("1"))
	for name, fn := range map[string]func(*store.Tx) error{
		"pages": func(tx *store.Tx) error { _, _, err := documents.FrozenOf(tx, d.ID); return err },
		"list":  func(tx *store.Tx) error { _, err := documents.OfPatient(tx, r.meera, 0); return err },
	} {
		err := r.View(ctx, r.Doctor, action.ReadDocument, fn, store.About(r.asha))
		if store.CodeOf(err) != store.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDamagedPagesAreFoundAndNotShown(t *testing.T) {
	r := open(t)
	d, good := r.issued(documents.Prescription, prescription("1")), r.issued(documents.Invoice, invoice("1"))
	verify := func() (int, []documents.DocumentID) {
		var n int
		var damaged []documents.DocumentID
		r.MustView(t, r.Desk, action.VerifyPractice, func(tx *store.Tx) (err error) {
			n, damaged, err = documents.VerifyHashes(tx)
			return err
		})
		return n, damaged
	}
	if n, damaged := verify(); n != 2 || len(damaged) != 0 {
		t.Fatalf("%d %v", n, damaged)
	}
	// What a trial issued may go at its end; what is real may not.
	if _, err := r.Vault.Writer().Exec("UPDATE practice SET trial = 0"); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{"UPDATE document_content SET layout = x'00'", "DELETE FROM document_content", "UPDATE document SET sha256 = zeroblob(32)", "DELETE FROM document"} {
		if _, err := r.Vault.Writer().Exec(sql); err == nil {
			t.Errorf("%s went through", sql)
		}
	}
	if _, err := r.Vault.Writer().Exec("DROP TRIGGER document_content_keep_update; UPDATE document_content SET layout = x'00' WHERE document_id = ?", d.ID); err != nil {
		t.Fatal(err)
	}
	if n, damaged := verify(); n != 2 || len(damaged) != 1 || damaged[0] != d.ID {
		t.Errorf("%d %v", n, damaged)
	}
	read := func(id documents.DocumentID) error {
		return r.View(ctx, r.Desk, action.ReadDocument, func(tx *store.Tx) error { _, _, err := documents.FrozenOf(tx, id); return err }, store.About(r.meera))
	}
	wantFail(t, read(d.ID), store.Corrupt, "pages_damaged")
	if err := read(good.ID); err != nil {
		t.Error(err)
	}
}
