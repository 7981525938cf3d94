package synth

import (
	"math/bits"
	"slices"

	"infoseek"
)

// maxOptions is the most constraints of one vertex that are weighed against one another.
const maxOptions = 24

// masks says of a universe of entities which of a vertex's possible constraints each satisfies: bit i for option i. Entities with the same bits are alike for the
// search, so only the distinct ones are kept.
type masks struct {
	at       []uint32 // by page; scratch, zero between calls
	universe []infoseek.PageNum
	seen     maskSet
	distinct []uint32
}

// sparse is how many times larger a set must be than the universe to be looked into rather than gone through.
const sparse = 16

// fill computes the distinct masks of the universe, which is the union of from, without self.
func (m *masks) fill(from [][]infoseek.PageNum, sets [][]infoseek.PageNum, size int, self infoseek.PageNum) {
	if len(m.at) < size {
		m.at = make([]uint32, size)
	}
	const in = 1 << 31 // marks the universe
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
func (m *masks) look(set []infoseek.PageNum, bit uint32) {
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
	slices.SortFunc(m.distinct, func(a, b uint32) int { return bits.OnesCount32(b) - bits.OnesCount32(a) })
	out := m.distinct[:0]
	for _, a := range m.distinct {
		if !slices.ContainsFunc(out, func(b uint32) bool { return a&^b == 0 }) {
			out = append(out, a)
		}
	}
	m.distinct = out
}

// maskSet is a set of masks of at most maxOptions bits: a hash table with open addresses, the masks stored plus one.
type maskSet struct {
	slots []uint32
	shift int
}

func (s *maskSet) reset(most int) {
	width := bits.Len(uint(2 * most))
	s.shift = 32 - width
	if n := 1 << width; cap(s.slots) < n {
		s.slots = make([]uint32, n)
	} else {
		s.slots = s.slots[:n]
		clear(s.slots)
	}
}

// add reports whether a was not yet in the set.
func (s *maskSet) add(a uint32) bool {
	for i := a * 2654435769 >> s.shift; ; i = (i + 1) & uint32(len(s.slots)-1) {
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

// next is how to go on behind a set.
type next int

const (
	anySize  next = iota // with the next set
	nextSize             // with the first set of the next size
	noMore
)

// subsets visits the sets of up to most of the options in order, smaller sets first, until visit says noMore. Sets that hold all of one for which cut (unless nil) is true are left out, but
// for that set itself.
func subsets(order []int, most int, cut func(s uint32) bool, visit func(s uint32) next) {
	var walk func(from, left int, s uint32) next
	walk = func(from, left int, s uint32) next {
		if left == 0 {
			return visit(s)
		}
		if s != 0 && cut != nil && cut(s) {
			return anySize
		}
		for i := from; i <= len(order)-left; i++ {
			if n := walk(i+1, left-1, s|1<<order[i]); n != anySize {
				return n
			}
		}
		return anySize
	}
	for k := 1; k <= min(most, len(order)); k++ {
		if walk(0, k, 0) == noMore {
			return
		}
	}
}
