//go:build !amd64 && !arm64

package bert

// kernels are those that this processor has, the best first.
func kernels() []kernel { return []kernel{generic} }
