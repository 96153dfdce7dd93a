package template

import "strings"

// Value is what the record has for a field.
type Value struct {
	Text string // in one line of a sentence
	// Items are the parts of a list. Where the field has a line for itself they stand below each other.
	Items []string
}

// IsZero reports that the record has nothing.
func (v Value) IsZero() bool { return strings.TrimSpace(v.Text) == "" && len(v.Items) == 0 }

// Fill puts values in place of the fields and returns a text of the same language, which Parse reads without a fault. A field without a
// value becomes a place to fill in, named by label.
func (t Text) Fill(values map[string]Value, label func(Field) string) string {
	var out []string
	for _, l := range t.lines {
		if name, alone := l.alone(); alone && !values[name].IsZero() {
			out = append(out, standing(l.kind, values[name])...)
			continue
		}
		var text strings.Builder
		for _, p := range l.pieces {
			switch {
			case p.gap:
				text.WriteString("{?" + p.text + "}")
			case !p.field:
				text.WriteString(Escape(p.text))
			case values[p.text].IsZero():
				f, _ := FieldOf(p.text)
				text.WriteString("{?" + labelled(label(f), p.text) + "}")
			default:
				text.WriteString(Escape(inline(values[p.text])))
			}
		}
		out = append(out, marked(l.kind, text.String()))
	}
	return strings.Join(out, "\n")
}

// alone reports the field that is all there is in a line.
func (l line) alone() (name string, alone bool) {
	for _, p := range l.pieces {
		switch {
		case p.field && name == "":
			name = p.text
		case p.field, p.gap, strings.TrimSpace(p.text) != "":
			return "", false
		}
	}
	return name, name != "" && l.kind != Heading
}

// standing are the lines of a value that has a line for itself.
func standing(kind Kind, v Value) []string {
	var out []string
	for _, item := range v.Items {
		out = append(out, marked(Item, Escape(flat(item))))
	}
	if len(v.Items) > 0 {
		return out
	}
	for _, text := range strings.Split(strings.TrimSpace(v.Text), "\n") {
		out = append(out, marked(kind, Escape(strings.TrimRight(text, "\r"))))
	}
	return out
}

// inline is a value within a sentence.
func inline(v Value) string {
	if strings.TrimSpace(v.Text) == "" {
		return flat(strings.Join(v.Items, "; "))
	}
	return flat(v.Text)
}

func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// marked begins a line so that it is read as what it is.
func marked(kind Kind, text string) string {
	switch kind {
	case Heading:
		return "# " + text
	case Item:
		return "- " + text
	}
	if strings.HasPrefix(text, "# ") || strings.HasPrefix(text, "- ") || strings.HasPrefix(text, `\`) {
		return `\` + text
	}
	return text
}

// Escape writes words so that they are read as they are.
func Escape(text string) string { return strings.NewReplacer("{", "{{", "}", "}}").Replace(text) }

// labelled is a label that may stand in braces; the field's name where the words may not.
func labelled(label, name string) string {
	label = flat(label)
	if label == "" || strings.ContainsAny(label, "{}") || len([]rune(label)) > MaxLabel {
		return name
	}
	return label
}
