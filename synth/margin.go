package synth

import (
	"cmp"
	"slices"

	"infoseek"
)

// Margin: which trees stay unique in a larger corpus.
//
// A page that a larger corpus adds is another answer if it satisfies every clue. How likely that is can be seen from the near misses: the entities that satisfy all clues but one. Was the
// clue that stopped them one which every tenth entity satisfies, then of ten near misses one more answer is to be expected among as many pages again. So
//
//	expected = sum over the clues of (near misses of the clue) · (share of entities that satisfy the clue)
//
// is the number of other answers to expect in a corpus twice as large. The product of all clues' shares, the estimate were they independent, says far too little, for what satisfies some clues
// of a tree tends to satisfy the others. Measured on questions from random halves of Schools Wikipedia without a margin (663 of them, 13% unique on all of it): rank correlation with the other
// answers that the whole has .38, of the product .22; of the tenth with the lowest expected 29% stayed unique. It counts too low where hidden vertices get more candidates,
// which brings a third of the other answers. Of questions from three random halves 11% of 418 stayed unique without a margin, 24% of 286 with one of 0.5, 25% of 205 with 1, 30% of 133 with 2
// (bench/stability).
//
// With Options.Margin the planner prefers clues with few expected, each root's tries are all made, and the best of them are taken.

// expected estimates the other answers in a corpus with as many entities again.
func expected(c infoseek.Certificate, entities int) float64 {
	sum := 0.0
	for _, e := range c.Edges {
		sum += float64(e.Without-1) * float64(e.Alone)
	}
	return sum / float64(max(entities, 1))
}

// risk is the same estimate, from the clues of the root alone, for the options in s.
func risk(options []option, s uint64) float64 {
	chosen := pick(options, s)
	sum := 0.0
	for i := range chosen {
		if others := meetOptions(chosen, i); len(chosen) > 1 {
			sum += float64(len(others)-1) * float64(len(chosen[i].set))
		}
	}
	return sum
}

// leastRisk puts the sets with the least risk first.
func leastRisk(options []option, found []uint64) {
	risks := make(map[uint64]float64, len(found))
	for _, s := range found {
		risks[s] = risk(options, s)
	}
	slices.SortStableFunc(found, func(a, b uint64) int { return cmp.Compare(risks[a], risks[b]) })
}

// acceptBest takes the candidates with the fewest expected other answers that share no clue of the root, the earlier of equal ones first.
func (w *worker) acceptBest(out *outcome, kept []*candidate, used map[clue]bool) {
	slices.SortStableFunc(kept, func(a, b *candidate) int { return cmp.Compare(a.expected, b.expected) })
	for _, c := range kept {
		if len(out.Questions) < w.o.PerRoot && !slices.ContainsFunc(c.clues, func(k clue) bool { return used[k] }) {
			w.accept(out, c, used)
		}
	}
}
