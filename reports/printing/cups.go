//go:build !windows

package printing

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"time"
)

// commandTimeout bounds one call: a print service that hangs must not hang the window's background work.
const commandTimeout = 30 * time.Second

// run calls a command of CUPS in the C locale, whose words are the ones understood below.
func run(ctx context.Context, input []byte, name string, args ...string) (stdout string, err error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", ErrNoCommand
	}
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "LANG=C", "LANGUAGE=C")
	cmd.Stdin = bytes.NewReader(input)
	cmd.WaitDelay = time.Second
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ErrAbsent
		}
		return "", reason(complaint.String() + out.String())
	}
	return out.String(), nil
}

// reason understands what the commands complain about. Their words are not passed on: they may name files and users.
func reason(complaint string) error {
	text := strings.ToLower(complaint)
	has := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(text, part) {
				return true
			}
		}
		return false
	}
	switch {
	case has("scheduler is not running", "bad file descriptor", "connection refused", "unable to connect", "transport endpoint", "host is down"):
		return ErrAbsent
	case has("not accepting jobs", "rejecting jobs"):
		return ErrRejecting
	case has("no destinations", "no default destination"):
		return ErrNoPrinter
	case has("does not exist", "unknown destination", "invalid destination", "unknown printer", "already completed", "already canceled", "already aborted"):
		return ErrUnknown
	}
	return ErrRefused
}
