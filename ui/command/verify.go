package command

import (
	"context"
	"encoding/json"
	"fmt"

	"satchel/assets"
)

// verifyCommand: every page, SQLite's structure, foreign keys, the audit chain, every record's commitment, every stored document.
var verifyCommand = spec{name: "verify", least: 1, most: 1, run: verify}

type verifyAnswer struct {
	Checks []verifyLine `json:"checks"`
	OK     bool         `json:"ok"`
}

type verifyLine struct {
	Check   string   `json:"check"`
	Counted int64    `json:"counted"`
	Wrong   []string `json:"wrong"`
}

func verify(ctx context.Context, c *call) (err error) {
	p, actor, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = closing(p, err) }()
	report, err := p.Verify(ctx, actor, nil)
	if err != nil {
		return err
	}
	answer := verifyAnswer{OK: report.OK()}
	for _, part := range report.Parts {
		line := verifyLine{Check: part.Name, Counted: part.Counted, Wrong: []string{}}
		for _, f := range part.Findings {
			text, _ := assets.Sentence(assets.English, f.Key, f.Args...)
			line.Wrong = append(line.Wrong, text)
		}
		answer.Checks = append(answer.Checks, line)
	}
	if c.json {
		if err := json.NewEncoder(c.Stdout).Encode(answer); err != nil {
			return fmt.Errorf("write answer: %w", err)
		}
	} else {
		c.showVerified(answer)
	}
	if !answer.OK {
		return errShown
	}
	return nil
}

func (c *call) showVerified(answer verifyAnswer) {
	for _, line := range answer.Checks {
		name := c.text("command.verify." + line.Check)
		if len(line.Wrong) == 0 {
			fmt.Fprintln(c.Stdout, c.text("command.verify.well", "Check", name, "Counted", line.Counted))
			continue
		}
		for _, wrong := range line.Wrong {
			fmt.Fprintln(c.Stdout, c.text("command.verify.bad", "Check", name, "Wrong", wrong))
		}
	}
}
