package main

import (
	"testing"

	"infoseek/train"
)

// TestHeldBack: the share is of the questions, whatever number of samples each has, and never all of them.
func TestHeldBack(t *testing.T) {
	for _, c := range []struct {
		of    []string
		share float64
		want  int
	}{
		{[]string{"a", "b", "c"}, 0.4, 1}, {[]string{"a", "b", "a", "b"}, 0.5, 1}, {[]string{"a"}, 0.9, 0}, {[]string{"a", "b"}, 0.99, 1}, {[]string{"a", "b", "c"}, 0, 0}, {nil, 0.5, 0},
	} {
		if got := len(heldBack(c.of, &train.SFTOptions{EvalShare: c.share, Seed: 2})); got != c.want {
			t.Errorf("%d of %v held back by %v, want %d", got, c.of, c.share, c.want)
		}
	}
}
