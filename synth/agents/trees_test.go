//go:build !race

package agents

import "testing"

// trees is of how many roots a test has trees grown; with -short, and under the race detector, of fewer.
func trees(n int) int {
	if testing.Short() {
		return n / 8
	}
	return n
}
