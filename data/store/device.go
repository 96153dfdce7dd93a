package store

import (
	"context"
	"database/sql"
	"errors"

	"satchel/data/store/action"
)

// Relocation answers the question that a file asks when it was last written on another computer.
type Relocation string

const (
	Moved  Relocation = "moved"  // the practice moved here: this computer goes on with the letter, and its number series
	Copied Relocation = "copied" // this is a copy: this computer gets a letter and number series of its own
)

// Device is this computer's letter in the practice; "" while the question of Relocate is open.
func (s *Store) Device() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.device
}

// MustRelocate reports whether the file was last written on another computer and waits for Relocate.
func (s *Store) MustRelocate() bool { return s.Device() == "" }

// findDevice looks this computer up; an empty file makes it device A.
func (s *Store) findDevice(ctx context.Context) error {
	var letter, computer string
	err := s.write.QueryRowContext(ctx, `SELECT letter, computer FROM device WHERE current = 1`).Scan(&letter, &computer)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return s.addDevice(ctx, "A")
	case err != nil:
		return wrap("read device", err)
	case computer == s.env.Computer, s.env.ReadOnly:
		s.setDevice(letter)
	}
	return nil
}

func (s *Store) setDevice(letter string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.device = letter
}

func (s *Store) addDevice(ctx context.Context, letter string) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return wrap("begin device", err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `UPDATE device SET current = 0`); err != nil {
		return wrap("write device", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO device (letter, computer, since, current) VALUES (?, ?, ?, 1)`, letter, s.env.Computer, s.Now().UnixMilli()); err != nil {
		return wrap("write device", err)
	}
	if err := tx.Commit(); err != nil {
		return wrap("commit device", err)
	}
	s.setDevice(letter)
	return nil
}

// Relocate answers for a file that was last written on another computer; the act is audited.
func (s *Store) Relocate(ctx context.Context, actor Actor, answer Relocation) error {
	if !s.MustRelocate() {
		return nil
	}
	if actor.User.IsZero() {
		return Fail(Locked, "error.store.signed_out")
	}
	switch answer {
	case Moved:
		var letter string
		if err := s.write.QueryRowContext(ctx, `UPDATE device SET computer = ? WHERE current = 1 RETURNING letter`, s.env.Computer).Scan(&letter); err != nil {
			return wrap("move device", err)
		}
		s.setDevice(letter)
	case Copied:
		letter, err := s.nextLetter(ctx)
		if err != nil {
			return err
		}
		if err := s.addDevice(ctx, letter); err != nil {
			return err
		}
	default:
		return Fail(Invalid, "error.store.relocate")
	}
	return s.Record(ctx, actor, action.ResolveDevice, "success")
}

// nextLetter returns the letter after the last: B ... Z, AA ... ZZ.
func (s *Store) nextLetter(ctx context.Context) (string, error) {
	var last string
	err := s.write.QueryRowContext(ctx, `SELECT letter FROM device ORDER BY length(letter) DESC, letter DESC LIMIT 1`).Scan(&last)
	if err != nil {
		return "", wrap("read device", err)
	}
	b := []byte(last)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 'Z' {
			b[i]++
			return string(b), nil
		}
		b[i] = 'A'
	}
	return "A" + string(b), nil
}

// ready refuses updates while a question about the computer or its clock is open.
func (s *Store) ready(act action.Action) error {
	switch {
	case s.env.ReadOnly:
		return nil
	case s.MustRelocate() && act != action.ResolveDevice:
		return Fail(Locked, "error.store.relocate")
	case s.clock.jumped() && act != action.ConfirmClock:
		behind := s.clock.behind()
		return Fail(Locked, "error.store.clock_jump", "Days", int(behind.Hours()/24))
	}
	return nil
}

// ConfirmClock accepts, for this run of the program, that the newest entry lies in the future of the computer's clock.
func (s *Store) ConfirmClock(ctx context.Context, actor Actor) error {
	if err := s.Record(ctx, actor, action.ConfirmClock, "success"); err != nil {
		return err
	}
	s.clock.confirm()
	return nil
}
