package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// What Derive gives must outlive the data key: the audit chain and the commitments to every record go by it. A file that
// is re-keyed therefore carries the secret it derived from before, sealed under its new data key. Until then there is
// none, and the data key itself serves.

// sealDerivation puts secret into h, under dataKey. It is bound to the practice, not to the file, so that backups carry
// it along as it is.
func (h *header) sealDerivation(secret, dataKey []byte, random io.Reader) error {
	aead, wipe, err := derivationCipher(dataKey, h.uuid)
	if err != nil {
		return err
	}
	defer wipe()
	nonce := h.derivation[:chacha20poly1305.NonceSizeX]
	if _, err := io.ReadFull(random, nonce); err != nil {
		return fmt.Errorf("draw nonce: %w", err)
	}
	aead.Seal(nonce, nonce, secret, derivationData(h.uuid))
	return nil
}

// openDerivation returns the secret that Derive goes by, in memory of its own. The header was authenticated before.
func (h *header) openDerivation(dataKey []byte) ([]byte, error) {
	if h.features()&featureDerivation == 0 {
		return cloneSecret(dataKey), nil
	}
	aead, wipe, err := derivationCipher(dataKey, h.uuid)
	if err != nil {
		return nil, err
	}
	defer wipe()
	nonce, sealed := h.derivation[:chacha20poly1305.NonceSizeX], h.derivation[chacha20poly1305.NonceSizeX:]
	secret, err := aead.Open(nil, nonce, sealed, derivationData(h.uuid))
	if err != nil {
		return nil, fail(Damaged, errors.New("derivation secret does not open"))
	}
	return keepSecret(secret), nil
}

func derivationCipher(dataKey []byte, uuid [16]byte) (aead aeadCipher, wipe func(), err error) {
	key := expand(dataKey, uuid[:], infoDerivation, keySize)
	defer clear(key)
	if aead, err = chacha20poly1305.NewX(key); err != nil {
		return nil, nil, fmt.Errorf("seal derivation secret: %w", err)
	}
	return aead, func() { wipeCipher(aead) }, nil
}

// derivationData is the additional data: magic | uuid.
func derivationData(uuid [16]byte) []byte { return append(bytes.Clone([]byte(magic)), uuid[:]...) }
