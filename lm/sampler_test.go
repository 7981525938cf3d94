package lm

import (
	"errors"
	"math"
	"testing"
)

// TestNoNumbers: logits that say nothing are an error however tokens are drawn, not a token.
func TestNoNumbers(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, logits := range [][]float32{{nan, nan}, {0, nan, 1}, {inf, 0}, {-inf, -inf}} {
		for _, s := range []Sampling{{}, {Temperature: 1}, {Temperature: 1, TopP: .9}} {
			if _, _, err := newSampler(s).draw(logits); !errors.Is(err, errNumbers) {
				t.Errorf("%v with %+v: %v", logits, s, err)
			}
		}
	}
	if id, p, err := newSampler(Sampling{Temperature: 1, TopP: .9}).draw([]float32{-inf, 0}); id != 1 || p != 0 || err != nil {
		t.Errorf("a token that can't come beside one that must: %d %v %v", id, p, err)
	}
}
