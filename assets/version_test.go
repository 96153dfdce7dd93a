package assets

import (
	"os"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestVersionIsThatOfThePackage(t *testing.T) {
	var app struct{ Details struct{ Version string } }
	text, err := os.ReadFile("../FyneApp.toml")
	if err == nil {
		err = toml.Unmarshal(text, &app)
	}
	if err != nil || app.Details.Version != Version {
		t.Errorf("FyneApp.toml has version %q, the program %q; %v", app.Details.Version, Version, err)
	}
}
