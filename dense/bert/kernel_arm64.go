package bert

// kernels are those that this processor has, the best first.
func kernels() []kernel {
	return []kernel{{"neon", func(k int, a, b, c []float32) {
		// The lengths that the assembly reads and writes.
		a, b, c = a[:k*8], b[:k*8], c[:64]
		tileNEON(k, &a[0], &b[0], &c[0])
	}, 8, 8, exponentials, gelus}, generic}
}

//go:noescape
func tileNEON(k int, a, b, c *float32)
