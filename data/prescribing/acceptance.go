package prescribing

import (
	"slices"
	"time"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
)

// PhraseAcceptance is a doctor's word that a sentence or phrase says, in a language that no native reader has reviewed, what it should:
// from then on it may be printed for patients. It holds for the wording that was read; when a letter changes it is asked for anew.
type PhraseAcceptance struct {
	ID store.ID[PhraseAcceptance] `db:"id"`
	store.Meta
	Language   string       `db:"language"`      // BCP 47, of the table
	Phrase     string       `db:"phrase"`        // the key of the pattern
	Hash       string       `db:"hash"`          // of the pattern as it was read
	Wordings   []Wording    `db:"wordings,json"` // what was read
	Accepted   time.Time    `db:"accepted"`
	AcceptedBy store.UserID `db:"accepted_by"`
}

// PhraseAcceptances is the record type.
var PhraseAcceptances = store.NewTable[PhraseAcceptance](store.Spec{Number: 64, Name: "PhraseAcceptance", Table: "phrase_acceptance", Schema: 1,
	Read: action.PracticeRead, Write: action.Prescribe})

// Validate returns all problems at once.
func (a PhraseAcceptance) Validate() error {
	var problems value.Problems
	problems.Required("language", a.Language)
	problems.Required("phrase", a.Phrase)
	problems.Required("hash", a.Hash)
	if len(a.Wordings) == 0 || a.Accepted.IsZero() {
		problems.Add("wordings", "error.value.required")
	}
	return problems.Err()
}

// Acceptances are what has been accepted of a language, by the pattern's key. One whose hash is not the pattern's any more counts for
// nothing; it is in the list so that a screen can say that the sentence has changed since.
func Acceptances(tx *store.Tx, lang string) (map[string]PhraseAcceptance, error) {
	list, err := store.Select(tx, PhraseAcceptances, "language = ? AND retracted = 0", InstructionLanguage(lang))
	if err != nil {
		return nil, err
	}
	byKey := make(map[string]PhraseAcceptance, len(list))
	for _, a := range list {
		byKey[a.Phrase] = a
	}
	return byKey, nil
}

// OpenPhrases are the keys of those among phrases that may not be printed yet: the language has no reviewer, and no doctor has accepted
// them as they read today.
func OpenPhrases(lang string, phrases []string, accepted map[string]PhraseAcceptance) []string {
	t := tableOf(lang)
	if t == nil {
		return phrases
	}
	if t.reviewed != "" {
		return nil
	}
	var open []string
	for _, key := range phrases {
		if a, found := accepted[key]; !found || a.Hash != t.pattern(key).Hash {
			open = append(open, key)
		}
	}
	return open
}

// AcceptPhrases keeps the acceptance of patterns of a language, by key, as they read in this version; what is accepted already stays as
// it is. It returns NotFound for a language or a key that no table has.
func AcceptPhrases(tx *store.Tx, lang string, keys []string) error {
	t := tableOf(lang)
	if t == nil {
		return store.Fail(store.NotFound, "error.prescribing.phrase_unknown")
	}
	accepted, err := Acceptances(tx, lang)
	if err != nil {
		return err
	}
	for _, key := range slices.Compact(slices.Sorted(slices.Values(keys))) {
		if t.patterns[key] == nil {
			return store.Fail(store.NotFound, "error.prescribing.phrase_unknown")
		}
		p := t.pattern(key)
		old, found := accepted[key]
		if found && old.Hash == p.Hash {
			continue
		}
		old.Language, old.Phrase, old.Hash, old.Wordings = p.Language, p.Key, p.Hash, p.Wordings
		old.Accepted, old.AcceptedBy = tx.Now(), tx.Actor().User
		if found {
			err = store.Update(tx, PhraseAcceptances, &old)
		} else {
			err = store.Insert(tx, PhraseAcceptances, &old)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// WithdrawPhrases takes acceptances back: from then on the patterns aren't printed. What was printed stays as it is.
func WithdrawPhrases(tx *store.Tx, lang string, keys []string) error {
	accepted, err := Acceptances(tx, lang)
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(slices.Values(keys)) {
		a, found := accepted[key]
		if !found {
			continue
		}
		delete(accepted, key)
		if err := store.Retract(tx, PhraseAcceptances, &a); err != nil {
			return err
		}
	}
	return nil
}
