package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
)

// xaesPrefixSize is how much of the 24-byte nonce selects the AES-256-GCM subkey.
const xaesPrefixSize = 12

// xaes derives the subkeys of C2SP's XAES-256-GCM (c2sp.org/XAES-256-GCM). It is
// split from the sealing itself so that a subkey can be kept for many messages.
type xaes struct {
	block cipher.Block
	k1    [aes.BlockSize]byte // the CMAC subkey of NIST SP 800-38B, 6.1
}

func newXAES(key []byte) (*xaes, error) {
	if len(key) != keySize {
		return nil, fmt.Errorf("make XAES key: %d bytes, want %d", len(key), keySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("make XAES key: %w", err)
	}
	x := &xaes{block: block}
	block.Encrypt(x.k1[:], x.k1[:])
	carry := byte(0)
	for i := len(x.k1) - 1; i >= 0; i-- {
		carry, x.k1[i] = x.k1[i]>>7, x.k1[i]<<1|carry
	}
	x.k1[len(x.k1)-1] ^= carry * 0x87
	return x, nil
}

// subkey returns the AES-256-GCM instance for nonces that start with prefix. It takes
// the remaining 12 bytes as its nonce.
func (x *xaes) subkey(prefix [xaesPrefixSize]byte) (cipher.AEAD, error) {
	var key [keySize]byte
	for i := range 2 {
		half := key[i*aes.BlockSize:][:aes.BlockSize]
		half[1] = byte(i + 1) // the counter of NIST SP 800-108r1, 4.1
		half[2] = 'X'
		copy(half[4:], prefix[:])
		for j := range half {
			half[j] ^= x.k1[j]
		}
		x.block.Encrypt(half, half)
	}
	block, err := aes.NewCipher(key[:])
	clear(key[:])
	if err != nil {
		return nil, fmt.Errorf("derive subkey: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("derive subkey: %w", err)
	}
	if holdsItsCipher(aead) {
		wipeCipher(block)
	}
	return aead, nil
}

func (x *xaes) wipe() {
	wipeCipher(x.block)
	clear(x.k1[:])
}
