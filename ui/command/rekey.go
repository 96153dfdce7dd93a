package command

import (
	"context"
	"encoding/json"
	"fmt"

	"satchel/data"
)

// rekeyCommand rewrites a practice under a new data key. What it prints is shown nowhere else and never again.
var rekeyCommand = spec{name: "rekey", least: 1, most: 1, run: rekey}

type rekeyAnswer struct {
	RecoveryKey string         `json:"recoveryKey"`
	Passwords   []rekeyOneTime `json:"passwords"`
}

type rekeyOneTime struct {
	User     string `json:"user"`
	Name     string `json:"name"`
	Password string `json:"password"`
}

func rekey(ctx context.Context, c *call) error {
	password, err := c.credentials()
	if err != nil {
		return err
	}
	p, actor, err := c.openWith(ctx, password)
	if err != nil {
		return err
	}
	made, err := p.Rekey(ctx, actor, data.RekeyRequest{Login: c.user, Password: password}, nil)
	if made.RecoveryKey != "" { // also where an error says that it may not last: the passwords are needed
		if shown := c.showRekeyed(made); err == nil {
			err = shown
		}
	}
	return closing(p, err)
}

func (c *call) showRekeyed(made data.Rekeyed) error {
	if c.json {
		answer := rekeyAnswer{RecoveryKey: made.RecoveryKey, Passwords: []rekeyOneTime{}}
		for _, o := range made.OneTime {
			answer.Passwords = append(answer.Passwords, rekeyOneTime{o.Login, o.Name, o.Passphrase})
		}
		return json.NewEncoder(c.Stdout).Encode(answer)
	}
	fmt.Fprintln(c.Stdout, c.text("command.rekey.done", "User", c.user))
	for _, o := range made.OneTime {
		fmt.Fprintln(c.Stdout, c.text("command.rekey.password", "User", o.Login, "Password", o.Passphrase))
	}
	_, err := fmt.Fprintln(c.Stdout, c.text("command.rekey.recovery", "Key", made.RecoveryKey))
	return err
}
