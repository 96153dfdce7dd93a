package ui

import (
	"os"

	"satchel/data/crash"
)

// ExitCrashed is the program's exit code after a panic that no screen contained.
const ExitCrashed = 3

// runGuarded runs a part of the window. A panic in it that no screen contained ends the part, and is kept as a report; its value is
// printed nowhere. What was being typed is in the practice's file, encrypted and at most two seconds old, and the file itself is
// as after a power cut: whole.
func runGuarded(o Options, place func() string, part func()) (crashed bool) {
	defer func() {
		if value := recover(); value != nil {
			crashed = true
			keepCrash(o, crash.Report{Place: place(), Value: value, Stack: crash.Stack()})
		}
	}()
	part()
	return false
}

// keepCrash keeps a report. Where that fails there is nobody left to tell.
func keepCrash(o Options, r crash.Report) {
	r.At = o.Env.Now()
	_ = o.Env.Local.KeepCrash(r)
}

// beside is the usual Options.Run: a goroutine. The frame contains what panics in a screen's work; what panics elsewhere leaves a dialog
// that nobody closes, so the program ends and can be started again.
func beside(o Options) func(func()) {
	return func(work func()) {
		go func() {
			if runGuarded(o, func() string { return "beside" }, work) {
				o.End(ExitCrashed)
			}
		}()
	}
}

// end is the usual Options.End.
func end(code int) { os.Exit(code) }
