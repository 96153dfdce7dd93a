package start

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"satchel/data"
	"satchel/data/organization"
	"satchel/data/password"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/ui/session"
)

// foundModel is the first run: the practice, its owner, the file. Its checks run on the window's goroutine, create on any.
type foundModel struct {
	host     Host
	founding organization.Founding
	path     string
	password string
}

func newFoundModel(host Host) *foundModel {
	m := &foundModel{host: host}
	m.founding.Defaults(host.Country, host.Language)
	return m
}

// region returns what a country suggests, as the form's values.
func (m *foundModel) region(country string) map[string]string {
	var p organization.Practice
	organization.RegionOf(country).Apply(&p)
	values := session.PracticeValues(p)
	suggested := map[string]string{}
	for _, key := range []string{"currency", "zone", "dateOrder", "numberFormat", "paper"} {
		suggested[key] = values[key]
	}
	if _, err := value.Exponent(p.Currency); err != nil || p.Currency == organization.Neutral.Currency {
		suggested["currency"] = "" // the owner must say
	}
	return suggested
}

// setPractice takes the first step's answers. The errors are sentences by field; none means go on.
func (m *foundModel) setPractice(values map[string]string) map[string]string {
	code := values["country"]
	if code == session.OtherCountry {
		code = strings.ToUpper(strings.TrimSpace(values["countryCode"]))
	}
	m.founding.Defaults(code, m.host.Language)
	given := make(map[string]string, len(values))
	for key, v := range values {
		given[key] = v
	}
	given["country"] = code
	var problems value.Problems
	problems.Check("", session.SetPracticeValues(&m.founding.Practice, given))
	problems.Check("", m.founding.Practice.Clean())
	problems.Check("", m.founding.Practice.Validate())
	path, err := newPath(values["path"], m.host.Home)
	m.path = path
	errs := m.sentences(problems.Err(), err)
	if wrong, other := errs["country"]; other && values["country"] == session.OtherCountry {
		delete(errs, "country")
		errs["countryCode"] = wrong
	}
	return errs
}

// setOwner takes the second step's answers.
func (m *foundModel) setOwner(values map[string]string) map[string]string {
	p := &m.founding.Practitioner
	p.Name.Prefix, p.Name.Given, p.Name.Family = values["prefix"], values["given"], values["family"]
	p.Qualification, p.Registration = strings.TrimSpace(values["qualification"]), strings.TrimSpace(values["registration"])
	m.founding.Login, m.password = values["login"], values["password"]
	var problems value.Problems
	name, err := p.Name.Clean()
	problems.Check("", err)
	if err == nil {
		p.Name = name
		m.founding.Display = name.Display(value.GivenFirst)
		problems.Check("", p.Name.Validate())
	}
	problems.Check("", p.Validate())
	problems.Text("login", &m.founding.Login, organization.LoginLength, false)
	problems.Required("login", m.founding.Login)
	var wrong error
	switch {
	case data.CheckPassword(m.password, m.about(values)) != nil:
		wrong = data.CheckPassword(m.password, m.about(values))
	case values["again"] != m.password:
		wrong = store.FailField("again", "error.session.password_differs")
	}
	errs := m.sentences(problems.Err(), wrong)
	delete(errs, "name") // "given" says the same, beside its field
	return errs
}

// about is what somebody who guesses knows of the owner, as the second step stands.
func (m *foundModel) about(values map[string]string) password.About {
	return password.About{Names: []string{values["login"], values["given"], values["family"]}, Practice: m.founding.Practice.Name}
}

// sentences puts errors into words by field.
func (m *foundModel) sentences(errs ...error) map[string]string {
	byField := map[string]string{}
	for _, err := range errs {
		if err == nil {
			continue
		}
		for field, sentence := range session.ProblemIn(m.host.Language, err).Fields {
			field = strings.TrimPrefix(field, "name.")
			if byField[field] == "" {
				byField[field] = sentence
			}
		}
	}
	return byField
}

// founded is the new practice with its owner signed in and the key to be shown.
type founded struct {
	session     *session.Session
	recoveryKey string
	ask         [2]int
}

// create makes the file. Nothing is left behind where it fails.
func (m *foundModel) create(ctx context.Context) (founded, error) {
	if err := os.MkdirAll(filepath.Dir(m.path), 0o700); err != nil {
		return founded{}, store.FailField("path", "error.start.folder_refused")
	}
	made, err := data.Create(ctx, m.path, m.password, m.founding, m.host.Env)
	if err != nil {
		return founded{}, err
	}
	s, err := session.New(ctx, made.Practice, made.Actor)
	if err != nil {
		return founded{}, errors.Join(err, made.Practice.Close())
	}
	f := founded{session: s, recoveryKey: made.RecoveryKey}
	if f.ask, err = session.AskGroups(m.host.Env.Rand, len(session.RecoveryGroups(f.recoveryKey))); err != nil {
		return founded{}, errors.Join(err, made.Practice.Close())
	}
	m.password = ""
	return f, nil
}

// keepKey notes whether the recovery key was typed back, where the person may, and returns the session with that setting.
func keepKey(ctx context.Context, s *session.Session, kept bool) (*session.Session, error) {
	if !s.May(action.ManagePractice) {
		return s, nil
	}
	err := s.Update(ctx, action.ManagePractice, func(tx *store.Tx) error {
		p, err := organization.Current(tx)
		if err != nil {
			return err
		}
		p.RecoveryPrinted = kept
		_, err = organization.Save(tx, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Fresh(ctx)
}
