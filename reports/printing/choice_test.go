package printing

import (
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"satchel/data/documents"
	"satchel/data/store"
	"satchel/reports/page"
)

func TestMemory(t *testing.T) {
	folder := t.TempDir()
	m := Remember(folder)
	if got := m.Choices(); !reflect.DeepEqual(got, Choices{}) {
		t.Fatalf("at first: %+v", got)
	}
	way := Way{Queue: "Till", Paper: documents.PaperRoll80, Tray: "Roll"}
	err := m.Choose(func(c Choices) Choices {
		c.Standard = "Office"
		return c.With(documents.Receipt, way).With(documents.Invoice, Way{Paper: "B7"}).WithAdjustment("Office", page.Adjustment{Across: -15, Scale: 25}).WithAdjustment("Attic", page.Adjustment{Down: 9999})
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]Choices{"at once": m.Choices(), "later": Remember(folder).Choices()} {
		if got.WayOf(documents.Receipt) != way || got.WayOf(documents.Prescription).Queue != "Office" || got.Adjust["Office"] != (page.Adjustment{Across: -15, Scale: 25}) {
			t.Errorf("%s: %+v", name, got)
		}
		if len(got.Ways) != 1 || len(got.Adjust) != 1 {
			t.Errorf("%s: what can't be meant was kept: %+v", name, got)
		}
	}
	if m.Paper(documents.Receipt) != documents.PaperRoll80 || m.Paper(documents.Prescription) != "" {
		t.Error("the papers are others")
	}
	if err := m.Choose(func(c Choices) Choices { return c.With(documents.Receipt, Way{}) }); err != nil || len(Remember(folder).Choices().Ways) != 0 {
		t.Errorf("a way taken back: %v, %+v", err, m.Choices())
	}
	list, err := os.ReadDir(folder)
	if err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

// A file that can't be read costs a choice, and nothing else; one that can't be written is said.
func TestMemoryTrouble(t *testing.T) {
	for _, text := range []string{"", "{", "[]", `{"ways": 3}`, "\x00\xff", `{"ways":{"receipt":{"paper":"../x"}},"adjust":{"Office":{"across":100000}}}`} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, choicesFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := Remember(folder).Choices(); len(got.Ways)+len(got.Adjust) != 0 || got.Standard != "" {
			t.Errorf("%q: %+v", text, got)
		}
	}
	m := Remember(filepath.Join(t.TempDir(), "missing"))
	if err := m.Choose(func(c Choices) Choices { return Choices{Standard: "Office"} }); store.CodeOf(err) != store.Internal || m.Choices().Standard != "" {
		t.Errorf("%v, %+v", err, m.Choices())
	}
	var none *Memory
	if none.Paper(documents.Receipt) != "" || none.Choose(func(c Choices) Choices { return c }) == nil {
		t.Error("no memory remembers")
	}
}

func TestMemoryTogether(t *testing.T) {
	m := Remember(t.TempDir())
	var all sync.WaitGroup
	for n := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			_ = m.Choose(func(c Choices) Choices { return c.WithAdjustment(string(rune('a'+n)), page.Adjustment{Down: n + 1}) })
			_ = m.Choices().WayOf(documents.Receipt)
		}()
	}
	all.Wait()
	if len(m.Choices().Adjust) != 8 {
		t.Errorf("%+v", m.Choices())
	}
}
