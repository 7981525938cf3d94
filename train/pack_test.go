package train

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPack: every example is in one row, no row is too long, and no two rows could have been one.
func TestPack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lengths := rapid.SliceOfN(rapid.IntRange(1, 12), 1, 20).Draw(t, "lengths")
		examples := make([]Example, len(lengths))
		for i, n := range lengths {
			examples[i].Tokens, examples[i].Own = make([]int32, n), make([]bool, n)
		}
		order := rapid.Permutation(indices(len(examples))).Draw(t, "order")
		rows, err := Pack(examples, order, 12)
		if err != nil {
			t.Fatal(err)
		}
		var seen []int
		for i, row := range rows {
			n := 0
			for _, e := range row.Examples {
				n += lengths[e]
			}
			if n != row.Tokens || n > 12 || n == 0 {
				t.Errorf("row %d of %d tokens says %d", i, n, row.Tokens)
			}
			if i > 0 && rows[i-1].Tokens+lengths[row.Examples[0]] <= 12 {
				t.Errorf("row %d begins with what row %d had room for", i, i-1)
			}
			seen = append(seen, row.Examples...)
		}
		slices.Sort(seen)
		if !slices.Equal(seen, indices(len(examples))) {
			t.Errorf("packed %v", seen)
		}
	})
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func TestPackRefusesTooLong(t *testing.T) {
	var long *TooLongError
	if _, err := Pack([]Example{{ID: "x", Tokens: make([]int32, 5)}}, []int{0}, 4); !errors.As(err, &long) || long.ID != "x" || long.Tokens != 5 {
		t.Error(err)
	}
}

// TestBatch lays out two examples in a row by hand.
func TestBatch(t *testing.T) {
	examples := []Example{
		{ID: "a", Tokens: []int32{1, 2, 3}, Own: []bool{true, false, true}},
		{ID: "b", Tokens: []int32{4, 5}, Own: []bool{false, true}, LogProbs: []float64{0, -0.5}},
	}
	b := NewBatch(examples, []Row{{[]int{0, 1}, 5}}, 2, 6, func(i int) float64 { return float64(i + 1) })
	for name, c := range map[string]struct{ got, want []int32 }{
		"tokens":    {b.Tokens, []int32{1, 2, 3, 4, 5, 0}},
		"positions": {b.Positions, []int32{0, 1, 2, 0, 1, 0}},
		"segments":  {b.Segments, []int32{1, 1, 1, 2, 2, 0}},
		"targets":   {b.Targets, []int32{2, 3, 0, 5, 0, 0}},
	} {
		if want := append(c.want, make([]int32, 6)...); !slices.Equal(c.got, want) {
			t.Errorf("%s: %v, want %v", name, c.got, want)
		}
	}
	for name, c := range map[string]struct{ got, want []float32 }{
		"own":    {b.Own, []float32{0, 1, 0, 1, 0, 0}},
		"weight": {b.Weight, []float32{0, 1, 0, 2, 0, 0}},
		"old":    {b.Old, []float32{0, 0, 0, -0.5, 0, 0}},
	} {
		if want := append(c.want, make([]float32, 6)...); !slices.Equal(c.got, want) {
			t.Errorf("%s: %v, want %v", name, c.got, want)
		}
	}
	if b.Most != 2 || !slices.Equal(b.Places, []Place{{0, 0, 2}, {1, 3, 1}}) || !slices.Equal(b.Names, []string{"a", "b"}) {
		t.Errorf("%d %v %v", b.Most, b.Places, b.Names)
	}
	if n := Longest(examples); n != 16 {
		t.Errorf("longest %d", n)
	}
}
