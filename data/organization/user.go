package organization

import (
	"crypto/subtle"
	"errors"
	"time"

	"golang.org/x/crypto/argon2"

	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/value"
	"satchel/data/vault"
)

// LoginLength is the longest login name, in characters.
const LoginLength = 40

// PINDigits is the length of the number that reopens a locked screen.
const PINDigits = 6

// User is a person who signs in. The id is also that of the key slot that the password opens.
type User struct {
	ID store.ID[User] `db:"id"`
	store.Meta
	Login        string         `db:"login"`           // what is typed at sign-in, as vault.FoldName has it; unique
	Display      string         `db:"display"`         // how others see the user; "" shows the login
	Role         action.Role    `db:"role"`            // what the user may do
	Practitioner PractitionerID `db:"practitioner_id"` // the person who treats, where the user is one
	PIN          []byte         `db:"pin"`             // salt and Argon2id of the PIN; empty: none set
	Active       bool           `db:"active"`          // may sign in
	MustChange   bool           `db:"must_change"`     // somebody else chose the password: it serves to set one of their own, and nothing else
	OneTimeUntil time.Time      `db:"one_time_until"`  // with MustChange: from then on that password lets nobody in; zero: it does not run out
}

// Users is the record type of those who sign in. Everyone may change their own PIN, so the table asks for OwnAccount and the
// functions below for more.
var Users = store.NewTable[User](store.Spec{Number: 4, Name: "User", Table: "user", Schema: 1, Read: action.PracticeRead, Write: action.OwnAccount})

// Validate returns all problems at once.
func (u User) Validate() error {
	var problems value.Problems
	problems.Text("login", &u.Login, LoginLength, false)
	problems.Required("login", u.Login)
	problems.Text("display", &u.Display, NameLength, false)
	if !u.Role.Valid() {
		problems.Add("role", "error.organization.choice_unknown")
	}
	if (u.Role == action.Owner || u.Role == action.Doctor) && u.Practitioner.IsZero() {
		problems.Add("role", "error.organization.doctor_without_person")
	}
	return problems.Err()
}

// OneTimeLife is how long a one-time password may wait for its user: our choice, a week, so that who is away a few days still gets in
// and a note left in a drawer does not.
const OneTimeLife = 7 * 24 * time.Hour

// HandedOver marks u's password as one that somebody else chose at the instant now: its user must set one of their own.
func (u *User) HandedOver(now time.Time) {
	u.MustChange, u.OneTimeUntil = true, now.Add(OneTimeLife).Truncate(time.Millisecond)
}

// OwnPassword marks u's password as one that u chose.
func (u *User) OwnPassword() { u.MustChange, u.OneTimeUntil = false, time.Time{} }

// KernelID is the user as the kernel knows it.
func (u User) KernelID() store.UserID { return store.UserID(u.ID) }

// Name is how others see the user.
func (u User) Name() string {
	if u.Display != "" {
		return u.Display
	}
	return u.Login
}

// AllUsers returns every user, those who left included, by login.
func AllUsers(tx *store.Tx) ([]User, error) {
	return store.Select(tx, Users, "retracted = 0 ORDER BY login")
}

// UserOf returns the user that the kernel knows as id.
func UserOf(tx *store.Tx, id store.UserID) (User, error) {
	return store.Get(tx, Users, store.ID[User](id))
}

// AddUser keeps a new user; the caller gives it a key slot in the same act.
func AddUser(tx *store.Tx, u User) (User, error) {
	if err := tx.Require(action.PracticeManage); err != nil {
		return u, err
	}
	u.Login, u.Active = vault.FoldName(u.Login), true
	others, err := AllUsers(tx)
	if err != nil {
		return u, err
	}
	for _, o := range others {
		if o.Login == u.Login {
			return u, store.FailField("login", "error.organization.login_taken")
		}
	}
	err = store.Insert(tx, Users, &u)
	return u, err
}

// ChangeUser keeps a changed user. The last owner who can sign in stays one.
func ChangeUser(tx *store.Tx, u User) (User, error) {
	if err := tx.Require(action.PracticeManage); err != nil {
		return u, err
	}
	others, err := AllUsers(tx)
	if err != nil {
		return u, err
	}
	owners := 0
	for _, o := range others {
		if o.ID != u.ID && o.Active && o.Role == action.Owner {
			owners++
		}
		if o.ID != u.ID && o.Login == u.Login {
			return u, store.FailField("login", "error.organization.login_taken")
		}
	}
	if owners == 0 && (!u.Active || u.Role != action.Owner) {
		return u, store.FailField("role", "error.organization.last_owner")
	}
	err = store.Update(tx, Users, &u)
	return u, err
}

// pinParameters is RFC 9106's shape at the floor's cost: the PIN guards a screen whose file is already open, and lies inside it.
const (
	pinSalt   = 16
	pinMemory = 19456 // KiB
	pinPasses = 2
)

// SetPIN changes the actor's own PIN: six digits that are no run and no repetition.
func SetPIN(tx *store.Tx, pin string) error {
	if !goodPIN(pin) {
		return store.FailField("pin", "error.organization.pin_weak")
	}
	u, err := UserOf(tx, tx.Actor().User)
	if err != nil {
		return err
	}
	salt := make([]byte, pinSalt)
	if err := tx.Random(salt); err != nil {
		return err
	}
	u.PIN = append(salt, pinKey(pin, salt)...)
	return store.Update(tx, Users, &u)
}

// ErrNoPIN says that the user never set one.
var ErrNoPIN = errors.New("no PIN is set")

// CheckPIN reports whether pin is u's. It takes about 30 ms, right or wrong.
func (u User) CheckPIN(pin string) (bool, error) {
	if len(u.PIN) <= pinSalt {
		return false, ErrNoPIN
	}
	return subtle.ConstantTimeCompare(pinKey(pin, u.PIN[:pinSalt]), u.PIN[pinSalt:]) == 1, nil
}

func pinKey(pin string, salt []byte) []byte {
	return argon2.IDKey([]byte(pin), salt, pinPasses, pinMemory, 1, 32)
}

func goodPIN(pin string) bool {
	if len(pin) != PINDigits {
		return false
	}
	same, up, down := true, true, true
	for i := range len(pin) {
		if pin[i] < '0' || pin[i] > '9' {
			return false
		}
		if i > 0 {
			step := int(pin[i]) - int(pin[i-1])
			same, up, down = same && step == 0, up && step == 1, down && step == -1
		}
	}
	return !same && !up && !down
}
