package documents_test

import (
	"bytes"
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/data/store/action"
)

// bearing lets pages draw parts.
func bearing(parts ...string) press {
	return press{spoil: func(f *documents.Frozen) {
		for _, part := range parts {
			f.Parts = append(f.Parts, []byte(part))
		}
		f.SHA256 = documents.PagesHash(f.Layout, f.Parts...)
	}}
}

func (r *room) bearing(number string, parts ...string) documents.Document {
	r.t.Helper()
	var d documents.Document
	r.must(r.Desk, action.Bill, r.meera, func(tx *store.Tx) (err error) {
		d, err = documents.Issue(tx, bearing(parts...), documents.Invoice, invoice(number), r.subject(r.meera))
		return err
	})
	return d
}

func (r *room) frozen(id documents.DocumentID) (frozen documents.Frozen, err error) {
	err = r.View(ctx, r.Desk, action.ReadDocument, func(tx *store.Tx) (err error) {
		_, frozen, err = documents.FrozenOf(tx, id)
		return err
	}, store.About(r.meera))
	return frozen, err
}

func (r *room) damaged() (list []documents.DocumentID) {
	r.t.Helper()
	r.MustView(r.t, r.Desk, action.VerifyPractice, func(tx *store.Tx) (err error) {
		_, list, err = documents.VerifyHashes(tx)
		return err
	})
	return list
}

func TestAPartIsKeptOnceForAllPages(t *testing.T) {
	r := open(t)
	logo := strings.Repeat("a logo ", 2000)
	first, second, third := r.bearing("1", logo), r.bearing("2", logo, "a signature"), r.bearing("3", logo)
	plain := r.issued(documents.Invoice, invoice("4"))
	if f, err := r.frozen(second.ID); err != nil || len(f.Parts) != 2 || string(f.Parts[0]) != logo || string(f.Parts[1]) != "a signature" || documents.PagesHash(f.Layout, f.Parts...) != f.SHA256 {
		t.Errorf("%d parts, %v", len(f.Parts), err)
	}
	if f, err := r.frozen(plain.ID); err != nil || len(f.Parts) != 0 {
		t.Errorf("%d parts, %v", len(f.Parts), err)
	}
	var parts, bytes int
	if err := r.Vault.Writer().QueryRow("SELECT count(*), (SELECT sum(length(layout) + coalesce(length(parts), 0)) FROM document_content) FROM document_part").Scan(&parts, &bytes); err != nil {
		t.Fatal(err)
	}
	if parts != 2 || bytes > 4*2000 {
		t.Errorf("%d parts, %d bytes of pages", parts, bytes)
	}
	if first.ID == third.ID || len(r.damaged()) != 0 {
		t.Errorf("damaged: %v", r.damaged())
	}
	r.MustVerify(t)
}

// Whoever changes what many pages draw is found out, on each of them, and a page that doesn't draw it stands.
func TestAPartThatIsAnotherIsFound(t *testing.T) {
	for name, act := range map[string]string{
		"changed":           "UPDATE document_part SET content = CAST('another' AS BLOB) WHERE content = CAST('a logo' AS BLOB)",
		"gone":              "DELETE FROM document_part WHERE content = CAST('a logo' AS BLOB)",
		"exchanged":         "UPDATE document_content SET parts = (SELECT sha256 FROM document_part WHERE content = CAST('a signature' AS BLOB)) WHERE length(parts) = 32",
		"taken off":         "UPDATE document_content SET parts = NULL WHERE length(parts) = 32",
		"named by half":     "UPDATE document_content SET parts = substr(parts, 1, 16) WHERE length(parts) = 32",
		"under another sum": "UPDATE document_part SET sha256 = zeroblob(32) WHERE content = CAST('a logo' AS BLOB)",
	} {
		t.Run(name, func(t *testing.T) {
			r := open(t)
			bill, other, plain := r.bearing("1", "a logo"), r.bearing("2", "a signature", "a stamp"), r.issued(documents.Invoice, invoice("3"))
			if _, err := r.Vault.Writer().Exec("UPDATE practice SET trial = 0"); err != nil {
				t.Fatal(err)
			}
			if _, err := r.Vault.Writer().Exec(act); err == nil {
				t.Error("it went through")
			}
			for _, trigger := range []string{"document_part_keep_update", "document_part_keep_delete", "document_content_keep_update"} {
				if _, err := r.Vault.Writer().Exec("DROP TRIGGER " + trigger); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := r.Vault.Writer().Exec(act); err != nil {
				t.Fatal(err)
			}
			if list := r.damaged(); len(list) != 1 || list[0] != bill.ID {
				t.Errorf("damaged: %v, want %v", list, bill.ID)
			}
			if f, err := r.frozen(bill.ID); store.CodeOf(err) != store.Corrupt || f.Parts != nil {
				t.Errorf("%v, %q", err, f.Parts)
			}
			for _, id := range []documents.DocumentID{other.ID, plain.ID} {
				if _, err := r.frozen(id); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// Nothing is issued onto a damaged part: it could not be shown again.
func TestNothingIsIssuedWithADamagedPart(t *testing.T) {
	r := open(t)
	r.bearing("1", "a logo")
	if _, err := r.Vault.Writer().Exec("DROP TRIGGER document_part_keep_update; UPDATE document_part SET content = x'00'"); err != nil {
		t.Fatal(err)
	}
	err := r.act(r.Desk, action.Bill, r.meera, func(tx *store.Tx) error {
		_, err := documents.Issue(tx, bearing("a logo"), documents.Invoice, invoice("2"), r.subject(r.meera))
		return err
	})
	wantFail(t, err, store.Corrupt, "pages_damaged")
	for name, p := range map[string]press{
		"empty":           bearing(""),
		"too many":        bearing(make([]string, documents.MaxParts+1)...),
		"not in the hash": {spoil: func(f *documents.Frozen) { f.Parts = [][]byte{[]byte("x")} }},
		"enormous":        bearing(string(bytes.Repeat([]byte{1}, documents.MaxLayout+1))),
	} {
		err := r.act(r.Desk, action.Bill, r.meera, func(tx *store.Tx) error {
			_, err := documents.Issue(tx, p, documents.Invoice, invoice("3"), r.subject(r.meera))
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "pages_unusable") && store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(r.waiting()); n != 1 {
		t.Errorf("%d documents wait", n)
	}
}
