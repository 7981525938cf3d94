package synth

import (
	"slices"
	"testing"

	"infoseek"

	"pgregory.net/rapid"
)

// drawSets draws sets of pages below size: ascending, some of them many times larger than the others.
func drawSets(t *rapid.T, size int) [][]infoseek.PageNum {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []infoseek.PageNum {
		most := rapid.SampledFrom([]int{2, 6, size}).Draw(t, "most")
		set := rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(0, size-1), func(p int) infoseek.PageNum { return infoseek.PageNum(p) }), 0, most, rapid.ID).Draw(t, "set")
		slices.Sort(set)
		return set
	}), 1, 7).Draw(t, "sets")
}

// left is the set of entities of the universe, other than self, that satisfy all options in s.
func left(universe []infoseek.PageNum, sets [][]infoseek.PageNum, self infoseek.PageNum, s uint64) int {
	n := 0
	for _, p := range universe {
		in := p != self
		for i, set := range sets {
			in = in && (s&(1<<i) == 0 || slices.Contains(set, p))
		}
		if in {
			n++
		}
	}
	return n
}

// TestMasks compares with sets computed directly, on scratch memory that was used before.
func TestMasks(t *testing.T) {
	var m masks
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 80).Draw(t, "size")
		sets, from := drawSets(t, size), drawSets(t, size)
		self := infoseek.PageNum(rapid.IntRange(0, size-1).Draw(t, "self"))
		if rapid.Bool().Draw(t, "one") {
			from = from[:1]
		}
		universe := slices.Concat(from...)
		slices.Sort(universe)
		universe = slices.Compact(universe)
		m.fill(from, sets, size, self)
		for s := range uint64(1) << len(sets) {
			want := left(universe, sets, self, s) > 0
			if got := m.other(s); got != want {
				t.Fatalf("another has all of %b: %v, want %v", s, got, want)
			}
		}
		if slices.ContainsFunc(m.at, func(a uint64) bool { return a != 0 }) {
			t.Fatal("the scratch memory is not clean")
		}
	})
}

func TestMaskSet(t *testing.T) {
	var s maskSet
	rapid.Check(t, func(t *rapid.T) {
		masks := rapid.SliceOf(rapid.Uint64Range(0, 1<<maxOptions-1)).Draw(t, "masks")
		s.reset(len(masks))
		seen := map[uint64]bool{}
		for _, a := range masks {
			if got := s.add(a); got == seen[a] {
				t.Fatalf("%b is new: %v", a, got)
			}
			seen[a] = true
		}
	})
}
