package stat

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The first four are table I of Newcombe, Statistics in Medicine 17 (1998), method 3.
func TestWilsonAsPublished(t *testing.T) {
	for _, c := range []struct {
		hits, n int
		want    string
	}{
		{81, 263, "0.2553 0.3662"},
		{15, 148, "0.0624 0.1605"},
		{0, 20, "0.0000 0.1611"},
		{1, 29, "0.0061 0.1718"},
		{29, 29, "0.8830 1.0000"},
		{0, 0, "0.0000 1.0000"},
	} {
		i := Wilson(c.hits, c.n, Level)
		if got := fmt.Sprintf("%.4f %.4f", i.Low, i.High); got != c.want {
			t.Errorf("%d of %d: %s, not %s", c.hits, c.n, got, c.want)
		}
	}
}

// TestWilsonSolvesItsEquation: its ends are the shares p for which what was seen lies z standard errors of p away.
func TestWilsonSolvesItsEquation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 100_000).Draw(t, "n")
		hits := rapid.IntRange(0, n).Draw(t, "hits")
		level := rapid.Float64Range(0.5, 0.999).Draw(t, "level")
		i, share := Wilson(hits, n, level), float64(hits)/float64(n)
		if !(0 <= i.Low && i.Low <= share && share <= i.High && i.High <= 1) {
			t.Fatalf("%v does not hold %v", i, share)
		}
		z := quantile((1 + level) / 2)
		for _, p := range []float64{i.Low, i.High} {
			if p == 0 || p == 1 {
				continue
			}
			if away := math.Abs(share-p) / math.Sqrt(p*(1-p)/float64(n)); math.Abs(away-z) > 1e-6*z {
				t.Fatalf("%v is %v standard errors away, not %v", p, away, z)
			}
		}
		if m := Wilson(n-hits, n, level); math.Abs(m.Low-(1-i.High)) > 1e-12 || math.Abs(m.High-(1-i.Low)) > 1e-12 {
			t.Fatalf("misses have %v where hits have %v", m, i)
		}
	})
}
