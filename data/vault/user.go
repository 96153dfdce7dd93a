package vault

import "errors"

// NewSlot is a user who shall be able to open the file.
type NewSlot struct {
	ID             [16]byte
	Name, Password string
}

// Identity is who opened the file.
type Identity struct {
	ID       [16]byte // zero if it was the recovery key
	Recovery bool
}

// SlotInfo is one way the file can be opened.
type SlotInfo struct {
	ID       [16]byte
	Recovery bool
	KDF      KDF
}

// Identity returns who opened the file, or authenticated last.
func (v *Vault) Identity() Identity {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.identity
}

// unlock finds the data key in h. It counts a failure in attempts, and it takes as long
// for a name that is unknown as for a wrong password.
func unlock(h *header, key Key, attempts *attemptFile) (dataKey []byte, who Identity, err error) {
	tag, secret, err := key.resolve(h.uuid)
	if err != nil && KindOf(err) != WrongKey {
		return nil, who, err
	}
	defer clear(secret)
	index := h.slotOf(tag)
	counter := &attempts.table.counters[attemptCounters-1]
	if index >= 0 {
		counter = &attempts.table.counters[index]
	}
	if wait, moved := counter.wait(attempts.time()); wait > 0 {
		tooSoon := &Error{Kind: TooSoon, Wait: wait}
		if moved {
			return nil, who, errors.Join(tooSoon, attempts.write())
		}
		return nil, who, tooSoon
	}
	if index >= 0 {
		dataKey, err = h.slots[index].unwrap(secret, h.uuid, index)
		if err != nil {
			return nil, who, err
		}
	} else if cost := h.anyKDF(); cost.Valid() {
		key, _ := slotKeys(cost, secret, h.fileID[:])
		clear(key)
	}
	if dataKey == nil {
		counter.failed(attempts.time())
		return nil, who, errors.Join(fail(WrongKey, nil), attempts.write())
	}
	if counter.consecutive > 0 {
		counter.consecutive = 0
		if err := attempts.write(); err != nil {
			return nil, who, err
		}
	}
	s := h.slots[index]
	return dataKey, Identity{ID: s.userID, Recovery: s.kind == slotRecovery}, nil
}

// slotOf returns the place of the slot with tag, -1 if there is none.
func (h *header) slotOf(tag [16]byte) int {
	for i, s := range h.slots {
		if s.kind != slotEmpty && s.nameTag == tag {
			return i
		}
	}
	return -1
}

// anyKDF returns the cost of the first slot.
func (h *header) anyKDF() KDF {
	for _, s := range h.slots {
		if s.kind != slotEmpty {
			return s.kdf
		}
	}
	return KDF{}
}

func (h *header) slotOfUser(id [16]byte) int {
	for i, s := range h.slots {
		if s.kind == slotPassword && s.userID == id {
			return i
		}
	}
	return -1
}

func (h *header) freeSlot() int {
	for i, s := range h.slots {
		if s.kind == slotEmpty {
			return i
		}
	}
	return -1
}

// Authenticate proves who is at the keyboard of an open file, as Open would: with the
// same work, the same counting and the same errors (WrongKey, TooSoon, RecoveryTypo).
func (v *Vault) Authenticate(key Key) (Identity, error) {
	if v.isClosed() {
		return Identity{}, fail(Closed, nil)
	}
	vol := v.volume
	vol.headerMu.Lock()
	h := vol.header.header
	vol.headerMu.Unlock()
	// One attempt at a time, but without the header's mutex: commits must not wait for it.
	vol.attemptMu.Lock()
	defer vol.attemptMu.Unlock()
	scrubStack()
	dataKey, who, err := unlock(&h, key, &vol.attempts)
	clear(dataKey)
	scrubStack()
	if err != nil {
		return Identity{}, err
	}
	v.mu.Lock()
	v.identity = who
	v.mu.Unlock()
	return who, nil
}

// Attempts returns the failed attempts that AcknowledgeAttempts has not yet taken off
// the list, those before this opening included.
func (v *Vault) Attempts() Attempts {
	v.volume.attemptMu.Lock()
	defer v.volume.attemptMu.Unlock()
	return v.volume.attempts.table.unreported()
}

// AcknowledgeAttempts takes the failures that Attempts told of off the list, once they
// are in the audit.
func (v *Vault) AcknowledgeAttempts() error {
	if v.isClosed() {
		return fail(Closed, nil)
	}
	v.volume.attemptMu.Lock()
	defer v.volume.attemptMu.Unlock()
	attempts := &v.volume.attempts
	if attempts.table.unreported().Unreported == 0 {
		return nil
	}
	for i := range attempts.table.counters {
		attempts.table.counters[i].unreported = 0
	}
	return attempts.write()
}

// Slots lists who can open the file.
func (v *Vault) Slots() []SlotInfo {
	v.volume.headerMu.Lock()
	defer v.volume.headerMu.Unlock()
	var all []SlotInfo
	for _, s := range v.volume.header.header.slots {
		if s.kind != slotEmpty {
			all = append(all, SlotInfo{ID: s.userID, Recovery: s.kind == slotRecovery, KDF: s.kdf})
		}
	}
	return all
}

// AddSlot lets one more user open the file. Errors: NameTaken, SlotsFull, InvalidName.
func (v *Vault) AddSlot(n NewSlot) error {
	if err := validCredentials(n.Name, n.Password); err != nil {
		return err
	}
	return v.changeHeader(func(h *header) error {
		tag := nameTag(h.uuid, n.Name)
		if h.slotOf(tag) >= 0 || h.slotOfUser(n.ID) >= 0 {
			return fail(NameTaken, nil)
		}
		free := h.freeSlot()
		if free < 0 {
			return fail(SlotsFull, nil)
		}
		return v.fillSlot(h, free, slotPassword, tag, n.ID, passwordSecret(n.Password))
	})
}

// ChangePassword gives a user a new password, at the cost of the file's costliest. No page
// changes. A copy of the file made before still opens with the old one.
// Errors: NotFound, InvalidName.
func (v *Vault) ChangePassword(id [16]byte, newPassword string) error {
	if err := validCredentials("-", newPassword); err != nil {
		return err
	}
	return v.changeHeader(func(h *header) error {
		i := h.slotOfUser(id)
		if i < 0 {
			return fail(NotFound, nil)
		}
		return v.fillSlot(h, i, slotPassword, h.slots[i].nameTag, id, passwordSecret(newPassword))
	})
}

// RenameSlot changes the name a user signs in with. Errors: NotFound, NameTaken, InvalidName.
func (v *Vault) RenameSlot(id [16]byte, newName string) error {
	if err := validCredentials(newName, "-"); err != nil {
		return err
	}
	return v.changeHeader(func(h *header) error {
		i := h.slotOfUser(id)
		if i < 0 {
			return fail(NotFound, nil)
		}
		tag := nameTag(h.uuid, newName)
		if j := h.slotOf(tag); j >= 0 && j != i {
			return fail(NameTaken, nil)
		}
		h.slots[i].nameTag = tag
		return nil
	})
}

// RemoveSlot takes from a user the means to open the file. Errors: NotFound, LastSlot.
func (v *Vault) RemoveSlot(id [16]byte) error {
	return v.changeHeader(func(h *header) error {
		i := h.slotOfUser(id)
		if i < 0 {
			return fail(NotFound, nil)
		}
		h.slots[i] = slot{}
		for _, s := range h.slots {
			if s.kind == slotPassword {
				return nil
			}
		}
		return fail(LastSlot, nil)
	})
}

// NewRecoveryKey draws a recovery key, gives it a slot of its own and returns it, to be
// printed. It opens the file when every password is forgotten. One made before stops
// working. Errors: SlotsFull.
func (v *Vault) NewRecoveryKey() (code string, err error) {
	code, err = newRecoveryCode(v.options.Rand)
	if err != nil {
		return "", err
	}
	err = v.changeHeader(func(h *header) error {
		tag := recoveryTag(h.uuid)
		i := h.slotOf(tag)
		if i < 0 {
			i = h.freeSlot()
		}
		if i < 0 {
			return fail(SlotsFull, nil)
		}
		s, err := newRecoverySlot(code, v.dataKey, h.uuid, i, v.options.Rand)
		h.slots[i] = s
		return err
	})
	if err != nil {
		return "", err
	}
	return code, nil
}

func (v *Vault) fillSlot(h *header, i int, kind slotKind, tag, id [16]byte, secret []byte) error {
	defer clear(secret)
	s, err := newSlot(kind, v.slotCost(h), tag, id, secret, v.dataKey, h.uuid, i, v.options.Rand)
	if err != nil {
		return err
	}
	h.slots[i] = s
	return nil
}

// changeHeader applies change to a copy of the header and writes it, both copies synced.
func (v *Vault) changeHeader(change func(*header) error) error {
	if v.isClosed() {
		return fail(Closed, nil)
	}
	vol := v.volume
	vol.headerMu.Lock()
	defer vol.headerMu.Unlock()
	if v.isRekeying() {
		return fail(Busy, nil) // a change now would be lost with the old file
	}
	next := vol.header.header
	defer scrubStack()
	if err := change(&next); err != nil {
		return err
	}
	return vol.header.write(next, true)
}
