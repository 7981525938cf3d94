package text

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestShingles(t *testing.T) {
	words := NormWords("The herons wade; the herons wade on.")
	if want := []string{"the heron", "heron wade", "wade the", "wade on"}; !slices.Equal(Shingles(words, 2), want) {
		t.Errorf("%q, want %q", Shingles(words, 2), want)
	}
	if got := Shingles([]string{"one"}, 3); !slices.Equal(got, []string{"one"}) {
		t.Errorf("of one word: %q", got)
	}
	if got := Shingles(nil, 3); got != nil {
		t.Errorf("of none: %q", got)
	}
}

// overlapping draws two sets of which one is part of the other's neighbourhood.
func overlapping(t *rapid.T) (a, b []string) {
	common := rapid.IntRange(0, 60).Draw(t, "common")
	onlyA, onlyB := rapid.IntRange(0, 60).Draw(t, "only a"), rapid.IntRange(0, 60).Draw(t, "only b")
	salt := rapid.String().Draw(t, "salt")
	for i := range common + onlyA {
		a = append(a, salt+strconv.Itoa(i))
	}
	for i := range common + onlyB {
		n := i
		if i >= common {
			n += onlyA
		}
		b = append(b, salt+strconv.Itoa(n))
	}
	return a, b
}

// TestSignatureEstimates: MinHash is within five standard errors of the exact Jaccard index, and on average within a hundredth.
func TestSignatureEstimates(t *testing.T) {
	sum, n := 0.0, 0
	rapid.Check(t, func(t *rapid.T) {
		a, b := overlapping(t)
		if len(a) == 0 || len(b) == 0 {
			return
		}
		exact, estimate := Jaccard(a, b), Sign(a).Jaccard(Sign(b))
		if exact == 1 && estimate != 1 {
			t.Fatalf("equal sets: %g", estimate)
		}
		if slack := 5*math.Sqrt(exact*(1-exact)/float64(len(Signature{}))) + .02; math.Abs(estimate-exact) > slack {
			t.Fatalf("estimate %.3f of %.3f", estimate, exact)
		}
		sum, n = sum+estimate-exact, n+1
	})
	if mean := sum / float64(n); math.Abs(mean) > .03 {
		t.Errorf("on average off by %.3f", mean)
	}
}

// TestBucketsFind: sets that are alike meet, sets that have little in common seldom do.
func TestBucketsFind(t *testing.T) {
	alike, met, unlike, chance := 0, 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		a, b := overlapping(t)
		var buckets Buckets
		if len(buckets.Add(Sign(a))) > 0 {
			t.Fatal("the first meets something")
		}
		together := slices.Equal(buckets.Add(Sign(b)), []int{0})
		switch exact := Jaccard(a, b); {
		case exact == 1 && !together:
			t.Fatal("equal sets do not meet")
		case exact >= .75:
			alike++
			met += count(together)
		case exact <= .1:
			unlike++
			chance += count(together)
		}
	})
	if met < alike*9/10 || chance > unlike/5+1 {
		t.Errorf("%d of %d alike met, %d of %d unlike", met, alike, chance, unlike)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
