package backup

import (
	"slices"
	"time"

	"satchel/data/vault"
)

const (
	// moveShare bounds what one backup writes anew to free older files, as a part of the database: one in so many pages.
	moveShare = 4
	// manyParts is how many files a backup may lean on before small ones are gathered up.
	manyParts = 48
)

// expired returns the entries of this key that the rule doesn't keep, as if one more had been made at now where coming is set.
//
// The rule is asked twice, once about those that can be restored, so that there are always two of them, and once about all: a backup
// that lost a part is not lightly thrown away, since the part may come back. An expired one may lack parts: it only lends its pages.
func (p place) expired(now time.Time, zone *time.Location, coming bool) []entry {
	var all, whole []entry
	for _, e := range p.entries {
		if e.usable() {
			all = append(all, e)
			if p.missing(e) == 0 {
				whole = append(whole, e)
			}
		}
	}
	kept := map[string]bool{}
	for _, list := range [][]entry{all, whole} {
		made := make([]time.Time, len(list), len(list)+1)
		for i, e := range list {
			made[i] = e.manifest.Made
		}
		if coming {
			made = append(made, now)
		}
		for i, keep := range Keep(now, zone, made) {
			if keep && i < len(list) {
				kept[list[i].path] = true
			}
		}
	}
	return slices.DeleteFunc(all, func(e entry) bool { return kept[e.path] })
}

// superfluous returns the files that may go: the rule keeps them not, and no backup that stays needs them; a map names every file that
// a backup needs. What is sealed under an older key, or damaged, is left alone.
func (p place) superfluous(now time.Time, zone *time.Location) []entry {
	expired := p.expired(now, zone, false)
	gone := map[string]bool{}
	for _, e := range expired {
		gone[e.path] = true
	}
	needed := map[[16]byte]bool{}
	for _, e := range p.entries {
		if !gone[e.path] {
			for _, part := range e.info.Parts {
				needed[part] = true
			}
		}
	}
	return slices.DeleteFunc(expired, func(e entry) bool { return needed[e.info.FileID] })
}

// moves chooses the parts of base whose pages the next backup writes anew: expired ones of which less than half is still needed, and,
// where there are many, the smallest. So the space that files take is at most about twice what is needed, and their number is bounded.
func (p place) moves(base *vault.Chain, now time.Time, zone *time.Location) map[[16]byte]bool {
	expired := map[[16]byte]bool{}
	for _, e := range p.expired(now, zone, true) {
		expired[e.info.FileID] = true
	}
	uses := base.Use()
	slices.SortFunc(uses, func(a, b vault.PartUse) int { return int(a.Used - b.Used) })
	move := map[[16]byte]bool{}
	budget, many := base.Head().Info().Pages/moveShare, len(uses)-manyParts
	for _, use := range uses {
		if !expired[use.FileID] || use.Used > budget || use.Used*2 >= use.Own && many <= 0 {
			continue
		}
		move[use.FileID] = true
		budget -= use.Used
		many--
	}
	return move
}
