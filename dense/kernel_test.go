package dense

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestKernelsAgree: whatever rows and queries are, extremes included, all kernels give the same numbers, and they are the inner products.
func TestKernelsAgree(t *testing.T) {
	all := kernels()
	if last := all[len(all)-1].name; last != generic.name {
		t.Fatalf("the last resort is %s", last)
	}
	for _, k := range all {
		t.Run(k.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkKernel(t, k) })
		})
	}
}

func checkKernel(t *rapid.T, k kernel) {
	groups, blocks := rapid.IntRange(1, 100).Draw(t, "groups"), quad*rapid.IntRange(1, 3).Draw(t, "quads")
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	extreme := rapid.Bool().Draw(t, "extreme")
	number := func() int8 {
		if extreme {
			return int8(254*r.IntN(2) - 127)
		}
		return int8(r.IntN(255) - 127)
	}
	dims := groups * groupSize
	rows := make([][]int8, blocks*blockRows)
	packed := make([]byte, blocks*groups*groupBytes)
	for i := range rows {
		rows[i] = numbers(dims, number)
		put(packed, groups, i, rows[i])
	}
	queries := make([][]int8, panelWidth)
	for j := range queries {
		queries[j] = numbers(dims, number)
	}
	want := make([]int32, panelWidth*len(rows))
	for j, q := range queries {
		for i, row := range rows {
			for d := range row {
				want[j*len(rows)+i] += int32(row[d]) * int32(q[d])
			}
		}
	}
	got := make([]int32, len(want))
	k.wide(packed, groups, blocks, newPanel(queries, groups), got)
	if !slices.Equal(got, want) {
		t.Fatalf("eight queries:\n%v\nnot\n%v", got, want)
	}
	k.one(packed, groups, blocks, newPanel(queries[3:4], groups), got[:len(rows)])
	if !slices.Equal(got[:len(rows)], want[3*len(rows):4*len(rows)]) {
		t.Fatalf("one query:\n%v\nnot\n%v", got[:len(rows)], want[3*len(rows):4*len(rows)])
	}
}

func numbers(n int, next func() int8) []int8 {
	v := make([]int8, n)
	for i := range v {
		v[i] = next()
	}
	return v
}

// TestDotsAgree: all kernels add up inner products of f32 in the same order, bit for bit.
func TestDotsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for n := range 200 {
		x, y := make([]float32, n), make([]float32, n)
		for i := range x {
			x[i], y[i] = float32(r.NormFloat64()), float32(r.NormFloat64())
		}
		want := generic.dot(x, y)
		for _, k := range kernels() {
			if got := k.dot(x, y); got != want {
				t.Errorf("%s, %d dimensions: %v, generic %v", k.name, n, got, want)
			}
		}
	}
}

// TestMasksAgree: all kernels pass the same rows on, but for those that miss the bound by what rounding does.
func TestMasksAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	const n = 400
	sums, scales, offs := make([]int32, n*blockRows), make([]float32, n*blockRows), make([]float32, n*blockRows)
	for i := range sums {
		sums[i], scales[i], offs[i] = int32(r.IntN(400_000)-200_000), r.Float32()/500, r.Float32()/100
	}
	for _, lowest := range []float32{0, 0.01, 0.1, 0.5, 3} {
		b := bounds{scale: 0.001, perOff: 1.01, slack: 0.01, lowest: lowest}
		for _, k := range kernels() {
			masks := make([]uint16, n)
			k.mask(masks, sums, scales, offs, b)
			for i, sum := range sums {
				upper := b.upper(sum, scales[i], offs[i])
				if passed := masks[i/blockRows]>>(i%blockRows)&1 == 1; passed != (upper >= lowest) && (upper-lowest > 1e-6 || lowest-upper > 1e-6) {
					t.Fatalf("%s: row %d with a bound of %v, the lowest is %v: %v", k.name, i, upper, lowest, passed)
				}
			}
		}
	}
}
