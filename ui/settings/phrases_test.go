package settings

import (
	"slices"
	"strings"
	"testing"

	"satchel/data/prescribing"
	"satchel/data/store"
	"satchel/ui/frame"
	"satchel/ui/uitest"
)

func TestModelPhrases(t *testing.T) {
	k := uitest.Open(t)
	m := phrasesModel{k.Owner}
	if got := strings.Join(m.languages(), " "); got != "ar es fr hi pt sw" {
		t.Errorf("the languages are %q", got)
	}
	total := len(prescribing.Phrases("hi"))
	list, err := m.load(ctx, "hi", 0)
	if err != nil || len(list.Rows) != phrasePage || list.Total != total || list.Accepted != 0 || len(list.open()) != phrasePage {
		t.Fatalf("%d rows of %d, %d accepted, %v", len(list.Rows), list.Total, list.Accepted, err)
	}
	for _, row := range list.Rows {
		if row.Sentence.Picture == nil || row.Sentence.Text == "" || row.Sentence.Here == "" || row.State != phraseOpen || row.Who != "" {
			t.Errorf("%s: %q, %q, state %d by %q", row.Key, row.Sentence.Text, row.Sentence.Here, row.State, row.Who)
		}
	}
	if got := m.status(list); got != "Hindi: nothing is accepted, nothing prints" {
		t.Errorf("status %q", got)
	}
	if err := m.accept(ctx, "hi", list.open()[1:]); err != nil {
		t.Fatal(err)
	}
	list, err = m.load(ctx, "hi", 3) // anywhere on the page is the page
	if err != nil || list.From != 0 || list.Accepted != phrasePage-1 || len(list.open()) != 1 || !strings.Contains(list.Rows[1].Who, "Dr Rao") {
		t.Errorf("from %d, %d accepted, open %v, by %q, %v", list.From, list.Accepted, list.open(), list.Rows[1].Who, err)
	}
	for from := 0; from < total; from += phrasePage {
		page, err := m.load(ctx, "hi", from)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.accept(ctx, "hi", page.open()); err != nil {
			t.Fatal(err)
		}
	}
	last, err := m.load(ctx, "hi", 999_999)
	if err != nil || last.Accepted != total || len(last.Rows) == 0 || last.From+len(last.Rows) != total || !strings.Contains(m.status(last), "all") {
		t.Errorf("the last page: from %d, %d rows, %d of %d, %v", last.From, len(last.Rows), last.Accepted, last.Total, err)
	}
	if err := m.withdraw(ctx, "hi", []string{"sentence.take"}); err != nil {
		t.Fatal(err)
	}
	if list, err = m.load(ctx, "hi", 0); err != nil || list.Accepted != total-1 {
		t.Errorf("after one was taken back %d are accepted, %v", list.Accepted, err)
	}

	desk := phrasesModel{k.Desk}
	if _, err := desk.load(ctx, "hi", 0); err != nil {
		t.Errorf("the desk can't read them: %v", err)
	}
	if err := desk.accept(ctx, "hi", []string{"sentence.take"}); store.CodeOf(err) != store.Forbidden {
		t.Errorf("the desk accepts: %v", err)
	}
}

// TestPhrasesByKeyboard accepts the first sentence.
func TestPhrasesByKeyboard(t *testing.T) {
	k, f := open(t, owner, "phrases")
	count := func() int {
		list, err := (phrasesModel{f.Session}).load(ctx, "ar", 0)
		if err != nil {
			t.Fatal(err)
		}
		return list.Accepted
	}
	if words := strings.ReplaceAll(texts(k), "\u00a0", " "); !strings.Contains(words, "Arabic: nothing is accepted") || !strings.Contains(words, "Apply 2 patches") {
		t.Errorf("the page says:\n%s", words)
	}
	k.Press("Tab", "Enter") // the first sentence's button
	if got := count(); got != 1 {
		t.Fatalf("%d are accepted", got)
	}
	if words := texts(k); !strings.Contains(words, "Arabic: 1 of") || !strings.Contains(words, "Take back") {
		t.Errorf("the page says:\n%s", words)
	}
}

// TestModelThePracticesOwnLanguageComesFirst: what a practice that prints in Hindi has to accept, and why, stands on top.
func TestModelThePracticesOwnLanguageComesFirst(t *testing.T) {
	k := uitest.Open(t)
	m := phrasesModel{k.Owner}
	if m.own() != "" || slices.Contains(m.languages(), "en") {
		t.Errorf("in English %q, %v", m.own(), m.languages())
	}
	before := len(m.languages())
	k.Owner.Settings.Language = "hi"
	if list := m.languages(); m.own() != "hi" || list[0] != "hi" || len(list) != before || slices.Contains(list[1:], "hi") {
		t.Errorf("in Hindi %q, %v", m.own(), list)
	}
	f := k.Show(k.Owner, Places()...)
	f.Go(frame.Target{Place: frame.Settings, Text: "phrases"})
	if words := texts(k); !strings.Contains(words, "The documents of this practice are in Hindi") || !strings.Contains(words, "Until then that line is in English") {
		t.Errorf("the page says:\n%s", words)
	}
	k.Picture("phrases-own")
}

// TestPicturesOfPhrases draws the tab for people to look at: nothing accepted, some, a language that nobody reviewed in other letters.
func TestPicturesOfPhrases(t *testing.T) {
	if !uitest.Pictures() {
		t.SkipNow() // they are for people to look at
	}
	k, f := open(t, owner, "phrases")
	k.Picture("phrases-ar")
	m := phrasesModel{f.Session}
	list, err := m.load(ctx, "hi", 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.accept(ctx, "hi", list.open()[:4]); err != nil {
		t.Fatal(err)
	}
	s := newPhrasesSection(f).(*phrasesSection)
	s.language.SetValue("hi")
	k.Window.SetContent(s.content())
	s.load(0)
	k.Picture("phrases-hi")
	s.load(60)
	k.Picture("phrases-hi-doses")
}
