package search

import (
	"context"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"infoseek"
)

// BenchmarkRetrieval is the measurement of docs/architecture.md: 164,481 passages, a page each, and HotpotQA questions, the best 5.
func BenchmarkRetrieval(b *testing.B) {
	c := readTexts(b, "retrieval/passages.jsonl.zst")
	const queriesFile = "retrieval/queries.tsv"
	f, err := os.Open(dataFile(b, queriesFile))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	topics, err := ReadQueries(f, queriesFile)
	if err != nil {
		b.Fatal(err)
	}
	var queries []infoseek.Query
	for _, t := range topics {
		queries = append(queries, infoseek.Query{Text: t.Text, K: 5, Unit: infoseek.UnitPage})
	}
	ix := build(b, c, Options{PassageWords: 1000})
	b.Run("search", func(b *testing.B) {
		e := evaluate(b, ix, Settings{}, c, topics, readQrelsFile(b, "retrieval/qrels.txt"))
		benchmarkSearch(b, newSearcher(b, ix, Settings{}), queries)
		b.ReportMetric(e.Mean.Recall[5], "recall@5")
		b.ReportMetric(e.Mean.NDCG10, "nDCG@10")
	})
	b.Run("two at once", func(b *testing.B) { benchmarkParallel(b, newSearcher(b, ix, Settings{}), queries, 2) })
	b.Run("build", func(b *testing.B) {
		for b.Loop() {
			build(b, c, Options{PassageWords: 1000})
		}
		b.ReportMetric(float64(len(ix.file.Bytes())), "bytes")
	})
}

// benchmarkSearch asks one query at a time and reports percentiles.
func benchmarkSearch(b *testing.B, s infoseek.Searcher, queries []infoseek.Query) {
	var took []time.Duration
	ctx := context.Background()
	if _, err := s.Search(ctx, queries); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at := i % len(queries)
		start := time.Now()
		if _, err := s.Search(ctx, queries[at:at+1]); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// benchmarkParallel asks all queries, n goroutines sharing them, each time.
func benchmarkParallel(b *testing.B, s infoseek.Searcher, queries []infoseek.Query, n int) {
	rounds := 0
	for b.Loop() {
		rounds++
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				for at := i; at < len(queries); at += n {
					if _, err := s.Search(context.Background(), queries[at:at+1]); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
	}
	b.ReportMetric(float64(rounds*len(queries))/b.Elapsed().Seconds(), "queries/s")
}
