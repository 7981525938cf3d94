package dense

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"infoseek"

	"pgregory.net/rapid"
)

// given is an embedder that has its vectors by the text's number.
type given [][]float32

func (g given) Embed(_ context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, s := range texts {
		var n int
		if _, err := fmt.Sscanf(s, "vector %d", &n); err != nil {
			return nil, err
		}
		vectors[i] = slices.Clone(g[n])
	}
	return vectors, nil
}

// passages are those of vectors, perPage of them a page.
func (g given) passages(n, perPage int) Passages {
	p := Passages{Corpus: "given"}
	for i := range n {
		p.All = append(p.All, Passage{Page: infoseek.PageNum(i / perPage), Number: i % perPage, Span: infoseek.Span{Start: i, End: i + 1}})
	}
	p.Text = func(_ context.Context, one Passage) (string, error) {
		return fmt.Sprint("vector ", one.Span.Start), nil
	}
	return p
}

// exhaustive ranks by multiplying the query with every vector in f32.
func (ix *Index) exhaustive(query []float32, k int, byPage bool) []candidate {
	var all []candidate
	for row := range uint32(ix.Rows()) {
		if score := generic.dot(query, ix.vector(row)); score > 0 {
			all = append(all, candidate{score, row})
		}
	}
	slices.SortFunc(all, candidate.before)
	if byPage {
		seen := map[uint32]bool{}
		all = slices.DeleteFunc(all, func(c candidate) bool {
			page := ix.places[c.row].page
			again := seen[page]
			seen[page] = true
			return again
		})
	}
	return all[:min(k, len(all))]
}

// TestExact: of vectors of any kind, close to one another, equal, empty or spiky, the scan finds the same rows with the same scores in the same order as multiplying with all.
func TestExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rows, dims := rapid.IntRange(1, 700).Draw(rt, "rows"), rapid.IntRange(1, 90).Draw(rt, "dims")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 3))
		queries := rapid.IntRange(1, 20).Draw(rt, "queries")
		spread := rapid.SampledFrom([]float64{1, 0.1, 1e-3, 1e-6}).Draw(rt, "spread")
		k, byPage := rapid.IntRange(1, 40).Draw(rt, "k"), rapid.Bool().Draw(rt, "pages")
		g := anyVectors(r, rows+queries, dims, spread)
		checkExact(t, rt, g, rows, rapid.IntRange(1, 9).Draw(rt, "per page"), k, byPage)
	})
}

func checkExact(t *testing.T, rt *rapid.T, g given, rows, perPage, k int, byPage bool) {
	ix := built(t, g.passages(rows, perPage), g)
	unit := infoseek.UnitPassage
	if byPage {
		unit = infoseek.UnitPage
	}
	var batch []infoseek.Query
	for i := rows; i < len(g); i++ {
		batch = append(batch, infoseek.Query{Text: fmt.Sprint("vector ", i), K: k, Unit: unit})
	}
	for _, kind := range kernels() {
		s := ix.Searcher(g).(*searcher)
		s.kernel = &kind
		results, err := s.Search(t.Context(), batch)
		if err != nil {
			rt.Fatal(err)
		}
		for i, hits := range results {
			query := slices.Clone(g[rows+i])
			normalise(query)
			if want := s.hits(ix.exhaustive(query, k, byPage)); !slices.Equal(hits, want) {
				rt.Fatalf("%s, query %d:\n%v\nnot\n%v", kind.name, i, hits, want)
			}
		}
	}
}

// anyVectors are around a common one, at a distance of about spread; some are equal, some 0, some have one large number.
func anyVectors(r *rand.Rand, n, dims int, spread float64) given {
	center := make([]float64, dims)
	for i := range center {
		center[i] = r.NormFloat64()
	}
	g := make(given, n)
	for i := range g {
		g[i] = make([]float32, dims)
		kind := r.IntN(20)
		if kind == 0 {
			continue
		}
		if kind == 1 && i > 0 {
			copy(g[i], g[r.IntN(i)])
			continue
		}
		for d := range center {
			g[i][d] = float32(center[d] + spread*r.NormFloat64())
		}
		if kind == 2 {
			g[i][r.IntN(dims)] *= 1e4
		}
	}
	return g
}

// TestFewAreMultipliedAgain: of random vectors the bytes leave some hundreds to f32, and by themselves have most of the best right.
func TestFewAreMultipliedAgain(t *testing.T) {
	const rows, dims, k = 20000, 384, 10
	r := rand.New(rand.NewPCG(1, 2))
	g := make(given, rows+5)
	for i := range g {
		g[i] = make([]float32, dims)
		for d := range g[i] {
			g[i][d] = float32(r.NormFloat64())
		}
	}
	ix := built(t, g.passages(rows, 1), g)
	again, right := 0, 0
	for _, v := range g[rows:] {
		query := slices.Clone(v)
		normalise(query)
		w := newWanted(query, k, false)
		if err := ix.scan(t.Context(), &fastest, []*wanted{w}); err != nil {
			t.Fatal(err)
		}
		w.lowest.end()
		w.prune()
		again += len(w.candidates)
		best := slices.SortedFunc(slices.Values(w.candidates), candidate.before)
		for _, c := range ix.exhaustive(query, k, false) {
			if !slices.ContainsFunc(w.candidates, func(o candidate) bool { return o.row == c.row }) {
				t.Fatalf("row %d is no candidate", c.row)
			}
			if slices.ContainsFunc(best[:k], func(o candidate) bool { return o.row == c.row }) {
				right++
			}
		}
	}
	t.Logf("%d of %d rows multiplied again for each query; bytes alone have recall@%d %.3f", again/5, rows, k, float64(right)/(5*k))
	if again/5 > rows/50 || right < 5*k*8/10 {
		t.Errorf("%d rows of %d are multiplied again, bytes alone have %d of %d right", again/5, rows, right, 5*k)
	}
}

func TestQuantise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float32Range(-2, 2), 1, 70).Draw(t, "x")
		var q quantised
		quantise(x, &q)
		squares := 0.0
		for i, v := range x {
			d := float64(v) - float64(q.scale)*float64(q.numbers[i])
			squares += d * d
		}
		if off := math.Sqrt(squares); off > float64(q.off) || off < 0.99*float64(q.off)-1e-30 {
			t.Errorf("off by %g, said to be %g", off, q.off)
		}
		if len(q.numbers)%groupSize != 0 || slices.Min(q.numbers) < -127 {
			t.Errorf("numbers %v", q.numbers)
		}
	})
}
