package settings

import (
	"context"
	"strings"

	"satchel/data"
	"satchel/data/documents"
	"satchel/data/organization"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// fileModel is what concerns the practice's file as a whole. Its methods may run on any goroutine.
type fileModel struct{ s *session.Session }

// fileState is what the screen shows.
type fileState struct {
	path      string
	trial     bool
	keyIsKept bool
}

func (m fileModel) load(ctx context.Context) (fileState, error) {
	p, err := m.settings(ctx)
	return fileState{path: m.s.Practice.Path(), trial: p.Trial, keyIsKept: p.RecoveryPrinted}, err
}

// keepKey notes whether the recovery key was typed back.
func (m fileModel) keepKey(ctx context.Context, kept bool) error {
	return m.change(ctx, func(p *organization.Practice) { p.RecoveryPrinted = kept })
}

func (m fileModel) change(ctx context.Context, edit func(*organization.Practice)) error {
	err := m.s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		edit(&p)
		_, err = organization.Save(tx, p)
		return err
	})
	return err
}

// settings are the practice's as they are now.
func (m fileModel) settings(ctx context.Context) (p organization.Practice, err error) {
	err = m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) error {
		p, err = organization.Current(tx)
		return err
	})
	return p, err
}

// line is one part of a check, in words' arguments.
type line struct {
	part    string
	counted int64
	wrong   []string
}

// verify checks the whole file. Every line is one part; wrong holds a sentence for each thing that does not hold.
func (m fileModel) verify(ctx context.Context, progress func(part string, percent int)) ([]line, error) {
	found, err := m.s.Practice.Verify(ctx, m.s.Actor, progress)
	return m.lines(found), err
}

func (m fileModel) lines(found data.Verified) []line {
	var list []line
	for _, part := range found.Parts {
		l := line{part: part.Name, counted: part.Counted}
		for _, f := range part.Findings {
			l.wrong = append(l.wrong, m.s.Text(f.Key+".text", f.Args...))
		}
		list = append(list, l)
	}
	return list
}

// startForReal ends the trial. There is no way back.
func (m fileModel) startForReal(ctx context.Context) error {
	return m.s.Update(ctx, action.StartForReal, func(tx *store.Tx) error {
		_, err := workflow.StartForReal(tx)
		return err
	})
}

// newKey is a recovery key to be shown once.
type newKey struct {
	code string
	ask  [2]int
}

// replaceKey makes a new recovery key; the old one opens nothing any more. Until it is typed back it counts as not kept.
func (m fileModel) replaceKey(ctx context.Context) (k newKey, err error) {
	if err := m.keepKey(ctx, false); err != nil {
		return k, err
	}
	if k.code, err = m.s.Practice.NewRecoveryKey(ctx, m.s.Actor); err != nil {
		return k, err
	}
	// Which groups are asked back is no secret; the key itself is random enough to choose them.
	k.ask, err = session.AskGroups(strings.NewReader(k.code), len(session.RecoveryGroups(k.code)))
	return k, err
}

// successorPage is the page for whoever opens the practice in the owner's place.
func (m fileModel) successorPage(ctx context.Context) (documents.Frozen, error) {
	return m.s.SuccessorPage(ctx)
}

// lossPage is the page for the day when the computer is gone.
func (m fileModel) lossPage(ctx context.Context) (documents.Frozen, error) {
	return m.s.LossPage(ctx)
}

// rekeyed is what a change of the file's key leaves behind, to be shown once.
type rekeyed struct {
	data.Rekeyed
	ask [2]int
}

// rekey rewrites the file under a new key. Afterwards the practice is closed.
func (m fileModel) rekey(ctx context.Context, password string, progress func(percent int)) (rekeyed, error) {
	made, err := m.s.Practice.Rekey(ctx, m.s.Actor, data.RekeyRequest{Login: m.s.User.Login, Password: password}, progress)
	if m.s.Problem(err).Key == "error.vault.wrong_key" { // the name is known here
		return rekeyed{}, store.FailField("password", "error.settings.old_password")
	}
	if made.RecoveryKey == "" { // a result that comes with an error is good
		return rekeyed{}, err
	}
	// As for a replaced key: which groups are asked back is no secret.
	ask, err := session.AskGroups(strings.NewReader(made.RecoveryKey), len(session.RecoveryGroups(made.RecoveryKey)))
	return rekeyed{made, ask}, err
}

// compareCode holds the code of a day-end against the audit trail; nil is good.
func (m fileModel) compareCode(ctx context.Context, typed string) (*store.Finding, error) {
	return m.s.Practice.CheckAnchorCode(ctx, m.s.Actor, typed)
}
