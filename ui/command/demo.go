package command

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"strings"

	"satchel/data/demo"
)

type demoFlags struct {
	size string
	seed uint64
}

// demoCommand makes a made-up practice. Its users and their password are published, so nobody signs in to make it.
var demoCommand = spec{name: "demo", least: 1, most: 1, run: makeDemo, flags: func(c *call, set *flag.FlagSet) {
	own := &demoFlags{}
	c.own = own
	set.StringVar(&own.size, "size", string(demo.Tiny), "")
	set.Uint64Var(&own.seed, "seed", 1, "")
}}

type demoAnswer struct {
	Path     string   `json:"path"`
	Size     string   `json:"size"`
	Seed     uint64   `json:"seed"`
	Users    []string `json:"users"`
	Password string   `json:"password"`
}

func makeDemo(ctx context.Context, c *call) error {
	own := c.own.(*demoFlags)
	size, err := demo.ParseSize(own.size)
	if err != nil {
		return err
	}
	if err := demo.Make(ctx, c.args[0], size, own.seed, c.env(), nil); err != nil {
		return err
	}
	answer := demoAnswer{Path: c.args[0], Size: string(size), Seed: own.seed, Users: []string{demo.Owner, demo.Desk}, Password: demo.Password}
	if c.json {
		return json.NewEncoder(c.Stdout).Encode(answer)
	}
	_, err = fmt.Fprintln(c.Stdout, c.text("command.demo.done", "Path", answer.Path, "Users", strings.Join(answer.Users, ", "), "Password", answer.Password))
	return err
}
