//go:build !windows

package printing

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// commandTimeout bounds one call: a print service that hangs must not hang the window's
// background work.
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

// reason understands what lp and lpstat complain about. Their words are not passed on: they
// may name files and users.
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
		return ErrRefused
	case has("no destinations", "no default destination"):
		return ErrNoPrinter
	case has("does not exist", "unknown destination", "invalid destination", "unknown printer"):
		return ErrUnknown
	}
	return ErrRefused
}

var (
	printerLine = regexp.MustCompile(`(?m)^printer (\S+) (.*)$`)
	defaultLine = regexp.MustCompile(`(?m)^system default destination: (\S+)`)
	requestLine = regexp.MustCompile(`(?m)^request id is (\S+)`)
	queueName   = regexp.MustCompile(`^[^\s/#'"\\?-][^\s/#'"\\?]{0,126}$`) // CUPS: printable, no space, slash or hash
	mediaName   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}$`)
)

// Queues lists the printers, the default one first.
func Queues(ctx context.Context) ([]Queue, error) {
	out, err := run(ctx, nil, "lpstat", "-p", "-d")
	if err != nil {
		return nil, err
	}
	standard := ""
	if match := defaultLine.FindStringSubmatch(out); match != nil {
		standard = match[1]
	}
	var list []Queue
	for _, match := range printerLine.FindAllStringSubmatch(out, -1) {
		q := Queue{Name: match[1], Default: match[1] == standard, Stopped: strings.HasPrefix(match[2], "disabled")}
		if q.Default {
			list = append([]Queue{q}, list...)
		} else {
			list = append(list, q)
		}
	}
	if len(list) == 0 {
		return nil, ErrNoPrinter
	}
	return list, nil
}

// Print hands a job to the printer and returns the system's name for it. It fails before
// anything is handed over when the queue has stopped: the page stays to be printed.
func Print(ctx context.Context, job Job) (request string, err error) {
	if !bytes.HasPrefix(job.PDF, []byte("%PDF-")) {
		return "", errors.New("print job: not a PDF")
	}
	args := []string{"-t", jobTitle}
	if job.Queue != "" {
		if !queueName.MatchString(job.Queue) {
			return "", ErrUnknown
		}
		args = append(args, "-d", job.Queue)
	}
	if job.Media != "" {
		if !mediaName.MatchString(job.Media) {
			return "", errors.New("print job: unusable name of paper")
		}
		args = append(args, "-o", "media="+job.Media, "-o", "print-scaling=none")
	}
	if job.Copies > maxCopies || job.Copies < 0 {
		return "", errors.New("print job: impossible number of copies")
	}
	if job.Copies > 1 {
		args = append(args, "-n", strconv.Itoa(job.Copies))
	}
	if err := ready(ctx, job.Queue); err != nil {
		return "", err
	}
	out, err := run(ctx, job.PDF, "lp", append(args, "--", "-")...)
	if err != nil {
		return "", err
	}
	match := requestLine.FindStringSubmatch(out)
	if match == nil {
		return "", ErrRefused
	}
	return match[1], nil
}

// ready asks whether the queue prints.
func ready(ctx context.Context, name string) error {
	if _, err := exec.LookPath("lp"); err != nil {
		return ErrNoCommand
	}
	queues, err := Queues(ctx)
	if err != nil {
		return err
	}
	for _, q := range queues {
		if q.Name == name || (name == "" && q.Default) {
			if q.Stopped {
				return ErrStopped
			}
			return nil
		}
	}
	if name == "" {
		return ErrNoPrinter // lp has no default to go to
	}
	return ErrUnknown
}

// Waiting tells whether a job is still in its queue, and returns ErrStopped when it waits
// for a printer that has stopped. A job that isn't waiting has been printed or cancelled.
func Waiting(ctx context.Context, request string) (bool, error) {
	queue, _, found := cutLast(request, "-")
	if !found || !queueName.MatchString(queue) {
		return false, ErrUnknown
	}
	out, err := run(ctx, nil, "lpstat", "-W", "not-completed", "-o", queue)
	if err != nil {
		return false, err
	}
	for line := range strings.Lines(out) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] == request {
			return true, ready(ctx, queue)
		}
	}
	return false, nil
}

func cutLast(text, separator string) (before, after string, found bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(separator):], true
}
