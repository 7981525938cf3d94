package bert

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// TestMultiply: every kernel's products are those of adding up in double precision, whatever the sizes.
func TestMultiply(t *testing.T) {
	for _, k := range kernels() {
		t.Run(k.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkMultiply(t, &k) })
		})
	}
}

func checkMultiply(t *rapid.T, kn *kernel) {
	rows, columns, k := rapid.IntRange(1, 40).Draw(t, "rows"), rapid.IntRange(1, 70).Draw(t, "columns"), rapid.IntRange(1, 50).Draw(t, "k")
	lda, stride := k+rapid.IntRange(0, 3).Draw(t, "more"), columns+rapid.IntRange(0, 3).Draw(t, "gap")
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	a, b, bias := randomFloats(r, rows*lda), randomFloats(r, columns*k), randomFloats(r, columns)
	var p packed
	p.pack(kn, k, columns, 1, func(j int) []float32 { return b[j*k:] })
	out := make([]float32, rows*stride)
	var s scratch
	s.multiply(kn, a, rows, lda, &p, bias, out, stride)
	for i := range rows {
		for j := range stride {
			want := 0.0
			if j < columns {
				want = float64(bias[j])
				for x := range k {
					want += float64(a[i*lda+x]) * float64(b[j*k+x])
				}
			}
			if math.Abs(float64(out[i*stride+j])-want) > 1e-4 {
				t.Fatalf("row %d, column %d: %v, not %v", i, j, out[i*stride+j], want)
			}
		}
	}
}

func randomFloats(r *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	return v
}

func TestFunctions(t *testing.T) {
	for _, k := range kernels() {
		var x []float32
		for v := float32(-90); v < 12; v += 0.0137 {
			x = append(x, v)
		}
		e, g := append([]float32(nil), x...), append([]float32(nil), x...)
		for i := range e {
			e[i] = min(e[i], 0)
		}
		k.exponential(e)
		k.gelu(g)
		for i, v := range x {
			if want := math.Exp(float64(max(min(v, 0), -87))); math.Abs(float64(e[i])-want) > 3e-7*want {
				t.Fatalf("%s: e to the power of %v is %v, not %v", k.name, v, e[i], want)
			}
			if want := float64(v) / 2 * (1 + math.Erf(float64(v)/math.Sqrt2)); math.Abs(float64(g[i])-want) > 1e-6*(1+math.Abs(float64(v))) {
				t.Fatalf("%s: gelu of %v is %v, not %v", k.name, v, g[i], want)
			}
		}
	}
}
