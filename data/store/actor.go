package store

import "satchel/data/store/action"

// User and Session are the kernel's view of who acts; the rooms of the practice own the rest of a user.
type (
	userMark    struct{}
	sessionMark struct{}
	// UserID names a user: the same 16 bytes as the id of the key slot that the password opens.
	UserID = ID[userMark]
	// SessionID names one stretch from sign-in to sign-out.
	SessionID = ID[sessionMark]
)

// Actor is who acts, in which role and session. It is made by signing in, and by nothing else outside tests.
type Actor struct {
	User    UserID
	Role    action.Role
	Session SessionID
}

// Option says more about a transaction.
type Option func(*options)

type options struct {
	patients []RawID
	reason   string
}

// About names the patients whose charts the transaction may touch. The first is the one in the audit event; each further one
// gets an event of its own.
func About(patients ...interface{ Raw() RawID }) Option {
	return func(o *options) {
		for _, p := range patients {
			if id := p.Raw(); !id.IsZero() {
				o.patients = append(o.patients, id)
			}
		}
	}
}

// Because gives the reason, in the actor's words.
func Because(reason string) Option { return func(o *options) { o.reason = reason } }
