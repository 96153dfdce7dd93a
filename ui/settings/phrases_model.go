package settings

import (
	"context"

	"satchel/data/organization"
	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/session"
)

// phrasesModel reads and accepts the sentences in which patients are told a dose. Its methods may run on any goroutine.
type phrasesModel struct{ s *session.Session }

// phrasePage is how many sentences are read at once: what a window shows without scrolling far.
const phrasePage = 10

// phraseState is how a sentence stands.
type phraseState int

const (
	phraseOpen phraseState = iota
	phraseAccepted
	phraseChanged // its wording is another than the one that was accepted
)

// phraseRow is one sentence to be read.
type phraseRow struct {
	Key      string
	Sentence session.Sentence
	State    phraseState
	Who      string // who accepted it, and when
}

// phraseList is one page of a language.
type phraseList struct {
	Language string
	Reviewed string // by whom; "" for nobody
	Total    int
	Accepted int
	From     int // index of the first row
	Rows     []phraseRow
}

// languages are those that have sentences beside English, that of the practice's documents first.
func (m phrasesModel) languages() []string {
	var list []string
	if own := m.own(); own != "" {
		list = append(list, own)
	}
	for _, tag := range prescribing.InstructionLanguages() {
		if tag != m.own() && tag != prescribing.InstructionLanguage(m.s.Language()) {
			list = append(list, tag)
		}
	}
	return list
}

// own is the language of the practice's documents, where its sentences are to be accepted; "" where they are in English.
func (m phrasesModel) own() string {
	if own := prescribing.InstructionLanguage(m.s.Settings.Language); own != m.s.ToldHere() {
		return own
	}
	return ""
}

// load reads a page of a language and draws it.
func (m phrasesModel) load(ctx context.Context, lang string, from int) (phraseList, error) {
	phrases := prescribing.Phrases(lang)
	from = max(0, min(from, len(phrases)-1)) / phrasePage * phrasePage
	list := phraseList{Language: lang, Reviewed: prescribing.Reviewed(lang), Total: len(phrases), From: from}
	var accepted map[string]prescribing.PhraseAcceptance
	names := map[store.UserID]string{}
	err := m.s.View(ctx, action.ReadPractice, func(tx *store.Tx) (err error) {
		if accepted, err = prescribing.Acceptances(tx, lang); err != nil {
			return err
		}
		for _, a := range accepted {
			if _, known := names[a.AcceptedBy]; known {
				continue
			}
			user, err := organization.UserOf(tx, a.AcceptedBy)
			if err != nil {
				return err
			}
			names[a.AcceptedBy] = user.Name()
		}
		return nil
	})
	if err != nil {
		return list, err
	}
	format := m.s.Settings.Amounts()
	for i, p := range phrases {
		row := phraseRow{Key: p.Key}
		if a, found := accepted[p.Key]; found {
			row.State = phraseChanged
			if a.Hash == p.Hash {
				row.State = phraseAccepted
				list.Accepted++
			}
			row.Who = m.s.Text("told.accepted_by", "Name", names[a.AcceptedBy], "Date", m.s.Moment(a.Accepted))
		}
		if i < from || i >= from+phrasePage {
			continue
		}
		row.Sentence = m.s.Told(prescribing.Example(lang, lang, p.Key, format), prescribing.Example(lang, m.s.ToldHere(), p.Key, format))
		list.Rows = append(list.Rows, row)
	}
	return list, nil
}

// open are the keys of a page that are still to be accepted.
func (l phraseList) open() []string {
	var keys []string
	for _, row := range l.Rows {
		if row.State != phraseAccepted {
			keys = append(keys, row.Key)
		}
	}
	return keys
}

// status says how far a language is.
func (m phrasesModel) status(l phraseList) string {
	name := m.s.LanguageName(l.Language)
	switch {
	case l.Reviewed != "":
		return m.s.Text("told.reviewed", "Language", name, "Who", l.Reviewed)
	case l.Accepted == 0:
		return m.s.Text("told.none", "Language", name)
	case l.Accepted == l.Total:
		return m.s.Text("told.all", "Language", name, "Total", l.Total)
	}
	return m.s.Text("told.some", "Language", name, "Count", l.Accepted, "Total", l.Total)
}

func (m phrasesModel) accept(ctx context.Context, lang string, keys []string) error {
	return m.s.Update(ctx, action.AcceptPhrases, func(tx *store.Tx) error { return prescribing.AcceptPhrases(tx, lang, keys) })
}

func (m phrasesModel) withdraw(ctx context.Context, lang string, keys []string) error {
	return m.s.Update(ctx, action.AcceptPhrases, func(tx *store.Tx) error { return prescribing.WithdrawPhrases(tx, lang, keys) })
}
