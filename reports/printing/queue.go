//go:build !windows

package printing

import (
	"context"
	"errors"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

var (
	printerLine   = regexp.MustCompile(`^printer (\S+) (.*)$`)
	rejectingLine = regexp.MustCompile(`^(\S+) not accepting requests since `)
	acceptingLine = regexp.MustCompile(`^\S+ accepting requests since `)
	defaultLine   = regexp.MustCompile(`^system default destination: (\S+)`)
	severity      = regexp.MustCompile(`-(report|warning|error)$`)
	queueName     = regexp.MustCompile(`^[^\s/#'"\\?-][^\s/#'"\\?]{0,126}$`) // CUPS: printable, no space, slash or hash
)

// maxMessage bounds the system's own words about a printer, in bytes.
const maxMessage = 200

// Queues lists the printers, the default one first.
func Queues(ctx context.Context) ([]Queue, error) {
	if _, err := exec.LookPath("lp"); err != nil {
		return nil, ErrNoCommand
	}
	out, err := run(ctx, nil, "lpstat", "-l", "-p", "-a", "-d")
	if err != nil {
		return nil, err
	}
	list := parseQueues(out)
	if len(list) == 0 {
		return nil, ErrNoPrinter
	}
	return list, nil
}

// parseQueues reads the answer of lpstat -l -p -a -d: a line for each printer with indented lines about it, then a line for each about
// its queue, then the default one.
func parseQueues(out string) []Queue {
	var list []Queue
	find := func(name string) *Queue {
		for n := range list {
			if list[n].Name == name {
				return &list[n]
			}
		}
		return nil
	}
	var current *Queue // that the indented lines are about
	for line := range strings.Lines(out) {
		line = strings.TrimRight(line, "\r\n")
		if match := printerLine.FindStringSubmatch(line); match != nil {
			list = append(list, Queue{Name: match[1], State: stateOf(match[2])})
			current = &list[len(list)-1]
		} else if match := rejectingLine.FindStringSubmatch(line); match != nil {
			if current = find(match[1]); current != nil {
				current.Rejecting = true
			}
		} else if match := defaultLine.FindStringSubmatch(line); match != nil {
			if q := find(match[1]); q != nil {
				q.Default = true
			}
			current = nil
		} else if acceptingLine.MatchString(line) {
			current = nil
		} else if indented, ok := strings.CutPrefix(line, "\t"); ok && current != nil {
			current.tell(indented)
		}
	}
	return sorted(list)
}

func stateOf(text string) State {
	switch {
	case strings.HasPrefix(text, "disabled"):
		return Stopped
	case strings.HasPrefix(text, "now printing"):
		return Printing
	}
	return Idle
}

// tell takes in an indented line: one of lpstat's own, "Alerts: paused", or the printer's message, which has no name before it.
func (q *Queue) tell(line string) {
	if alerts, ok := strings.CutPrefix(line, "Alerts:"); ok {
		for _, word := range strings.FieldsFunc(alerts, func(r rune) bool { return r == ' ' || r == ',' }) {
			word = severity.ReplaceAllString(word, "")
			if word == "none" || slices.Contains(q.Reasons, word) {
				continue
			}
			q.Reasons = append(q.Reasons, word)
			if word == "offline" && q.State != Stopped {
				q.State = Offline
			}
		}
		return
	}
	for _, own := range []string{"\t", "Form mounted", "Content types", "Printer types", "Description", "Location", "Connection", "Interface", "On fault", "After fault",
		"Users allowed", "Users denied", "Forms allowed", "Banner", "Charset sets", "Default p"} {
		if strings.HasPrefix(line, own) {
			return
		}
	}
	if q.Message == "" && line != "reason unknown" {
		q.Message = strings.ToValidUTF8(line[:min(len(line), maxMessage)], "")
	}
}

// PapersOf returns what a printer can be told about its paper. A printer without a driver knows nothing of it: that is no error.
func PapersOf(ctx context.Context, name string) (Papers, error) {
	if name == "" {
		q, err := Find(ctx, "")
		if err != nil {
			return Papers{}, err
		}
		name = q.Name
	}
	if !queueName.MatchString(name) {
		return Papers{}, ErrUnknown
	}
	out, err := run(ctx, nil, "lpoptions", "-p", name, "-l")
	if errors.Is(err, ErrRefused) { // "Unable to get PPD file"
		return Papers{}, nil
	}
	return parsePapers(out), err
}

// parsePapers reads the answer of lpoptions -l: "PageSize/Media Size: *A4 A5 Custom.WIDTHxHEIGHT".
func parsePapers(out string) Papers {
	var p Papers
	for line := range strings.Lines(out) {
		name, values, found := strings.Cut(line, ":")
		if !found {
			continue
		}
		keyword, _, _ := strings.Cut(name, "/")
		var list []string
		standard := ""
		custom := false
		for _, value := range strings.Fields(values) {
			value, marked := strings.CutPrefix(value, "*")
			if marked {
				standard = value
			}
			switch {
			case strings.HasPrefix(value, "Custom."):
				custom = true
			case optionName.MatchString(value):
				list = append(list, value)
			}
		}
		switch keyword {
		case "PageSize", "media":
			p.Media, p.DefaultMedia, p.Custom = list, standard, custom
		case "InputSlot", "media-source":
			p.Trays, p.DefaultTray = list, standard
		}
	}
	return p
}
