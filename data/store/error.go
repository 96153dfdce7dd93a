package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"satchel/data/value"
	"satchel/data/vault"
)

// Code is the closed set of ways in which the record says no. A caller decides by Code; a person reads Key.
type Code string

const (
	Invalid     Code = "invalid"     // what was given cannot be kept; Field or the wrapped value.Problems say where
	NotFound    Code = "not_found"   // there is no such record
	Conflict    Code = "conflict"    // somebody changed it meanwhile, or its state forbids this step
	Forbidden   Code = "forbidden"   // the role, or the act, does not allow it
	Locked      Code = "locked"      // signed out, locked, or the file waits for an answer first
	Corrupt     Code = "corrupt"     // stored bytes fail their check
	Unsupported Code = "unsupported" // not by this version, this system or this file
	Internal    Code = "internal"    // our fault, or the machine's (a full disk)
)

// Error is what every exported function of data returns when it fails.
//
// Key names the sentence and the hint in the catalogue ("error.store.conflict"). Neither Key nor Args carries a patient's data, SQL or a
// path. Err is for the programmer and is never shown.
type Error struct {
	Code  Code
	Key   string
	Field string
	Args  []any
	Err   error
}

// Error names code and key; it is not a sentence for a person.
func (e *Error) Error() string {
	text := string(e.Code) + ": " + e.Key
	if e.Field != "" {
		text += " (" + e.Field + ")"
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Fail makes an Error without a cause; args are name and value in turn.
func Fail(code Code, key string, args ...any) *Error { return &Error{Code: code, Key: key, Args: args} }

// FailField is Fail for one field of a form.
func FailField(field, key string, args ...any) *Error {
	return &Error{Code: Invalid, Key: key, Field: field, Args: args}
}

// CodeOf returns the code of the first Error in err's chain, Internal where there is none, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// wrap turns anything that comes up from SQL or from a Validate into an Error, and leaves an Error as it is.
func wrap(verb string, err error) error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return err
	}
	var problems value.Problems
	if errors.As(err, &problems) {
		return &Error{Code: Invalid, Key: "error.store.problems", Err: err}
	}
	var problem value.Problem
	if errors.As(err, &problem) {
		return &Error{Code: Invalid, Key: "error.store.problems", Err: value.Problems{problem}}
	}
	if errors.Is(err, sql.ErrNoRows) {
		return &Error{Code: NotFound, Key: "error.store.not_found", Err: fmt.Errorf("%s: %w", verb, err)}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return FromVault(verb, err)
}

// FromVault maps the vault's typed errors, bare or come up through SQL, to an Error whose key is "error.vault."+kind.
func FromVault(verb string, err error) error {
	if err == nil {
		return nil
	}
	err = vault.Classify(err)
	cause := fmt.Errorf("%s: %w", verb, err)
	var known *vault.Error
	if !errors.As(err, &known) {
		return &Error{Code: Internal, Key: "error.store.internal", Err: cause}
	}
	args := []any{"Page", known.Page, "Group", known.Group, "Seconds", int(known.Wait.Seconds()), "Name", known.Name}
	return &Error{Code: codeOfKind(known.Kind), Key: "error.vault." + known.Kind.String(), Args: args, Err: cause}
}

func codeOfKind(kind vault.Kind) Code {
	switch kind {
	case vault.WrongKey:
		return Forbidden
	case vault.InUse, vault.TooSoon, vault.Busy, vault.Closed:
		return Locked
	case vault.Damaged, vault.OldWAL, vault.MissingWAL, vault.MissingPart, vault.DamagedPart:
		return Corrupt
	case vault.Foreign, vault.Newer, vault.NetworkFolder, vault.SyncedFolder, vault.InvalidKDF, vault.IsBackup:
		return Unsupported
	case vault.NotFound:
		return NotFound
	case vault.Exists, vault.NameTaken, vault.SlotsFull, vault.LastSlot:
		return Conflict
	case vault.InvalidName, vault.InvalidOption, vault.RecoveryTypo:
		return Invalid
	}
	return Internal
}
