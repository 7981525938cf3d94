package synth

import (
	"math/bits"
	"slices"
)

// maxPacked is how many schemes, the least dull ones, are weighed for which may stand beside one another.
const maxPacked = 120

// cluesOf numbers the clues of options: the same number for those that tell the same.
func cluesOf(options []option, offers []Offer) []int {
	seen := map[clue]int{}
	out := make([]int, len(options))
	for i, o := range options {
		k := offers[o.offer].clue()
		n, ok := seen[k]
		if !ok {
			n = len(seen)
			seen[k] = n
		}
		out[i] = n
	}
	return out
}

// numbered are the numbers of the options in s, as bits.
func numbered(numbers []int, s uint64) (out uint64) {
	for ; s != 0; s &= s - 1 {
		out |= 1 << numbers[bits.TrailingZeros64(s)]
	}
	return out
}

// drop forgets schemes whose clues of the root were used or found bad since they were found.
func (p *EmbeddedPlanner) drop(root *VertexState) {
	p.schemes = slices.DeleteFunc(p.schemes, func(s scheme) bool {
		return slices.ContainsFunc(s.options, func(o option) bool { return p.barred(&root.Offers[o.offer], true) })
	})
}

// first chooses the scheme to be tried next: of those that leave clues for most of the other trees wanted of this root, as far as three, the least dull with what it leaves room for.
func (p *EmbeddedPlanner) first() int {
	if p.wanted == nil || p.wanted() < 2 || p.o.Margin > 0 {
		return 0
	}
	return packed(p.schemes[:min(len(p.schemes), maxPacked)], p.wanted() > 2)
}

// packed returns the first of the schemes of the largest set in which no two share a clue, and of equally large ones of the least dull; sets of three are looked for if three is set.
// Schemes stand in the order of their dullness.
func packed(schemes []scheme, three bool) int {
	best, size, dull := 0, 1, 0
	for i, a := range schemes {
		for j := i + 1; j < len(schemes); j++ {
			b := schemes[j]
			if a.clues&b.clues != 0 || size == 3 && a.dull+2*b.dull >= dull {
				continue
			}
			if size < 2 || size == 2 && a.dull+b.dull < dull {
				best, size, dull = i, 2, a.dull+b.dull
			}
			if !three {
				continue
			}
			k := slices.IndexFunc(schemes[j+1:], func(c scheme) bool { return c.clues&(a.clues|b.clues) == 0 })
			if k < 0 {
				continue
			}
			if sum := a.dull + b.dull + schemes[j+1+k].dull; size < 3 || sum < dull {
				best, size, dull = i, 3, sum
			}
		}
	}
	return best
}
