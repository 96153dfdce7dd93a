package session

import (
	"time"

	"satchel/data/backup"
	"satchel/data/value"
)

// BackupLine says in one line how the backups stand: "Last proven backup 14:02", and where they don't stand well, why.
func (s *Session) BackupLine(status backup.Status) string {
	reason := s.BackupReason(status.Key, status.Args)
	if status.Proved.IsZero() {
		return reason
	}
	line := s.Text("frame.backup_proven", "When", s.Lately(status.Proved))
	if status.Tone != backup.Good && reason != "" {
		line += "  ·  " + reason
	}
	return line
}

// BackupReason writes why the backups stand as they do; "" without a key.
func (s *Session) BackupReason(key string, args []any) string {
	if key == "" {
		return ""
	}
	written := make([]any, len(args))
	for i, arg := range args {
		if at, is := arg.(time.Time); is {
			arg = s.Lately(at)
		}
		written[i] = arg
	}
	return s.Text(key+".text", written...)
}

// Lately writes an instant: the time alone where it is of today, else with its day.
func (s *Session) Lately(at time.Time) string {
	if value.DateOf(at.In(s.Zone())) == s.Today() {
		return s.Clock(at)
	}
	return s.Moment(at)
}
