package search

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestEighths compares sums in lanes with sums one by one.
func TestEighths(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var sums eighths
		var want [8]uint64
		left := uint64(mostSum)
		for range rapid.IntRange(0, 20).Draw(r, "terms") {
			set, most := rapid.Uint8().Draw(r, "set"), rapid.Uint64Range(0, left).Draw(r, "most")
			left -= most
			sums.add(set, most)
			for i := range want {
				if set>>i&1 != 0 {
					want[i] += most
				}
			}
		}
		floor := rapid.OneOf(rapid.Uint64Range(0, mostSum), rapid.SampledFrom(want[:])).Draw(r, "floor")
		if got := sums.reach(floor); got != (slices.Max(want[:]) >= floor) {
			r.Fatalf("%v reach %d: %t", want, floor, got)
		}
	})
}

func TestEighthOf(t *testing.T) {
	var all [8]int
	for p := range uint32(blockSize) {
		for i := range all {
			if eighthOf(7*blockSize+p)>>i&1 != 0 {
				all[i]++
			}
		}
	}
	if all != [8]int{4, 4, 4, 4, 4, 4, 4, 4} || eighthOf(0) != 1 || eighthOf(31) != 128 {
		t.Errorf("%v", all)
	}
}

// TestScaleTo says that neither many terms nor scores near nothing lead to sums beyond a lane.
func TestScaleTo(t *testing.T) {
	for _, terms := range []int{1, 9, 1000, mostSum / 2} {
		for _, highest := range []float32{0x1p-64, 1e-9, 0.1, 7, 1e6} {
			s := scaleTo(highest, 1+float32(terms+4)*0x1p-22, terms)
			sum := 0
			for range terms {
				sum += 1 + int(highest/float32(terms)*s.bound)
			}
			if sum > mostSum || s.floor <= 0 || s.floor >= float64(s.bound) {
				t.Errorf("%d terms, %g: %+v, a sum of %d", terms, highest, s, sum)
			}
		}
	}
	for _, none := range []eighthScale{scaleTo(1, 1, mostSum), scaleTo(0, 1, 3), scaleTo(0x1p-140, 1, 3)} {
		if none != (eighthScale{}) {
			t.Errorf("%+v", none)
		}
	}
}
