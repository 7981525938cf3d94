package main

import "testing"

func TestNearest(t *testing.T) {
	words := []string{"seed", "size", "one-shot-floor", "k1"}
	for word, want := range map[string]string{
		"seed":           "seed",
		"sede":           "seed", // swapped
		"siz":            "size",
		"one-shot-flour": "one-shot-floor",
		"depth":          "",
		"":               "",
		"b1":             "",
	} {
		if got := nearest(word, words); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
