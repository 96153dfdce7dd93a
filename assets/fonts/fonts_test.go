package fonts

import (
	"encoding/hex"
	"testing"
)

// Stored pages name these hashes. A line may be added here; one that changes or goes
// leaves practices with pages that can't be drawn any more.
func TestShippedFontsStay(t *testing.T) {
	shipped := map[string]string{
		"NotoSans-Regular": "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
		"NotoSans-Bold":    "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5",
		"NotoSans-Italic":  "5d7618dda819443fd07301c84adcee9fe8960c873ea5e5e1f0f59db384b78082",
		"DejaVuSans":       "abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322",
	}
	found := map[string]string{}
	for _, font := range All() {
		found[font.Name] = hex.EncodeToString(font.SHA256[:])
	}
	for name, want := range shipped {
		if found[name] != want {
			t.Errorf("font %s: SHA-256 %s, shipped as %s", name, found[name], want)
		}
	}
}
