package synth

import (
	"math/bits"
	"math/rand/v2"
	"slices"

	"infoseek"
)

// maxOptions is the most constraints of one vertex that are weighed against one another.
const maxOptions = 24

// masks says of a universe of entities which of a vertex's possible constraints each satisfies: bit i for option i. Entities with the same bits are alike for the
// search, so only the distinct ones are kept.
type masks struct {
	at       []uint32 // by page; scratch, zero between calls
	distinct []uint32
}

// fill computes the distinct masks of universe, without self.
func (m *masks) fill(universe []infoseek.PageNum, sets [][]infoseek.PageNum, size int, self infoseek.PageNum) {
	if len(m.at) < size {
		m.at = make([]uint32, size)
	}
	const in = 1 << 31 // marks the universe
	for _, p := range universe {
		m.at[p] = in
	}
	for i, set := range sets {
		for _, p := range set {
			if m.at[p] != 0 {
				m.at[p] |= 1 << i
			}
		}
	}
	m.distinct = m.distinct[:0]
	for _, p := range universe {
		if p != self {
			m.distinct = append(m.distinct, m.at[p]&^in)
		}
		m.at[p] = 0
	}
	slices.Sort(m.distinct)
	m.distinct = slices.Compact(m.distinct)
	m.maximal()
}

// maximal keeps the masks that are part of no other: whatever set of options another entity satisfies, one of these does.
func (m *masks) maximal() {
	slices.SortStableFunc(m.distinct, func(a, b uint32) int { return bits.OnesCount32(b) - bits.OnesCount32(a) })
	out := m.distinct[:0]
	for _, a := range m.distinct {
		if !slices.ContainsFunc(out, func(b uint32) bool { return a&^b == 0 }) {
			out = append(out, a)
		}
	}
	m.distinct = out
}

// other reports whether another entity of the universe satisfies all options in s.
func (m *masks) other(s uint32) bool {
	for _, a := range m.distinct {
		if s&^a == 0 {
			return true
		}
	}
	return false
}

// minimal reports whether s singles the vertex out and no option of s can be spared.
func (m *masks) minimal(s uint32) bool {
	if m.other(s) {
		return false
	}
	for rest := s; rest != 0; rest &= rest - 1 {
		if !m.other(s &^ (rest & -rest)) {
			return false
		}
	}
	return true
}

// subsets visits the sets of up to most of n options in an order that chance decides, smaller ones first, until visit says stop.
func subsets(rng *rand.Rand, n, most int, visit func(s uint32) bool) {
	order := rng.Perm(n)
	var walk func(from, left int, s uint32) bool
	walk = func(from, left int, s uint32) bool {
		if left == 0 {
			return visit(s)
		}
		for i := from; i <= n-left; i++ {
			if !walk(i+1, left-1, s|1<<order[i]) {
				return false
			}
		}
		return true
	}
	for k := 1; k <= min(most, n); k++ {
		if !walk(0, k, 0) {
			return
		}
	}
}
