package page

import (
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// The joiners that scripts need inside words (Unicode, chapters 9 and 12).
const (
	nonJoiner = '\u200C'
	joiner    = '\u200D'
)

func isJoiner(r rune) bool { return r == nonJoiner || r == joiner }

// needsShaping tells characters that can't be set one by one with a font that the PDF
// embeds: those of scripts whose letters change with their neighbours, those beyond the
// basic plane, and those that only a font of another script or of the machine has.
func needsShaping(r rune) bool {
	switch {
	case r < 0x0590:
		return false
	case r > 0xFFFF, isJoiner(r), !isPlainScript(language.LookupScript(r)):
		return true
	}
	face, ok := faceFor(Regular, r)
	return ok && face >= firstScript
}

// isPlainScript tells the scripts that can be set without shaping.
func isPlainScript(script language.Script) bool {
	switch script {
	case language.Latin, language.Greek, language.Cyrillic, language.Common, language.Inherited:
		return true
	}
	return false
}

func isShared(script language.Script) bool {
	return script == language.Common || script == language.Inherited
}

// glyphRun is a part of a text in one font and script.
type glyphRun struct {
	start, end int
	face       Face
	script     language.Script
	plain      bool // may be set as text
}

// glyphRuns appends a text that has parts to be shaped, in visual order.
func (s *shaper) glyphRuns(out *shaped, face Face, kern bool, runes []rune, how setting) {
	runs := runsOf(face, runes, how.rightToLeft)
	for i := range runs {
		run := runs[i]
		if how.rightToLeft {
			run = runs[len(runs)-1-i]
		}
		if run.plain {
			s.run(out, run.face, kern, hasMark(runes[run.start:run.end]), runes[run.start:run.end])
			continue
		}
		s.glyphs(out, runes, run, how)
	}
}

func hasMark(runes []rune) bool {
	for _, r := range runes {
		if isMark(r) {
			return true
		}
	}
	return false
}

// runsOf cuts a text where its font or script changes. Marks, joiners and spaces stay with
// the letter before them where its font has them.
func runsOf(face Face, runes []rune, rightToLeft bool) []glyphRun {
	var runs []glyphRun
	script := leadingScript(runes)
	for i, r := range runes {
		own := language.LookupScript(r)
		if !isShared(own) {
			script = own
		}
		chosen, _ := faceFor(face, r)
		clings := isMark(r) || isJoiner(r) || r == ' ' || r == '\u00a0'
		if n := len(runs); n > 0 && clings && runs[n-1].face >= firstScript {
			if _, ok := typefaceOf(runs[n-1].face).glyph(r); ok || isJoiner(r) {
				chosen = runs[n-1].face
			}
		}
		plain := !rightToLeft && chosen < firstScript && r <= 0xFFFF && !isJoiner(r)
		if n := len(runs); n > 0 && runs[n-1].face == chosen && runs[n-1].plain == plain && (plain || runs[n-1].script == script) {
			runs[n-1].end = i + 1
			continue
		}
		runs = append(runs, glyphRun{i, i + 1, chosen, script, plain})
	}
	return runs
}

// leadingScript is the script of the first letter: what stands before it goes with it.
func leadingScript(runes []rune) language.Script {
	for _, r := range runes {
		if script := language.LookupScript(r); !isShared(script) {
			return script
		}
	}
	return language.Latin
}

// harfbuzzOutput shapes one run, the rest of the text being its context.
func (s *shaper) harfbuzzOutput(runes []rune, run glyphRun, how setting) shaping.Output {
	direction := di.DirectionLTR
	if how.rightToLeft {
		direction = di.DirectionRTL
	}
	return s.of(run.face).set(shaping.Input{
		Text: runes, RunStart: run.start, RunEnd: run.end, Direction: direction,
		Size: fixed.I(emUnits), Script: run.script, Language: how.tongue,
	})
}

// glyphs appends one shaped run.
func (s *shaper) glyphs(out *shaped, runes []rune, run glyphRun, how setting) {
	output := s.harfbuzzOutput(runes, run, how)
	p := piece{face: run.face, text: string(runes[run.start:run.end]), x: out.width, rightToLeft: how.rightToLeft}
	for i := 0; i < len(output.Glyphs); {
		first := output.Glyphs[i]
		cluster := Cluster{Bytes: len(string(runes[first.TextIndex() : first.TextIndex()+first.RunesCount()]))}
		for ; i < len(output.Glyphs) && output.Glyphs[i].TextIndex() == first.TextIndex(); i++ {
			glyph := output.Glyphs[i]
			if s.inks(run.face, glyph.GlyphID) {
				cluster.Glyphs = append(cluster.Glyphs, Glyph{
					ID: int(glyph.GlyphID), X: int(cluster.Advance) + int(thousandths(glyph.XOffset)), Rise: int(thousandths(glyph.YOffset)),
				})
			}
			out.rise = max(out.rise, thousandths(glyph.YBearing+glyph.YOffset))
			out.drop = max(out.drop, -thousandths(glyph.YBearing+glyph.Height+glyph.YOffset))
			cluster.Advance += int(thousandths(glyph.Advance))
		}
		p.width += int64(cluster.Advance)
		p.clusters = append(p.clusters, cluster)
	}
	out.width += p.width
	if len(p.clusters) > 0 {
		out.pieces = append(out.pieces, p)
	}
}

// inks tells whether a glyph draws anything: a space does not.
func (s *shaper) inks(face Face, gid font.GID) bool {
	return len(s.of(face).shape(gid).outline) > 0
}

// covered tells whether every character of a text gets a glyph once it is shaped. A damaged
// font of the machine's covers nothing.
func (s *shaper) covered(wanted Face, runes []rune) (all bool) {
	return safely(func() { all = s.shapesAll(wanted, runes) }) && all
}

func (s *shaper) shapesAll(wanted Face, runes []rune) bool {
	how := setting{}
	for _, r := range runes {
		how.rightToLeft = how.rightToLeft || isRightToLeft(r)
	}
	for _, run := range runsOf(wanted, runes, how.rightToLeft) {
		if run.plain {
			continue
		}
		for _, glyph := range s.harfbuzzOutput(runes, run, how).Glyphs {
			if glyph.GlyphID == 0 {
				return false
			}
		}
	}
	return true
}

// joins tells whether a joiner may stand after a character: only between letters and signs
// of a script that has use for it.
func joins(before, after rune) bool {
	for _, r := range []rune{before, after} {
		script := language.LookupScript(r)
		if isPlainScript(script) && !(script == language.Inherited && unicode.Is(unicode.M, r)) {
			return false
		}
	}
	return true
}
