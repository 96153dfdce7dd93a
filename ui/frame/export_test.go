package frame

import (
	"context"

	"satchel/ui/session"
)

// FindTitles gives the tests the titles that the search box would offer, and where each leads.
func FindTitles(s *session.Session, commands []string, text string) (titles []string, to []Target, err error) {
	m := searchModel{session: s}
	for _, label := range commands {
		m.commands = append(m.commands, command{label: label, target: Target{Place: label}})
	}
	hits, err := m.find(context.Background(), text)
	for _, h := range hits {
		titles, to = append(titles, h.title), append(to, h.target)
	}
	return titles, to, err
}

// SearchText is what stands in the search box.
func (f *Frame) SearchText() string { return f.search.suggest.Value() }

// LockNotice is what the lock says.
func (f *Frame) LockNotice() string {
	if f.lock == nil {
		return ""
	}
	return f.lock.notice.Text()
}

// SetFront tells the frame that the window came to the front or left it.
func (f *Frame) SetFront(front bool) { f.toFront(front) }

// BackupText is what the status bar says of the backup.
func (f *Frame) BackupText() string { return f.status.backup.Text() }

// SetRun replaces how work is run beside the window.
func (f *Frame) SetRun(run func(func())) { f.run = run }

// CompletePaths gives the tests what a path field would offer for practice files.
func CompletePaths(typed, home string) (paths []string) {
	for _, c := range completePath(typed, home, ".satchel") {
		paths = append(paths, c.path)
	}
	return paths
}

// SavePlace and PlaceOf are what Begin goes by.
func SavePlace(ctx context.Context, who *session.Session, at Target) error {
	return savePlace(ctx, who, at)
}

// PlaceOf is where somebody was, and whether the program ended without a sign-out.
func PlaceOf(ctx context.Context, who *session.Session) (at Target, kept bool, err error) {
	was, err := placeOf(ctx, who)
	return was.At, was.Kept, err
}
