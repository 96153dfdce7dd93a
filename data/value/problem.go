package value

import (
	"errors"
	"strings"
)

// Problem is one thing wrong with one input. It names a sentence of the
// catalogue; it never holds the sentence, and its Error text never shows Args,
// because an argument may be a patient's data.
type Problem struct {
	// Field is the entity's field in lower camel case ("birthDate",
	// "line[2].quantity"), empty when the input stands alone.
	Field string
	// Key is the catalogue key of the error without ".text" and ".hint",
	// such as "error.value.date_impossible".
	Key string
	// Args are name/value pairs for the sentence.
	Args []any
}

// Error returns the field and the key, for developers and tests only.
func (p Problem) Error() string {
	if p.Field == "" {
		return p.Key
	}
	return p.Field + ": " + p.Key
}

// Is reports whether target is a Problem with the same key, so that
// errors.Is(err, value.ErrDateImpossible) asks for the reason.
func (p Problem) Is(target error) bool {
	t, ok := target.(Problem)
	return ok && t.Key == p.Key && (t.Field == "" || t.Field == p.Field)
}

// with returns a copy of p that carries args.
func (p Problem) with(args ...any) Problem {
	p.Args = args
	return p
}

// Problems is everything wrong with an entity, in the order of its fields. A
// Validate method collects into one and ends with `return problems.Err()`.
type Problems []Problem

// Error lists fields and keys, for developers and tests only.
func (ps Problems) Error() string {
	parts := make([]string, len(ps))
	for i, p := range ps {
		parts[i] = p.Error()
	}
	return strings.Join(parts, "; ")
}

// Unwrap lets errors.Is and errors.As look at each problem.
func (ps Problems) Unwrap() []error {
	list := make([]error, len(ps))
	for i, p := range ps {
		list[i] = p
	}
	return list
}

// Err returns ps as an error, or nil when there is no problem.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Add records a problem of field by its catalogue key.
func (ps *Problems) Add(field, key string, args ...any) {
	*ps = append(*ps, Problem{Field: field, Key: key, Args: args})
}

// Check records err, which a parse or Validate of this package or of a room
// returned, under field; the fields of a nested entity's problems follow after
// a dot. A nil err records nothing. An error that is no Problem is recorded
// under the key error.value.invalid, so it can't be lost.
func (ps *Problems) Check(field string, err error) {
	if err == nil {
		return
	}
	var many Problems
	var one Problem
	switch {
	case errors.As(err, &many):
		for _, p := range many {
			p.Field = joinField(field, p.Field)
			*ps = append(*ps, p)
		}
	case errors.As(err, &one):
		one.Field = joinField(field, one.Field)
		*ps = append(*ps, one)
	default:
		*ps = append(*ps, Problem{Field: field, Key: "error.value.invalid"})
	}
}

// Text cleans *text in place (see [Clean]) and records what is wrong with it
// under field; a text that can't be cleaned stays as it was typed.
func (ps *Problems) Text(field string, text *string, max int, multiline bool) {
	cleaned, err := Clean(*text, max, multiline)
	if err != nil {
		ps.Check(field, err)
		return
	}
	*text = cleaned
}

// Required records error.value.required when text is empty.
func (ps *Problems) Required(field, text string) {
	if strings.TrimSpace(text) == "" {
		ps.Add(field, "error.value.required")
	}
}

func joinField(outer, inner string) string {
	switch {
	case outer == "":
		return inner
	case inner == "":
		return outer
	}
	return outer + "." + inner
}
