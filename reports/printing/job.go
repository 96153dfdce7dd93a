//go:build !windows

package printing

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"satchel/reports/page"
)

var (
	requestLine = regexp.MustCompile(`(?m)^request id is (\S+)`)
	optionName  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}$`)
)

// Send hands a job to a printer and returns once its queue has taken it. Trouble is to be asked before the first job: a stopped
// printer's queue takes them too, and they would come out whenever it works again.
func Send(ctx context.Context, job Job) (Handle, error) {
	args, err := arguments(job)
	if err != nil {
		return Handle{}, err
	}
	pdf, err := page.AdjustedPDF(job.Pages, job.Note, job.Adjust)
	if err != nil {
		return Handle{}, err
	}
	return send(ctx, args, pdf, job.Queue)
}

// send calls lp. Whom lp can't find may have been there all along: where the service has gone, it says the same.
func send(ctx context.Context, args []string, pdf []byte, queue string) (Handle, error) {
	out, err := run(ctx, pdf, "lp", args...)
	if errors.Is(err, ErrUnknown) {
		if _, now := Find(ctx, queue); now != nil {
			return Handle{}, now
		}
	}
	if err != nil {
		return Handle{}, err
	}
	match := requestLine.FindStringSubmatch(out)
	if match == nil {
		return Handle{}, ErrRefused
	}
	at := strings.LastIndex(match[1], "-")
	if at <= 0 || !queueName.MatchString(match[1]) {
		return Handle{}, ErrRefused
	}
	return Handle{Queue: match[1][:at], ID: match[1]}, nil
}

// arguments are those of lp for a job.
func arguments(job Job) ([]string, error) {
	if job.Pages == nil || len(job.Pages.Sheets) == 0 {
		return nil, page.ErrNoPage
	}
	args := []string{"-t", jobTitle}
	if job.Queue != "" {
		if !queueName.MatchString(job.Queue) {
			return nil, ErrUnknown
		}
		args = append(args, "-d", job.Queue)
	}
	for _, option := range []struct{ name, value string }{{"media", job.Media}, {"InputSlot", job.Tray}} {
		if option.value == "" {
			continue
		}
		if !optionName.MatchString(option.value) {
			return nil, errors.New("print job: unusable name of paper or tray")
		}
		args = append(args, "-o", option.name+"="+option.value)
	}
	args = append(args, "-o", "print-scaling=none")
	if job.Copies > maxCopies || job.Copies < 0 {
		return nil, errors.New("print job: impossible number of copies")
	}
	if job.Copies > 1 {
		args = append(args, "-n", strconv.Itoa(job.Copies))
	}
	return append(args, "--", "-"), nil
}

// Ask asks a queue how far it is. CUPS tells of all its jobs at once.
func Ask(ctx context.Context, queue string, _ ...Handle) (Progress, error) {
	if !queueName.MatchString(queue) {
		return Progress{}, ErrUnknown
	}
	out, err := run(ctx, nil, "lpstat", "-W", "not-completed", "-o", queue)
	if err != nil {
		return Progress{}, err
	}
	p := Progress{Waiting: map[string]bool{}}
	for line := range strings.Lines(out) {
		if fields := strings.Fields(line); len(fields) > 0 && line[0] != '\t' {
			p.Waiting[fields[0]] = true
		}
	}
	if len(p.Waiting) == 0 {
		return p, nil
	}
	q, err := Find(ctx, queue)
	if err != nil {
		return p, err
	}
	p.Trouble = q.stuck()
	return p, nil
}

// Cancel takes a job out of its queue, so that it does not come out later as well. A job that is out already is no error.
func Cancel(ctx context.Context, job Handle) error {
	if !queueName.MatchString(job.ID) {
		return ErrUnknown
	}
	_, err := run(ctx, nil, "cancel", job.ID)
	if errors.Is(err, ErrUnknown) { // it is out, or somebody else took it
		return nil
	}
	return err
}
