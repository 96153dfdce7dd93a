package session

import (
	"image"
	"strings"

	"satchel/data/documents"
	"satchel/data/prescribing"
	"satchel/data/workflow"
	"satchel/reports"
)

// ToldWidth is the width in mm of a sentence's picture, ToldPixels the width in pixels of the standard density at which it is shown.
const (
	ToldWidth  = 130
	ToldPixels = 560
	toldDPI    = 190 // sharp at one and a half times that size
)

// Sentence is something that a patient is told, as it will be printed, with the same in the practice's language.
type Sentence struct {
	Picture image.Image // nil where no font here has the letters
	Text    string
	Here    string // in the practice's language, or English where that has no table
}

// Told draws what is told for a person who may not know the language's letters. own and here are the same instruction in two
// languages; several are shown side by side.
func (s *Session) Told(own, here []prescribing.Instruction) Sentence {
	var told documents.Told
	var sentence Sentence
	for i, instruction := range own {
		if i > 0 {
			told.Spans = append(told.Spans, documents.ToldSpan{Text: between})
			sentence.Text += between
		}
		one := workflow.ToldOf(instruction)
		told.Language = one.Language
		told.Spans = append(told.Spans, one.Spans...)
		sentence.Text += instruction.Text()
	}
	for i, instruction := range here {
		if i > 0 {
			sentence.Here += between
		}
		sentence.Here += instruction.Text()
	}
	if picture, err := reports.Strip(told, ToldWidth, toldDPI); err == nil {
		sentence.Picture = picture
	}
	return sentence
}

// between parts examples on one line.
const between = "   ·   "

// ToldHere is the language in which the practice reads what a patient is told in another.
func (s *Session) ToldHere() string {
	if here := prescribing.InstructionLanguage(s.Language()); here != "" {
		return here
	}
	return "en"
}

// LanguageName is a language in words; its tag where the catalogue has none.
func (s *Session) LanguageName(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	key := "patients_screen.language." + base
	if name := s.Text(key); !strings.Contains(name, key) {
		return name
	}
	return tag
}
