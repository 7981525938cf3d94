package synth

import (
	"math/bits"
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
func left(universe []infoseek.PageNum, sets [][]infoseek.PageNum, self infoseek.PageNum, s uint32) int {
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
		for s := range uint32(1) << len(sets) {
			want := left(universe, sets, self, s) > 0
			if got := m.other(s); got != want {
				t.Fatalf("another has all of %b: %v, want %v", s, got, want)
			}
			minimal := !want
			for i := range sets {
				if s&(1<<i) != 0 {
					minimal = minimal && left(universe, sets, self, s&^(1<<i)) > 0
				}
			}
			if got := m.minimal(s); got != minimal {
				t.Fatalf("%b minimal: %v, want %v", s, got, minimal)
			}
		}
		if slices.ContainsFunc(m.at, func(a uint32) bool { return a != 0 }) {
			t.Fatal("the scratch memory is not clean")
		}
	})
}

func TestMaskSet(t *testing.T) {
	var s maskSet
	rapid.Check(t, func(t *rapid.T) {
		masks := rapid.SliceOf(rapid.Uint32Range(0, 1<<maxOptions-1)).Draw(t, "masks")
		s.reset(len(masks))
		seen := map[uint32]bool{}
		for _, a := range masks {
			if got := s.add(a); got == seen[a] {
				t.Fatalf("%b is new: %v", a, got)
			}
			seen[a] = true
		}
	})
}

// TestSubsets: each set once, smaller ones first, in an order that order decides.
func TestSubsets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5}[:rapid.IntRange(0, 6).Draw(t, "n")]).Draw(t, "order")
		most := rapid.IntRange(0, 7).Draw(t, "most")
		seen := map[uint32]bool{}
		size := 0
		subsets(order, most, nil, func(s uint32) next {
			k := bits.OnesCount32(s)
			if seen[s] || k < size || k == 0 || k > most || s>>len(order) != 0 {
				t.Fatalf("visits %b behind sets of %d", s, size)
			}
			seen[s], size = true, k
			return anySize
		})
		want := 0
		for s := range uint32(1) << len(order) {
			if k := bits.OnesCount32(s); k > 0 && k <= most {
				want++
			}
		}
		if len(seen) != want {
			t.Fatalf("%d sets of %d", len(seen), want)
		}
	})
}

func TestSubsetsGoesOnAsTold(t *testing.T) {
	var sizes []int
	subsets([]int{0, 1, 2, 3}, 3, nil, func(s uint32) next {
		sizes = append(sizes, bits.OnesCount32(s))
		if len(sizes) == 2 || len(sizes) == 3 {
			return nextSize
		}
		if len(sizes) == 5 {
			return noMore
		}
		return anySize
	})
	if want := []int{1, 1, 2, 3, 3}; !slices.Equal(sizes, want) {
		t.Errorf("sizes %v, want %v", sizes, want)
	}
}

func TestSubsetsCuts(t *testing.T) {
	var sets []uint32
	subsets([]int{2, 0, 1}, 3, func(s uint32) bool { return s&0b100 != 0 }, func(s uint32) next {
		sets = append(sets, s)
		return anySize
	})
	if want := []uint32{0b100, 0b001, 0b010, 0b011}; !slices.Equal(sets, want) {
		t.Errorf("%b, want %b", sets, want)
	}
}
