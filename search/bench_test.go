package search

import (
	"bufio"
	"context"
	"os"
	"strings"

	"testing"

	"infoseek"
)

func loadRetrieval(b testing.TB) (texts, []infoseek.Query) {
	c := readTexts(b, "retrieval/passages.jsonl.zst")
	f, err := os.Open(dataFile(b, "retrieval/queries.tsv"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var queries []infoseek.Query
	for lines := bufio.NewScanner(f); lines.Scan(); {
		_, q, _ := strings.Cut(lines.Text(), "\t")
		queries = append(queries, infoseek.Query{Text: q, K: 5, Unit: infoseek.UnitPage})
	}
	return c, queries
}

func BenchmarkRetrieval(b *testing.B) {
	c, queries := loadRetrieval(b)
	var ix *Index
	b.Run("build", func(b *testing.B) {
		for range b.N {
			ix = build(b, c, Options{PassageWords: 1000})
		}
	})
	ix = build(b, c, Options{PassageWords: 1000})
	b.Logf("%d passages %d terms %d entries %d postings, %d bytes", ix.meta.Passages, ix.meta.Terms, len(ix.entries), len(ix.postings), len(ix.mapped))
	s := newSearcher(b, ix, Settings{})
	b.Run("search", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			s.Search(context.Background(), queries[i%len(queries):i%len(queries)+1])
			i++
		}
	})
}
