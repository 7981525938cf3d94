//go:build !race

package synth

// few is how many of n things a test looks at; under the race detector it is less.
func few(n int) int { return n }
