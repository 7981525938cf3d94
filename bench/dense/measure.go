package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"

	"infoseek"
	"infoseek/bench/clock"
	"infoseek/bench/table"
	"infoseek/dense"
)

const (
	best       = 10
	queryCount = 1024
	// leastRatio is the goal of docs/search.md.
	leastRatio = 2
	seed       = 7
)

// batches are how many queries are asked at once.
var batches = []int{1, 64, queryCount}

type bench struct {
	rows, dims int
	seconds    float64
}

// vectors are those of the rows, then those of the queries; as an embedder it takes texts "vector N".
type vectors [][]float32

func (b bench) vectors() vectors {
	r := rand.New(rand.NewPCG(seed, 1))
	all := make(vectors, b.rows+queryCount)
	for i := range all {
		all[i] = make([]float32, b.dims)
		for d := range all[i] {
			all[i][d] = float32(r.NormFloat64())
		}
	}
	return all
}

func (v vectors) Embed(_ context.Context, texts []string) ([][]float32, error) {
	found := make([][]float32, len(texts))
	for i, t := range texts {
		n, err := strconv.Atoi(t[len("vector "):])
		if err != nil {
			return nil, err
		}
		found[i] = slices.Clone(v[n])
	}
	return found, nil
}

func (v vectors) write(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for _, one := range v {
		if err := binary.Write(f, binary.LittleEndian, one); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return f.Close()
}

func (b bench) measure(ctx context.Context, tab *table.Table) (err error) {
	dir, err := os.MkdirTemp("", "bench-dense")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	all := b.vectors()
	runtime.GOMAXPROCS(1)
	rates, found, err := b.ours(ctx, all, dir, tab)
	if err != nil {
		return err
	}
	// faiss gets what the index has: vectors of length 1.
	theirs, err := b.theirs(ctx, all, dir)
	if err != nil {
		for _, n := range batches {
			tab.Add(table.Skip(rateOf(n), "/s", table.RatioAtLeast(leastRatio), err.Error()))
		}
		return ctx.Err()
	}
	for _, n := range batches {
		tab.Add(table.Compared(rateOf(n)+", beside faiss "+theirs.Version, rates[n], theirs.Rates[n], "/s", table.RatioAtLeast(leastRatio)))
	}
	tab.Add(table.Figure("share of faiss's ten best that ours are too", agreement(found, theirs.Best), "", table.AtLeast(0.999)))
	return nil
}

func rateOf(batch int) string {
	if batch == 1 {
		return "queries per CPU s, one at a time"
	}
	return fmt.Sprintf("queries per CPU s, %d at once", batch)
}

// ours measures this program's rates by batch size, and the best rows of every query.
func (b bench) ours(ctx context.Context, all vectors, dir string, tab *table.Table) (map[int]float64, [][]int, error) {
	p := dense.Passages{Corpus: "bench"}
	for i := range b.rows {
		p.All = append(p.All, dense.Passage{Page: infoseek.PageNum(i)})
	}
	p.Text = func(_ context.Context, one dense.Passage) (string, error) { return textOf(int(one.Page)), nil }
	begin, folder := clock.Process(), filepath.Join(dir, "vectors")
	if err := dense.Build(ctx, p, folder, all, dense.Model{Name: "chance"}, dense.Options{Batch: 1000}); err != nil {
		return nil, nil, err
	}
	tab.Add(table.Figure("writing the vectors, CPU", (clock.Process() - begin).Seconds(), "s", table.Bound{}))
	ix, err := dense.Open(folder)
	if err != nil {
		return nil, nil, err
	}
	defer ix.Close()
	s := ix.Searcher(all)
	var queries []infoseek.Query
	for i := range queryCount {
		queries = append(queries, infoseek.Query{Text: textOf(b.rows + i), K: best})
	}
	rates := map[int]float64{}
	for _, n := range batches {
		for _, seconds := range []float64{b.seconds / 10, b.seconds} { // the first to get warm
			if rates[n], err = rate(ctx, s, queries, n, seconds); err != nil {
				return nil, nil, err
			}
		}
	}
	results, err := s.Search(ctx, queries)
	found := make([][]int, len(results))
	for i, hits := range results {
		for _, h := range hits {
			found[i] = append(found[i], int(h.Page))
		}
	}
	return rates, found, err
}

func textOf(n int) string { return fmt.Sprint("vector ", n) }

// rate is how many queries a second of processor time answers.
func rate(ctx context.Context, s infoseek.Searcher, queries []infoseek.Query, batch int, seconds float64) (float64, error) {
	begin, done := clock.Process(), 0
	for clock.Process()-begin < time.Duration(seconds*float64(time.Second)) {
		at := done % len(queries)
		asked := queries[at:min(at+batch, len(queries))]
		if _, err := s.Search(ctx, asked); err != nil {
			return 0, err
		}
		done += len(asked)
	}
	return float64(done) / (clock.Process() - begin).Seconds(), nil
}

func agreement(ours, theirs [][]int) float64 {
	same, all := 0, 0
	for i, rows := range theirs {
		for _, row := range rows {
			all++
			if i < len(ours) && slices.Contains(ours[i], row) {
				same++
			}
		}
	}
	return float64(same) / float64(max(all, 1))
}
