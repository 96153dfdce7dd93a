package settings

import (
	"bytes"
	"context"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"

	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
	"satchel/data/workflow"
	"satchel/reports"
	"satchel/ui/session"
)

// letterheadModel reads and writes what stands on the practice's paper. Its methods may run on any goroutine.
type letterheadModel struct {
	s    *session.Session
	mu   sync.Mutex
	read organization.Practice // as the form was filled
	logo []byte                // as it would be printed; nil for none
	kept []byte                // as it is kept
}

// The values of the form that are neither texts nor numbers.
const (
	yes = "true"
	no  = "false"
)

// bands are the fields of the blank bands, with where each is kept.
func bands(b *organization.Bands) map[string]*int {
	return map[string]*int{"bandA4": &b.A4, "bandA5": &b.A5, "bandLetter": &b.Letter, "bandFoot": &b.Foot}
}

// load returns the form's values.
func (m *letterheadModel) load(ctx context.Context) (values map[string]string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) (err error) {
		if m.read, err = organization.Current(tx); err != nil {
			return err
		}
		m.kept, err = organization.LogoPicture(tx, m.read)
		return err
	})
	m.logo = m.kept
	return m.values(), err
}

func (m *letterheadModel) values() map[string]string {
	p := m.read
	values := map[string]string{"slogan": p.Slogan, "hours": p.Hours, "footer": p.Footer, "list": strconv.FormatBool(p.ListPractitioners), "own": no}
	held := organization.Bands{A4: p.Band("A4"), A5: p.Band("A5"), Letter: p.Band("Letter"), Foot: p.Bands.Foot}
	for field, band := range bands(&held) {
		values[field] = strconv.Itoa(*band)
		if *band > 0 && field != "bandFoot" {
			values["own"] = yes
		}
	}
	return values
}

// practice is the practice with what the form holds.
func (m *letterheadModel) practice(values map[string]string) (organization.Practice, error) {
	next := m.read
	next.Slogan, next.Footer = strings.TrimSpace(values["slogan"]), strings.TrimSpace(values["footer"])
	next.Hours, next.ListPractitioners = strings.TrimSpace(values["hours"]), values["list"] == yes
	next.Bands = organization.Bands{Set: true}
	var problems value.Problems
	if values["own"] == yes {
		for field, band := range bands(&next.Bands) {
			n, err := strconv.Atoi(strings.TrimSpace(values[field]))
			if err != nil {
				problems.Add(field, "error.session.not_a_number")
			}
			*band = n
		}
	}
	next.LetterheadBandMM = next.Band(next.Paper) // what an older Satchel reads
	problems.Check("", next.Clean())
	problems.Check("", next.Validate())
	return next, invalid(problems.Err())
}

// choose reads a picture from a file, as it would be printed. What it can't use it says why; the logo stays as it was then.
func (m *letterheadModel) choose(path string) error {
	data, err := readPicture(path)
	if err != nil {
		return err
	}
	picture, err := reports.Logo(data)
	if err != nil {
		return atField("logo", err)
	}
	if len(picture) > organization.MaxLogo {
		return store.FailField("logo", "error.organization.picture_size", "Most", organization.MaxLogo>>10)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.logo = picture
	return nil
}

// mostRead is more than any picture that is taken.
const mostRead = 32 << 20

// readPicture reads a file that somebody chose.
func readPicture(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, store.FromVault("read picture", vault.FileError(err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, mostRead))
	if err != nil {
		return nil, store.FromVault("read picture", vault.FileError(err))
	}
	return data, nil
}

// atField puts a problem of a picture beside its field.
func atField(field string, err error) error {
	var problems value.Problems
	problems.Check(field, err)
	return invalid(problems.Err())
}

// remove takes the logo off the page.
func (m *letterheadModel) remove() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.logo = nil
}

// sample sets a page with what the form holds; nothing is kept.
func (m *letterheadModel) sample(ctx context.Context, values map[string]string, paper string) (documents.Frozen, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.set(ctx, values, paper)
}

func (m *letterheadModel) set(ctx context.Context, values map[string]string, paper string) (documents.Frozen, error) {
	next, err := m.practice(values)
	if err != nil {
		return documents.Frozen{}, err
	}
	var facts documents.InvoiceFacts
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) (err error) {
		facts, err = workflow.SampleBill(tx, next, m.logo, documents.Paper(paper))
		return err
	})
	if err != nil {
		return documents.Frozen{}, err
	}
	frozen, err := reports.New().Set(documents.Invoice, facts) // on the paper that is asked for, whichever the printer has
	return frozen, invalidProblems(err)
}

// invalidProblems lets a press's problems be shown beside their fields.
func invalidProblems(err error) error {
	if problems, is := err.(value.Problems); is {
		return invalid(problems)
	}
	return err
}

// before is what undo goes back to.
type before struct {
	values map[string]string
	logo   []byte
}

// save keeps what the form holds, and returns what was before. It answers Conflict where somebody saved meanwhile.
func (m *letterheadModel) save(ctx context.Context, values map[string]string) (before, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.keep(ctx, values)
}

func (m *letterheadModel) keep(ctx context.Context, values map[string]string) (before, error) {
	was := before{m.values(), m.kept}
	next, err := m.practice(values)
	if err != nil {
		return was, err
	}
	if _, err := m.set(ctx, values, next.Paper); err != nil {
		return was, err // a page that can't be set is not kept as the practice's
	}
	err = m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) (err error) {
		switch {
		case len(m.logo) == 0:
			next.Logo = organization.LogoID{}
		case !bytes.Equal(m.logo, m.kept):
			if next.Logo, err = organization.AddLogo(tx, m.logo); err != nil {
				return err
			}
		}
		next, err = organization.Save(tx, next)
		return err
	})
	if err != nil {
		return was, err
	}
	m.read, m.kept = next, m.logo
	return was, nil
}

// back undoes a save.
func (m *letterheadModel) back(ctx context.Context, was before) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.logo = was.logo
	_, err := m.keep(ctx, was.values)
	return err
}

// signatureOf reads a picture of a signature, as it would be printed.
func signatureOf(path string) ([]byte, error) {
	data, err := readPicture(path)
	if err != nil {
		return nil, err
	}
	picture, err := reports.Signature(data)
	if err != nil {
		return nil, atField("signature", err)
	}
	return picture, nil
}
