package fonts

import (
	"encoding/hex"
	"testing"
)

// Stored pages name these hashes. A line may be added here; one that changes or goes
// leaves practices with pages that can't be drawn any more.
func TestShippedFontsStay(t *testing.T) {
	shipped := map[string]string{
		"NotoSans-Regular":           "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
		"NotoSans-Bold":              "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5",
		"NotoSans-Italic":            "5d7618dda819443fd07301c84adcee9fe8960c873ea5e5e1f0f59db384b78082",
		"DejaVuSans":                 "abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322",
		"NotoSansDevanagari-Regular": "79a470365ccb210fa3c7d8d8ff2e005ef9d983cfd067f735a0caf7e15070ca9f",
		"NotoSansDevanagari-Bold":    "77ad688cfe1dc55185bf4edb4db3c614202c65dd23a1463ad0e23fc52bcc9a5c",
		"NotoSansBengali-Regular":    "9bb35b3547829ecc42041b6017e87fd4c5f1da1edcd00f59171777050f346018",
		"NotoSansBengali-Bold":       "22c9ff99baca4d31c531ce450a1369beed889467e1ad964f4b8a6f810aa46955",
		"NotoSansTamil-Regular":      "a7bb7f92f165479af2f0556c4fd669b74c5959f464f603e18389b532f4d07a71",
		"NotoSansTamil-Bold":         "7ef7071ba2fad67dcae397dc7f5bfd4dbce69d86cdc453c2cc4abe640df0b442",
		"NotoSansTelugu-Regular":     "cb3165071121b1e80c55a041d0c1f79b3bbc68e4b0eab37b0d881958dfc3ed7a",
		"NotoSansTelugu-Bold":        "34e3a81c02ea8474f00b1046cbb183461648fd253a56475140d6b025db828b5b",
		"NotoSansThai-Regular":       "dfbd5ed0f1e68c3cbc51aa08f646d1ab0e68e7c4ceab70a69e465225ff701f93",
		"NotoSansThai-Bold":          "97bbc8ea98328325285f2f552228c7aac1db39d8f38f0096a61ba7df1f1f780e",
		"NotoSansArabic-Regular":     "504d7407d86875acf7d04dfaa0fd7524d0b8797723bc4aa18022f29db25b0b6e",
		"NotoSansArabic-Bold":        "ded6fc7359ca36d15d7aab9ef0c066e21ce48b26a069994d6602fa2cb9a1b952",
		"NotoSansHebrew-Regular":     "436900d5ad77d33e4234247f3076eaecd25b92b9bea0519514f684140e3566a7",
		"NotoSansHebrew-Bold":        "d3b01343f71e8a93fffb84c345a1aecbaf4694b98d0eaace916cb9eac9e6dcd3",
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
