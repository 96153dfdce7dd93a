package printing

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/reports/page"
)

// Way is how one kind of document is printed on this computer.
type Way struct {
	// Queue is the printer; "" is Choices.Standard.
	Queue string `json:"queue,omitempty"`
	// Paper is what new documents of the kind are set for; "" is the practice's paper. One that was issued keeps its own.
	Paper documents.Paper `json:"paper,omitempty"`
	// Tray is where the printer takes the paper from; "" leaves it to the printer.
	Tray string `json:"tray,omitempty"`
}

// Choices are what this computer remembers of its printers. They belong to the computer and not to the practice: another one has other
// printers. Nothing of a patient is in them.
type Choices struct {
	// Standard is the printer of whatever has no Way of its own; "" is the system's default.
	Standard string                     `json:"standard,omitempty"`
	Ways     map[documents.Kind]Way     `json:"ways,omitempty"`
	Adjust   map[string]page.Adjustment `json:"adjust,omitempty"` // by printer
}

// WayOf is how a kind is printed, with the standard printer where it has none of its own.
func (c Choices) WayOf(kind documents.Kind) Way {
	w := c.Ways[kind]
	if w.Queue == "" {
		w.Queue = c.Standard
	}
	return w
}

// With returns the choices with another way for a kind, and WithAdjustment with another adjustment of a printer. The old ones stay as
// they are.
func (c Choices) With(kind documents.Kind, w Way) Choices {
	c.Ways = changed(c.Ways, kind, w)
	return c
}

// WithAdjustment is described with With.
func (c Choices) WithAdjustment(queue string, a page.Adjustment) Choices {
	c.Adjust = changed(c.Adjust, queue, a)
	return c
}

func changed[K comparable, V comparable](old map[K]V, key K, value V) map[K]V {
	var none V
	list := make(map[K]V, len(old)+1)
	for k, v := range old {
		list[k] = v
	}
	if list[key] = value; value == none {
		delete(list, key)
	}
	return list
}

// usable drops what can't be meant: the file may have been written by another version, or by hand.
func (c Choices) usable() Choices {
	kept := Choices{Standard: c.Standard}
	for kind, w := range c.Ways {
		if !knownPaper(w.Paper) {
			w.Paper = ""
		}
		kept = kept.With(kind, w)
	}
	for queue, a := range c.Adjust {
		if a.Validate() == nil {
			kept = kept.WithAdjustment(queue, a)
		}
	}
	return kept
}

func knownPaper(p documents.Paper) bool {
	switch p {
	case "", documents.PaperA4, documents.PaperA5, documents.PaperA6, documents.PaperLetter, documents.PaperRoll80:
		return true
	}
	return false
}

// Memory keeps the choices of this computer. A nil Memory remembers nothing. It may be used on any goroutine.
type Memory struct {
	mu      sync.Mutex
	file    string
	choices Choices
}

// choicesFile is its name in the computer's folder for Satchel.
const choicesFile = "printing.json"

// Remember reads the choices that lie in folder. Where there are none, or none that can be read, everything is left to the system:
// that costs a choice, and nothing else.
func Remember(folder string) *Memory {
	m := &Memory{file: filepath.Join(folder, choicesFile)}
	text, err := os.ReadFile(m.file)
	var c Choices
	if err == nil && json.Unmarshal(text, &c) == nil {
		m.choices = c.usable()
	}
	return m
}

// Choices returns what is remembered.
func (m *Memory) Choices() Choices {
	if m == nil {
		return Choices{}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.choices
}

// Paper is what new documents of a kind are set for on this computer; "" leaves it to the practice.
func (m *Memory) Paper(kind documents.Kind) documents.Paper { return m.Choices().Ways[kind].Paper }

// Choose changes what is remembered and writes it, whole or not at all.
func (m *Memory) Choose(change func(Choices) Choices) error {
	if m == nil {
		return &store.Error{Code: store.Internal, Key: "error.printing.not_kept", Err: errors.New("no memory")}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	c := change(m.choices).usable()
	text, err := json.MarshalIndent(c, "", "  ")
	if err == nil {
		err = replaceFile(m.file, append(text, '\n'))
	}
	if err != nil {
		return &store.Error{Code: store.Internal, Key: "error.printing.not_kept", Err: fmt.Errorf("keep choices: %w", err)}
	}
	m.choices = c
	return nil
}

func replaceFile(path string, content []byte) error {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.WriteFile(part, content, 0o600); err != nil {
		return err
	}
	return os.Rename(part, path)
}
