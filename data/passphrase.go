package data

import (
	"io"
	"strings"

	"satchel/data/store"
)

// crockford is the alphabet of Crockford's base32: no letter is taken for a digit.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	passphraseGroups    = 4
	passphraseGroupSize = 5
)

// NewPassphrase draws a password: 4 groups of 5 characters, 100 random bits, parted by hyphens.
func NewPassphrase(random io.Reader) (string, error) {
	drawn := make([]byte, passphraseGroups*passphraseGroupSize)
	if _, err := io.ReadFull(random, drawn); err != nil {
		return "", &store.Error{Code: store.Internal, Key: "error.store.internal", Err: err}
	}
	var b strings.Builder
	for i, c := range drawn {
		if i > 0 && i%passphraseGroupSize == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[c&31]) // 256 is a multiple of 32: no bias
	}
	clear(drawn)
	return b.String(), nil
}
