package synth

import (
	"math/bits"
	"testing"

	"pgregory.net/rapid"
)

func TestPacked(t *testing.T) {
	tests := []struct {
		name  string
		clues []uint64
		three bool
		want  int
	}{
		{"one", []uint64{0b1}, true, 0},
		{"all share", []uint64{0b11, 0b101, 0b111}, true, 0},
		{"the first is in the way", []uint64{0b1111, 0b0011, 0b1100}, true, 1},
		{"two, where three would do better", []uint64{0b1111, 0b11110000, 0b0011, 0b1100}, false, 0},
		{"three", []uint64{0b1111, 0b11110000, 0b0011, 0b1100}, true, 1},
	}
	for _, test := range tests {
		var schemes []scheme
		for i, c := range test.clues {
			schemes = append(schemes, scheme{clues: c, dull: i})
		}
		if got := packed(schemes, test.three); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

// TestPackedIsTheMost: no other first scheme leaves room for more.
func TestPackedIsTheMost(t *testing.T) {
	most := func(schemes []scheme, first int) int {
		best := 1
		for j, b := range schemes {
			if j == first || schemes[first].clues&b.clues != 0 {
				continue
			}
			best = max(best, 2)
			for k, c := range schemes {
				if k != first && k != j && c.clues&(schemes[first].clues|b.clues) == 0 {
					return 3
				}
			}
		}
		return best
	}
	rapid.Check(t, func(t *rapid.T) {
		var schemes []scheme
		for i := range rapid.IntRange(1, 12).Draw(t, "schemes") {
			clues := rapid.Uint64Range(1, 1<<9-1).Filter(func(c uint64) bool { return bits.OnesCount64(c) < 4 }).Draw(t, "clues")
			schemes = append(schemes, scheme{clues: clues, dull: i / 2})
		}
		got := most(schemes, packed(schemes, true))
		for i := range schemes {
			if most(schemes, i) > got {
				t.Fatalf("%d leaves room for %d trees, what was chosen for %d", i, most(schemes, i), got)
			}
		}
	})
}
