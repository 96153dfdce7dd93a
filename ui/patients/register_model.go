package patients

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"satchel/data/patients"
	"satchel/data/schedule"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/workflow"
	"satchel/ui/session"
)

// registerDrafts begins the names of drafts of new patients, correctDrafts those of corrections.
const (
	registerDrafts = "patients/register/"
	correctDrafts  = "patients/correct/"
)

// sheet is a form as it stands.
type sheet struct {
	Draft        string           `json:"-"` // under which it is kept while it is typed
	Base         patients.Patient `json:"base"`
	Values       values           `json:"values"`
	Unidentified bool             `json:"unidentified"`
	Typed        string           `json:"typed,omitempty"` // what the form was begun with
	// Acknowledged: the person saw who may be the same, and means somebody else.
	Acknowledged bool `json:"acknowledged"`
}

// begun is a sheet to begin with.
type begun struct {
	Sheet sheet
	// Restored is when it was last typed at, for one that was left unfinished; zero for a fresh one.
	Restored time.Time
	// Waiting is an unfinished registration beside a fresh one.
	Waiting     *sheet
	WaitingFrom time.Time
}

// saved is what came of saving. Where Likely is not empty nothing was kept yet: the patient is probably here already.
type saved struct {
	Patient patients.Patient
	Likely  []patients.Duplicate
}

// registerModel is the form of a new patient, or of one that is corrected. Its methods may be called on any goroutine.
type registerModel struct {
	session *session.Session

	mu   sync.Mutex      // a draft that is late must not come back after its sheet was saved
	done map[string]bool // drafts that were saved or given up
}

func newRegisterModel(s *session.Session) *registerModel {
	return &registerModel{session: s, done: map[string]bool{}}
}

// Begin starts a registration: with what was typed where one came from, or with what was left unfinished.
func (m *registerModel) Begin(ctx context.Context, typed string) (begun, error) {
	drafts, err := m.session.Practice.Drafts(ctx, m.session.Actor)
	if err != nil {
		return begun{}, err
	}
	b := begun{Sheet: sheet{Draft: fmt.Sprintf("%s%d", registerDrafts, m.session.Practice.Now().UnixMilli()), Values: parseTyped(m.session, typed), Typed: strings.TrimSpace(typed)}}
	for _, d := range drafts {
		if !strings.HasPrefix(d.Name, registerDrafts) {
			continue
		}
		kept, ok := decode(d)
		if !ok {
			continue
		}
		if b.Sheet.Typed == "" || b.Sheet.Typed == kept.Typed { // the same form again, after the lock or a look elsewhere
			b.Sheet, b.Restored = kept, d.Saved
		} else {
			b.Waiting, b.WaitingFrom = &kept, d.Saved
		}
		break
	}
	return b, nil
}

// BeginCorrection starts correcting a patient, or goes on with what was left unfinished.
func (m *registerModel) BeginCorrection(ctx context.Context, id patients.ID) (begun, error) {
	var b begun
	err := m.session.View(ctx, action.OpenPatient, func(tx *store.Tx) error {
		p, err := patients.Get(tx, id)
		b.Sheet = sheet{Draft: correctDrafts + id.String(), Base: p, Values: valuesOf(p, m.session.Settings.DateOrder), Unidentified: p.Unidentified}
		return err
	}, store.About(id))
	if err != nil {
		return b, err
	}
	drafts, err := m.session.Practice.Drafts(ctx, m.session.Actor)
	for _, d := range drafts {
		if kept, ok := decode(d); ok && d.Name == b.Sheet.Draft {
			b.Sheet, b.Restored = kept, d.Saved
		}
	}
	return b, err
}

// decode reads a draft; one that an older version of this form wrote in another shape is none.
func decode(d store.Draft) (sheet, bool) {
	s := sheet{Draft: d.Name}
	err := json.Unmarshal(d.Body, &s)
	return s, err == nil && s.Values != nil
}

// SaveDraft keeps what is typed; an untouched sheet needs no draft.
func (m *registerModel) SaveDraft(ctx context.Context, s sheet) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done[s.Draft] {
		return nil
	}
	if m.untouched(s) {
		return m.session.Practice.DiscardDraft(ctx, m.session.Actor, s.Draft)
	}
	body, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode draft: %w", err)
	}
	return m.session.Practice.SaveDraft(ctx, m.session.Actor, store.Draft{Name: s.Draft, Patient: s.Base.ID.Raw(), Body: body})
}

// untouched tells whether a sheet holds nothing that would be missed.
func (m *registerModel) untouched(s sheet) bool {
	if s.Base.ID.IsZero() {
		return s.Values.empty() && !s.Unidentified
	}
	was := valuesOf(s.Base, m.session.Settings.DateOrder)
	for _, field := range fields {
		if strings.TrimSpace(s.Values[field]) != was[field] {
			return false
		}
	}
	return s.Unidentified == s.Base.Unidentified
}

// GiveUp drops what was typed.
func (m *registerModel) GiveUp(ctx context.Context, s sheet) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done[s.Draft] = true
	return m.session.Practice.DiscardDraft(ctx, m.session.Actor, s.Draft)
}

// Duplicates returns who may be the patient of the sheet already; a date half typed is left out of the question.
func (m *registerModel) Duplicates(ctx context.Context, s sheet) ([]patients.Duplicate, error) {
	p, err := patientOf(m.session, s.Base, s.Values, s.Unidentified)
	if store.CodeOf(err) == store.Invalid {
		err = nil
	}
	if err != nil || p.Name.IsZero() && p.OldNumber == "" {
		return nil, err
	}
	var list []patients.Duplicate
	err = m.session.View(ctx, action.FindPatients, func(tx *store.Tx) (err error) {
		list, err = patients.Duplicates(tx, p)
		return err
	})
	return list, err
}

// Save registers or corrects, and drops the draft. Unless the person has acknowledged who may be the same, a new patient who is
// probably here already is not kept: see saved.Likely. It returns Conflict where somebody corrected the patient meanwhile.
func (m *registerModel) Save(ctx context.Context, s sheet) (saved, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, err := patientOf(m.session, s.Base, s.Values, s.Unidentified)
	if err != nil {
		return saved{}, err
	}
	var result saved
	if s.Base.ID.IsZero() {
		err = m.session.Update(ctx, action.RegisterPatient, func(tx *store.Tx) (err error) {
			if result.Likely, err = m.likely(tx, s, p); err != nil || len(result.Likely) > 0 {
				return errors.Join(err, errNotYet)
			}
			if result.Patient, err = patients.Register(tx, p); err != nil {
				return err
			}
			return store.DropDraft(tx, s.Draft)
		})
	} else {
		err = m.session.Update(ctx, action.CorrectPatient, func(tx *store.Tx) (err error) {
			if result.Patient, err = patients.Correct(tx, p); err != nil {
				return err
			}
			return store.DropDraft(tx, s.Draft)
		}, store.About(s.Base.ID))
	}
	if errors.Is(err, errNotYet) && len(result.Likely) > 0 {
		return result, nil
	}
	m.done[s.Draft] = err == nil
	return result, err
}

// errNotYet ends a transaction that shall keep nothing.
var errNotYet = errors.New("not yet")

func (m *registerModel) likely(tx *store.Tx, s sheet, p patients.Patient) ([]patients.Duplicate, error) {
	if s.Acknowledged {
		return nil, nil
	}
	all, err := patients.Duplicates(tx, p)
	var likely []patients.Duplicate
	for _, d := range all {
		if d.Likely {
			likely = append(likely, d)
		}
	}
	return likely, err
}

// isVersionConflict tells that somebody changed the patient since the sheet was begun.
func isVersionConflict(err error) bool {
	var known *store.Error
	return errors.As(err, &known) && known.Code == store.Conflict && known.Key == "error.store.conflict"
}

// Reconcile begins the sheet anew on the patient as it stands now: see merge.
func (m *registerModel) Reconcile(ctx context.Context, s sheet) (sheet, values, error) {
	var now patients.Patient
	err := m.session.View(ctx, action.OpenPatient, func(tx *store.Tx) (err error) {
		now, err = patients.Get(tx, s.Base.ID)
		return err
	}, store.About(s.Base.ID))
	if err != nil {
		return s, nil, err
	}
	order := m.session.Settings.DateOrder
	merged, clashes := merge(s.Values, valuesOf(s.Base, order), valuesOf(now, order))
	s.Base, s.Values = now, merged
	return s, clashes, nil
}

// TakeBack marks a patient who was registered a moment ago as entered in error. It returns Conflict where something hangs on the
// patient already.
func (m *registerModel) TakeBack(ctx context.Context, p patients.Patient) error {
	return retractPatient(ctx, m.session, p.ID, p.Version, m.session.Text("patients_screen.taken_back_reason"))
}

// WalkIn marks a patient as here: on today's appointment where there is one, otherwise without one, with the usual kind of visit.
func (m *registerModel) WalkIn(ctx context.Context, id patients.ID) (schedule.Appointment, error) {
	s := m.session
	var arrived workflow.Arrived
	err := s.Update(ctx, action.Arrive, func(tx *store.Tx) error {
		kinds, err := schedule.ActiveVisitTypes(tx)
		if err != nil {
			return err
		}
		a := schedule.Appointment{Patient: id, Practitioner: s.Practitioner.ID, Location: s.Location.ID}
		if len(kinds) > 0 {
			a.VisitType = kinds[0].ID
		}
		arrived, err = workflow.ComeIn(tx, a)
		return err
	}, store.About(id))
	return arrived.Appointment, err
}

// UndoWalkIn takes WalkIn back; Conflict once the doctor has begun.
func (m *registerModel) UndoWalkIn(ctx context.Context, a schedule.Appointment) error {
	return m.session.Update(ctx, action.Arrive, func(tx *store.Tx) error {
		_, err := workflow.UndoArrival(tx, a.ID, a.Version)
		return err
	}, store.About(a.Patient))
}

// Unknown describes a patient whose name nobody knows: "Unknown patient (male, about 40 years)".
func (m *registerModel) Unknown(v values) string {
	p, _ := patientOf(m.session, patients.Patient{}, v, true) // what can't be read yet is left out of the words
	key, args := patients.Label(p.Gender, p.BirthDate, m.session.Today())
	return m.session.Text(key, args...)
}

// Language options of the form, beside the practice's own: the languages that a patient's instructions may be wanted in.
var languages = strings.Fields("ar bn de en es fr gu ha hi ig it kn ml mr ne nl or pa pl pt ru si sw ta te tr uk ur vi yo zh")

// copyOf parts a sheet's map from the form's.
func (s sheet) copyOf() sheet {
	s.Values = maps.Clone(s.Values)
	return s
}
