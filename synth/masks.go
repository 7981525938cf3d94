package synth

import (
	"math/bits"
	"slices"

	"infoseek"
)

// maxOptions is the most constraints of one vertex that are weighed against one another: as many as fit in a word beside the mark of the universe.
const maxOptions = 60

// masks says of a universe of entities which of a vertex's possible constraints each satisfies: bit i for option i. Entities with the same bits are alike for the
// search, so only the distinct ones are kept.
type masks struct {
	at       []uint64 // by page; scratch, zero between calls
	universe []infoseek.PageNum
	seen     maskSet
	distinct []uint64
}

// sparse is how many times larger a set must be than the universe to be looked into rather than gone through.
const sparse = 16

// fill computes the distinct masks of the universe, which is the union of from, without self.
func (m *masks) fill(from [][]infoseek.PageNum, sets [][]infoseek.PageNum, size int, self infoseek.PageNum) {
	if len(m.at) < size {
		m.at = make([]uint64, size)
	}
	const in = 1 << 63 // marks the universe
	m.universe = m.universe[:0]
	for _, set := range from {
		for _, p := range set {
			if m.at[p] == 0 {
				m.at[p] = in
				m.universe = append(m.universe, p)
			}
		}
	}
	for i, set := range sets {
		if len(from) == 1 && len(set) > sparse*len(m.universe) {
			m.look(set, 1<<i)
			continue
		}
		for _, p := range set {
			if a := m.at[p]; a != 0 {
				m.at[p] = a | 1<<i
			}
		}
	}
	m.seen.reset(len(m.universe))
	m.distinct = m.distinct[:0]
	for _, p := range m.universe {
		if a := m.at[p] &^ in; p != self && m.seen.add(a) {
			m.distinct = append(m.distinct, a)
		}
		m.at[p] = 0
	}
	m.maximal()
}

// look marks what of an ascending universe is in an ascending set that is much larger.
func (m *masks) look(set []infoseek.PageNum, bit uint64) {
	for _, p := range m.universe {
		i, ok := slices.BinarySearch(set, p)
		if ok {
			m.at[p] |= bit
		}
		set = set[i:]
	}
}

// maximal keeps the masks that are part of no other: whatever set of options another entity satisfies, one of these does.
func (m *masks) maximal() {
	slices.SortFunc(m.distinct, func(a, b uint64) int { return bits.OnesCount64(b) - bits.OnesCount64(a) })
	out := m.distinct[:0]
	for _, a := range m.distinct {
		if !slices.ContainsFunc(out, func(b uint64) bool { return a&^b == 0 }) {
			out = append(out, a)
		}
	}
	m.distinct = out
}

// maskSet is a set of masks of at most maxOptions bits: a hash table with open addresses, the masks stored plus one.
type maskSet struct {
	slots []uint64
	shift int
}

func (s *maskSet) reset(most int) {
	width := bits.Len(uint(2 * most))
	s.shift = 64 - width
	if n := 1 << width; cap(s.slots) < n {
		s.slots = make([]uint64, n)
	} else {
		s.slots = s.slots[:n]
		clear(s.slots)
	}
}

// add reports whether a was not yet in the set.
func (s *maskSet) add(a uint64) bool {
	for i := a * 0x9e3779b97f4a7c15 >> s.shift; ; i = (i + 1) & uint64(len(s.slots)-1) {
		switch s.slots[i] {
		case a + 1:
			return false
		case 0:
			s.slots[i] = a + 1
			return true
		}
	}
}

// other reports whether another entity of the universe satisfies all options in s.
func (m *masks) other(s uint64) bool {
	for _, a := range m.distinct {
		if s&^a == 0 {
			return true
		}
	}
	return false
}
