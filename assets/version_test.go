package assets

import (
	"os"
	"strings"
	"testing"
)

func TestVersionIsThatOfThePackage(t *testing.T) {
	packaged, err := os.ReadFile("../FyneApp.toml")
	if err != nil || !strings.Contains(string(packaged), "\nVersion = \""+Version+"\"\n") {
		t.Errorf("FyneApp.toml names another version than %s, %v", Version, err)
	}
}
