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

// whole returns the entries that can be restored. Only they count for the rule.
func (p place) whole() []entry {
	var list []entry
	for _, e := range p.entries {
		if e.usable() && p.missing(e) == 0 {
			list = append(list, e)
		}
	}
	return list
}

// kept divides the entries that can be restored by the rule, as if one more had been made at an instant where coming is set.
func (p place) kept(now time.Time, zone *time.Location, coming bool) (kept, expired []entry) {
	list := p.whole()
	made := make([]time.Time, len(list), len(list)+1)
	for i, e := range list {
		made[i] = e.manifest.Made
	}
	if coming {
		made = append(made, now)
	}
	keep := Keep(now, zone, made)
	for i, e := range list {
		if keep[i] {
			kept = append(kept, e)
		} else {
			expired = append(expired, e)
		}
	}
	return kept, expired
}

// superfluous returns the files that may go: they can be restored, the rule keeps them not, and nothing that stays needs them. What
// can't be restored, for a part is missing or damaged, or since the key was changed, is left alone, and so is all that it needs.
func (p place) superfluous(now time.Time, zone *time.Location) []entry {
	_, expired := p.kept(now, zone, false)
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
	_, list := p.kept(now, zone, true)
	expired := map[[16]byte]bool{}
	for _, e := range list {
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
