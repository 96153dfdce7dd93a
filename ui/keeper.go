package ui

import (
	"context"
	"time"

	"satchel/data/backup"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/ui/frame"
	"satchel/ui/kit"
	"satchel/ui/theme"
)

// keepEvery is how often the keeper looks whether a backup is due, and how the backups stand.
const keepEvery = time.Minute

// keeper makes the practice's backups: when one is due, when the day was closed, when somebody asks, and before the practice closes; at
// the locked screen too. There is one backup at a time. All its methods run on the window's goroutine.
type keeper struct {
	f        *frame.Frame
	status   backup.Status
	known    bool // status was read
	reading  bool
	running  bool
	step     backup.Step
	cancel   context.CancelFunc
	watchers []func(backup.Step)
	waiting  []func([]backup.Outcome, error)
	dayEnded bool
	stopped  bool
}

func newKeeper(f *frame.Frame) *keeper { return &keeper{f: f} }

// start begins to look after the backups of the frame's practice.
func (k *keeper) start() {
	k.f.BackupState, k.f.BackUp, k.f.LookAtBackups = k.state, k.asked, k.look
	k.f.Session.Practice.Store().Listen(func(c store.Change) {
		for _, name := range c.Records {
			if name == dayEndRecord {
				k.f.Soon(func() { k.dayEnded = true; k.tick() })
			}
		}
	})
	k.look()
	k.again()
}

// dayEndRecord is the record whose writing ends the day.
const dayEndRecord = "DayEnd"

func (k *keeper) again() {
	k.f.Stage.After(keepEvery, func() {
		if !k.stopped {
			k.tick()
			k.again()
		}
	})
}

// stop ends it; a backup under way is cancelled.
func (k *keeper) stop() {
	k.stopped = true
	if k.cancel != nil {
		k.cancel()
	}
}

// tick makes the backup that is due, and otherwise looks how they stand.
func (k *keeper) tick() {
	if k.stopped || k.running {
		return
	}
	if len(k.places()) > 0 && k.may() && (k.dayEnded || backup.DueNow(k.f.Session.Practice, k.f.Session.Practice.Now(), k.f.Session.Zone())) {
		k.dayEnded = false
		k.run(nil, nil)
		return
	}
	k.look()
}

func (k *keeper) places() []string { return k.f.Session.Settings.BackupFolders() }

func (k *keeper) may() bool { return k.f.Session.May(action.MakeBackup) }

// run makes a backup in every place beside the window. Where one is under way, its end is awaited instead.
func (k *keeper) run(watch func(backup.Step), then func([]backup.Outcome, error)) {
	if watch != nil {
		k.watchers = append(k.watchers, watch)
	}
	if then != nil {
		k.waiting = append(k.waiting, then)
	}
	if k.running {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	k.running, k.step, k.cancel = true, backup.Step{}, cancel
	f, who := k.f, k.f.Session
	f.BackupChanged()
	f.Beside(func() func() {
		outcomes, err := backup.MakeAll(ctx, who.Practice, who.Actor, func(step backup.Step) {
			f.Soon(func() { k.progressed(step) })
		})
		return func() { k.ended(outcomes, err) }
	})
}

func (k *keeper) progressed(step backup.Step) {
	k.step = step
	for _, watch := range k.watchers {
		watch(step)
	}
	k.f.BackupChanged()
}

func (k *keeper) ended(outcomes []backup.Outcome, err error) {
	k.cancel()
	waiting := k.waiting
	k.running, k.cancel, k.watchers, k.waiting = false, nil, nil, nil
	k.look()
	for _, then := range waiting {
		then(outcomes, err)
	}
}

// look reads how the backups stand.
func (k *keeper) look() {
	if k.reading || k.stopped {
		return
	}
	k.reading = true
	f, who := k.f, k.f.Session
	f.Beside(func() func() {
		status, err := backup.StatusOf(context.Background(), who.Practice, who.Actor, who.Practice.Now())
		return func() {
			k.reading = false
			if err == nil { // the line keeps what it said last
				k.status, k.known = status, true
			}
			if !k.stopped {
				f.BackupChanged()
			}
		}
	})
}

// state is the line below every page.
func (k *keeper) state() frame.BackupState {
	s := k.f.Session
	switch {
	case k.running:
		return frame.BackupState{Text: s.Text("frame.backup_running", "Percent", max(k.step.Percent, 0)), Tone: theme.Neutral}
	case !k.known:
		return frame.BackupState{Text: s.Text("frame.backup_looking"), Tone: theme.Neutral}
	}
	return frame.BackupState{Text: s.BackupLine(k.status), Tone: frame.BackupTone(k.status.Tone)}
}

// asked makes a backup under a dialog that shows how far it is.
func (k *keeper) asked(then func([]backup.Outcome, error)) {
	k.under("settings.backup.backing_up", then)
}

// under runs a backup, or waits for the one under way, below a dialog. Its Cancel stops the backup.
func (k *keeper) under(title string, then func([]backup.Outcome, error)) {
	f := k.f
	bar := f.Progress(f.Text(title), func() {
		if k.cancel != nil {
			k.cancel()
		}
	})
	k.run(func(step backup.Step) { showStep(f, bar, step) }, func(outcomes []backup.Outcome, err error) {
		bar.Close()
		then(outcomes, err)
	})
}

func showStep(f *frame.Frame, bar *kit.Progress, step backup.Step) {
	note := "settings.backup.copying"
	if step.Proving {
		note = "settings.backup.proving"
	}
	bar.Set(max(step.Percent, 0), 100, f.Text(note))
}
