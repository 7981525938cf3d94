package search

import (
	"cmp"
	"slices"

	"infoseek"
)

// candidate is a passage with its score.
type candidate struct {
	score   float64
	passage uint32
}

// before is the order of ranks: by score, ties by document order.
func (a candidate) before(b candidate) int {
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	return cmp.Compare(a.passage, b.passage)
}

// top keeps the k best of the units added.
type top struct {
	k      int
	byPage bool
	// floor is a score that the k-th best has reached: what scores less is not wanted.
	floor      float64
	candidates []candidate
	ix         *Index
	seen       []uint32 // by page: the last round of keep that met it
	round      uint32
}

func (t *top) reset(q infoseek.Query, ix *Index) {
	t.k, t.byPage, t.floor = min(q.K, ix.meta.Passages), q.Unit == infoseek.UnitPage, 0
	t.candidates, t.ix = t.candidates[:0], ix
	if t.byPage && len(t.seen) < ix.meta.Pages {
		t.seen, t.round = make([]uint32, ix.meta.Pages), 0
	}
}

// add takes a passage that scores floor or more.
func (t *top) add(score float64, passage uint32) {
	t.candidates = append(t.candidates, candidate{score, passage})
	if len(t.candidates) >= 2*t.k+8 {
		t.keep()
	}
}

// keep drops the candidates beyond the k best units.
func (t *top) keep() {
	slices.SortFunc(t.candidates, candidate.before)
	if t.byPage {
		t.dropRepeated()
	}
	if t.k > 0 && len(t.candidates) >= t.k {
		t.candidates = t.candidates[:t.k]
		t.floor = t.candidates[t.k-1].score
	}
}

// dropRepeated leaves of each page the first candidate.
func (t *top) dropRepeated() {
	t.round++
	if t.round == 0 {
		clear(t.seen)
		t.round = 1
	}
	kept := t.candidates[:0]
	for _, c := range t.candidates {
		if page := t.ix.page(c.passage); t.seen[page] != t.round {
			t.seen[page] = t.round
			kept = append(kept, c)
		}
	}
	t.candidates = kept
}

// ranked returns the k best units, best first. They are overwritten by the next search.
func (t *top) ranked() []candidate {
	t.keep()
	return t.candidates
}
