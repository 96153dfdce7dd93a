package vault

import (
	"fmt"
	"io"
	"strings"
)

// A recovery key is 160 random bits as 8 groups of 5 characters of Crockford's base32:
// 4 carry data, the fifth checks its group.
//
//	7K3MA-0Q9XD-...
//
// The check character is 2·d0 + 2²·d1 + 2³·d2 + 2⁴·d3 + 2^(5+g) in GF(32), where 2 stands
// for the element x, for group g counted from 0. All factors differ, that of the check
// character, 1, included: every single wrong character is noticed, every two characters
// of a group that changed places, and groups that did.
const (
	recoveryGroups     = 8
	recoveryGroupSize  = 5
	recoveryGroupData  = recoveryGroupSize - 1
	recoveryKeyBits    = 5 * recoveryGroups * recoveryGroupData
	crockfordAlphabet  = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	gf32Polynomial     = 0b100101 // x^5 + x^2 + 1, primitive
	recoveryGroupShift = recoveryGroupSize
	recoverySeparators = " \t\r\n-._\u00a0\u2010\u2011\u2012\u2013\u2014"
)

// newRecoveryCode draws a recovery key, grouped with dashes.
func newRecoveryCode(random io.Reader) (string, error) {
	var bytes [recoveryGroups * recoveryGroupData]byte
	if _, err := io.ReadFull(random, bytes[:]); err != nil {
		return "", fmt.Errorf("draw recovery key: %w", err)
	}
	var groups []string
	for g := range recoveryGroups {
		var data [recoveryGroupData]byte
		for i := range data {
			data[i] = bytes[g*recoveryGroupData+i] & 31 // 256 is a multiple of 32: no bias
		}
		groups = append(groups, encodeGroup(g, data))
	}
	return strings.Join(groups, "-"), nil
}

// ParseRecoveryKey returns a recovery key as it was given out, from any way of typing
// it: lower case, other or no separators, O for 0, I or L for 1. A slip is a RecoveryTypo
// error that names the group; nothing is derived, so it costs no attempt.
func ParseRecoveryKey(text string) (string, error) {
	var digits []byte
	for _, r := range text {
		if strings.ContainsRune(recoverySeparators, r) {
			continue
		}
		digits = append(digits, crockfordDigit(r))
		if len(digits) > recoveryGroups*recoveryGroupSize {
			return "", &Error{Kind: RecoveryTypo}
		}
	}
	var groups []string
	for g := range recoveryGroups {
		if len(digits) < (g+1)*recoveryGroupSize {
			return "", &Error{Kind: RecoveryTypo}
		}
		group := digits[g*recoveryGroupSize:][:recoveryGroupSize]
		data := [recoveryGroupData]byte(group)
		for _, d := range group {
			if d > 31 {
				return "", &Error{Kind: RecoveryTypo, Group: g + 1}
			}
		}
		if group[recoveryGroupData] != groupCheck(g, data) {
			return "", &Error{Kind: RecoveryTypo, Group: g + 1}
		}
		groups = append(groups, encodeGroup(g, data))
	}
	return strings.Join(groups, "-"), nil
}

func encodeGroup(g int, data [recoveryGroupData]byte) string {
	var b strings.Builder
	for _, d := range data {
		b.WriteByte(crockfordAlphabet[d])
	}
	b.WriteByte(crockfordAlphabet[groupCheck(g, data)])
	return b.String()
}

func groupCheck(g int, data [recoveryGroupData]byte) byte {
	check := gf32Power(recoveryGroupShift + g)
	for i, d := range data {
		for range i + 1 {
			d = gf32Double(d)
		}
		check ^= d
	}
	return check
}

func gf32Double(d byte) byte {
	d <<= 1
	if d > 31 {
		d ^= gf32Polynomial
	}
	return d
}

func gf32Power(exponent int) byte {
	p := byte(1)
	for range exponent {
		p = gf32Double(p)
	}
	return p
}

// crockfordDigit returns the value of a character, 255 if it has none.
func crockfordDigit(r rune) byte {
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	switch r {
	case 'O':
		r = '0'
	case 'I', 'L':
		r = '1'
	}
	if i := strings.IndexRune(crockfordAlphabet, r); i >= 0 {
		return byte(i)
	}
	return 255
}
