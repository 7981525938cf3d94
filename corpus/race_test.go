//go:build race

package corpus

// racing is set where tests run under the race detector, some ten times slower.
const racing = true
