//go:build race

package agents

// trees is of how many roots a test has trees grown, under the race detector, where all is some ten times slower.
func trees(n int) int { return n / 8 }
