package password

import (
	"fmt"
	"io"
	"strings"
)

// crockford is the alphabet of Crockford's base32, in small letters, which need no Shift: no letter is taken for a digit.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// Groups and GroupSize are the shape of a drawn password: 4 groups of 5 characters, 100 random bits.
const (
	Groups    = 4
	GroupSize = 5
)

// Draw makes a password that nobody chose, its groups parted by hyphens: easy to read aloud and to write down.
func Draw(random io.Reader) (string, error) {
	drawn := make([]byte, Groups*GroupSize)
	if _, err := io.ReadFull(random, drawn); err != nil {
		return "", fmt.Errorf("draw password: %w", err)
	}
	var b strings.Builder
	for i, c := range drawn {
		if i > 0 && i%GroupSize == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[c&31]) // 256 is a multiple of 32: no bias
	}
	return b.String(), nil
}
