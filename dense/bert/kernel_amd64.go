package bert

import "golang.org/x/sys/cpu"

// kernels are those that this processor has, the best first.
func kernels() []kernel {
	if !cpu.X86.HasAVX2 || !cpu.X86.HasFMA {
		return []kernel{generic}
	}
	avx2 := kernel{"avx2", checked(tileAVX2, 6, 16), 6, 16, inEights(expAVX2, exponentials), inEights(geluAVX2, gelus)}
	if !cpu.X86.HasAVX512F {
		return []kernel{avx2, generic}
	}
	avx512 := avx2
	avx512.name, avx512.tile, avx512.rows, avx512.columns = "avx512", checked(tile512, 12, 32), 12, 32
	return []kernel{avx512, avx2, generic}
}

func checked(tile func(k int, a, b, c *float32), rows, columns int) func(k int, a, b, c []float32) {
	return func(k int, a, b, c []float32) {
		// The lengths that the assembly reads and writes.
		a, b, c = a[:k*rows], b[:k*columns], c[:rows*columns]
		tile(k, &a[0], &b[0], &c[0])
	}
}

// inEights does whole eights by assembly.
func inEights(f func(x *float32, steps int), rest func([]float32)) func([]float32) {
	return func(x []float32) {
		n := len(x) / 8
		if n > 0 {
			f(&x[0], n)
		}
		rest(x[n*8:])
	}
}

//go:noescape
func tile512(k int, a, b, c *float32)

//go:noescape
func tileAVX2(k int, a, b, c *float32)

//go:noescape
func expAVX2(x *float32, steps int)

//go:noescape
func geluAVX2(x *float32, steps int)
