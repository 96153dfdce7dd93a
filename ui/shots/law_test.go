package shots

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/data"
	"satchel/data/demo"
	"satchel/data/vault"
	"satchel/reports"
	"satchel/ui/session"
	"satchel/ui/uitest"
)

// TestPrescriptionsByLaw draws one for each jurisdiction, and leaves the practice as it was.
func TestPrescriptionsByLaw(t *testing.T) {
	k := uitest.Bare(t)
	k.Env.Press = reports.New()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "demo.satchel")
	if err := demo.Make(ctx, path, demo.Tiny, 1, k.Env, nil); err != nil {
		t.Fatal(err)
	}
	p, actor, err := data.Open(ctx, path, vault.Password(demo.Owner, demo.Password), k.Env)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	who, err := session.New(ctx, p, actor)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	dir := os.Getenv("SATCHEL_PICTURES")
	if dir == "" {
		dir = t.TempDir()
	}
	d := &drawer{dir: dir, out: &out}
	if err := d.byLaw(ctx, who); err != nil {
		t.Fatal(err)
	}
	for _, c := range countries {
		if !strings.Contains(out.String(), "document-prescription-law-"+c.name+".png") {
			t.Errorf("no picture of %s: %s", c.name, out.String())
		}
	}
	after, err := session.New(ctx, p, actor)
	if err != nil || after.Settings.Country != who.Settings.Country || after.Practitioner.DEA != "" {
		t.Errorf("the practice moved to %s, %v", after.Settings.Country, err)
	}
}
