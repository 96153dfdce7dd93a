package vault

import (
	"crypto/sha256"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of a name and of a password, in bytes.
const (
	maxNameSize     = 256
	maxPasswordSize = 1024
)

// Key is what a person gives to open the file: name and password, or the recovery key.
type Key struct {
	name, password string
	recovery       string
}

// Password makes a key of a user's name and password. Names are compared after NFKC
// and case folding, without outer spaces; passwords after NFKC.
func Password(name, password string) Key { return Key{name: name, password: password} }

// RecoveryKey makes a key of the code that NewRecoveryKey gave, as it was typed.
func RecoveryKey(code string) Key { return Key{recovery: code} }

// resolve returns the name tag that picks the slot and the secret that opens it.
func (k Key) resolve(uuid [16]byte) (tag [16]byte, secret []byte, err error) {
	if k.recovery != "" {
		code, err := ParseRecoveryKey(k.recovery)
		if err != nil {
			return tag, nil, err
		}
		return recoveryTag(uuid), []byte(code), nil
	}
	if err := validCredentials(k.name, k.password); err != nil {
		return tag, nil, fail(WrongKey, nil)
	}
	return nameTag(uuid, k.name), passwordSecret(k.password), nil
}

// nameTag lets a name pick its slot. The uuid keeps tags of two practices apart; it does
// not hide a name from somebody who guesses it.
func nameTag(uuid [16]byte, name string) [16]byte {
	return tagOf(labelNameTag, uuid, FoldName(name))
}

func recoveryTag(uuid [16]byte) [16]byte { return tagOf(labelRecovery, uuid, "") }

func tagOf(label string, uuid [16]byte, text string) [16]byte {
	digest := sha256.Sum256([]byte(label + string(uuid[:]) + text))
	return [16]byte(digest[:])
}

func passwordSecret(password string) []byte { return []byte(norm.NFKC.String(password)) }

// validCredentials checks form alone; how strong a password must be is for the caller.
func validCredentials(name, password string) error {
	if strings.TrimSpace(name) == "" || password == "" || len(name) > maxNameSize || len(password) > maxPasswordSize ||
		!utf8.ValidString(name) || !utf8.ValidString(password) {
		return fail(InvalidName, nil)
	}
	return nil
}
