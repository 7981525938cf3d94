package main

import "testing"

func TestContextFlag(t *testing.T) {
	for _, c := range []struct{ flag, model, want int }{{0, 131072, 4096}, {0, 2048, 2048}, {8192, 131072, 8192}, {128, 2048, 128}, {2049, 2048, 0}, {-1, 2048, 0}} {
		got, err := (&lmFlags{context: c.flag}).within(c.model)
		if got != c.want || (err == nil) != (c.want > 0) {
			t.Errorf("--context %d of %d: %d, %v", c.flag, c.model, got, err)
		}
	}
}
