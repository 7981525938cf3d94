package dense

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// BenchmarkScan searches 100,000 random vectors of 384 numbers for the ten best, queries one by one and many at once.
func BenchmarkScan(b *testing.B) {
	const rows, dims = 100_000, 384
	c := randomColumns(rows, dims)
	ix := &Index{columns: c}
	for _, n := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(n, " at once"), func(b *testing.B) {
			for i := 0; i < b.N; i += n {
				var queries []*wanted
				for j := range n {
					queries = append(queries, newWanted(c.vector(uint32((i+j)*7919%rows)), 10, false))
				}
				if err := ix.scan(context.Background(), &fastest, queries); err != nil {
					b.Fatal(err)
				}
				for _, w := range queries {
					w.best(&ix.columns, &fastest)
				}
			}
		})
	}
}

func randomColumns(rows, dims int) (c columns) {
	c.meta.Rows, c.meta.Dims = rows, dims
	c.packed = make([]byte, blocksOf(rows)*blockRows*groupsOf(dims)*groupSize)
	c.scales, c.offs = make([]float32, blocksOf(rows)*blockRows), make([]float32, blocksOf(rows)*blockRows)
	c.vectors, c.places = make([]float32, rows*dims), make([]place, rows)
	r := rand.New(rand.NewPCG(5, 6))
	var q quantised
	for i := range rows {
		v := c.vector(uint32(i))
		for d := range v {
			v[d] = float32(r.NormFloat64())
		}
		normalise(v)
		quantise(v, &q)
		put(c.packed, groupsOf(dims), i, slices.Clone(q.numbers))
		c.scales[i], c.offs[i] = q.scale, q.off
	}
	return c
}
