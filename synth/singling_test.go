package synth

import (
	"math/bits"
	"testing"

	"infoseek"

	"pgregory.net/rapid"
)

// drawOptions draws options with sets below size, names and vertices, and which of them cannot stand together.
func drawOptions(t *rapid.T, size int) (options []option, against [maxOptions]uint64) {
	for _, set := range drawSets(t, size) {
		options = append(options, option{set: set, names: rapid.IntRange(0, 2).Draw(t, "names"), size: rapid.IntRange(1, 3).Draw(t, "vertices")})
	}
	for i := range options {
		for j := range i {
			if rapid.IntRange(0, 5).Draw(t, "clash") == 0 {
				against[i] |= 1 << j
				against[j] |= 1 << i
			}
		}
	}
	return options, against
}

// fits reports whether the options in s can stand together, within the limits of g.
func (g *singling) fits(s uint64) bool {
	names, size := 0, 1
	for i, o := range g.options {
		if s&(1<<i) != 0 {
			if g.against[i]&s != 0 {
				return false
			}
			names, size = names+o.names, size+o.size
		}
	}
	return names <= g.names && size <= g.size && bits.OnesCount64(s) <= g.width
}

// TestSingling compares with all sets of options: found are, each once, those that fit, hold what is forced, leave no other entity, and of which no option besides the forced can be spared.
func TestSingling(t *testing.T) {
	var m masks
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 40).Draw(t, "size")
		options, against := drawOptions(t, size)
		self := infoseek.PageNum(rapid.IntRange(0, size-1).Draw(t, "self"))
		universe := make([]infoseek.PageNum, size)
		for i := range universe {
			universe[i] = infoseek.PageNum(i)
		}
		forced := rapid.Uint64Range(0, 1<<len(options)-1).Draw(t, "forced") & rapid.Uint64Range(0, 1<<len(options)-1).Draw(t, "forced too")
		for i := range options {
			if forced&(1<<i) != 0 {
				forced &^= against[i]
			}
		}
		cand := rapid.Uint64Range(0, 1<<len(options)-1).Draw(t, "cand")
		found := map[uint64]bool{}
		g := singling{options: options, against: &against, names: rapid.IntRange(0, 6).Draw(t, "most names"), size: rapid.IntRange(2, 10).Draw(t, "most vertices"), width: rapid.IntRange(1, 5).Draw(t, "width"), steps: 1 << 20}
		g.found = func(s uint64) bool {
			if found[s] {
				t.Fatalf("%b is found twice", s)
			}
			found[s] = true
			return true
		}
		sets := setsOf(options)
		m.fill([][]infoseek.PageNum{universe}, sets, size, self)
		g.over(&m, forced)
		if !g.run(forced, cand) {
			t.Fatal("it did not come to the end")
		}
		for s := range uint64(1) << len(options) {
			want := s&forced == forced && s&^(forced|cand) == 0 && g.fits(s) && left(universe, sets, self, s) == 0
			for i := range options {
				if s&^forced&(1<<i) != 0 {
					want = want && left(universe, sets, self, s&^(1<<i)) > 0
				}
			}
			if found[s] != want {
				t.Fatalf("%b is found: %v, want %v", s, found[s], want)
			}
		}
	})
}

// TestSinglingStops: after so many steps, and where it is told to.
func TestSinglingStops(t *testing.T) {
	options := make([]option, 12)
	for i := range options {
		options[i] = option{set: []infoseek.PageNum{infoseek.PageNum(i)}, size: 1}
	}
	for steps := range 20 {
		var m masks
		universe := []infoseek.PageNum{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
		m.fill([][]infoseek.PageNum{universe}, setsOf(options), 13, 12)
		var sets []uint64
		g := singling{options: options, against: &[maxOptions]uint64{}, size: 20, width: 5, steps: steps, found: func(s uint64) bool { sets = append(sets, s); return len(sets) < 3 }}
		g.over(&m, 0)
		if whole := g.run(0, 1<<12-1); whole || len(sets) > min(steps, 3) {
			t.Errorf("%d steps: %b found, came to the end: %v", steps, sets, whole)
		}
		if steps == 19 && len(sets) != 3 {
			t.Errorf("%b found, want three", sets)
		}
	}
}
