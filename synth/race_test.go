//go:build race

package synth

// few is how many of n things a test looks at under the race detector, where all is some ten times slower.
func few(n int) int { return max(1, n/4) }
