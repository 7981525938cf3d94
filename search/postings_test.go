package search

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"infoseek"
)

// TestSchoolsEqualsScoringEveryPassage compares searches on a real corpus with sums over all postings of the query's terms.
func TestSchoolsEqualsScoringEveryPassage(t *testing.T) {
	c := readTexts(t, "wiki/schools-wikipedia.jsonl.zst")
	compareWithPostings(t, build(t, c, Options{}), sentencesOf(c, 25))
}

// TestLargeEqualsScoringEveryPassage does so on invented text of thousands of passages: many blocks, frequent and rare words, lengths that differ, equal passages.
func TestLargeEqualsScoringEveryPassage(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	words := rand.NewZipf(r, 1.1, 2, 3000)
	sentence := func(most int) string {
		var s strings.Builder
		for range 1 + r.IntN(most) {
			fmt.Fprintf(&s, "w%d ", words.Uint64())
		}
		return s.String()
	}
	var c texts
	for i := range 6000 {
		text := sentence(2 + i%200)
		if i%7 == 0 && i > 0 {
			text = c.pages[r.IntN(i)].Text
		}
		c.pages = append(c.pages, textPage{fmt.Sprint(i), "", text})
	}
	var queries []string
	for range 60 {
		queries = append(queries, sentence(12))
	}
	compareWithPostings(t, build(t, c, Options{Analysis: Neutral, PassageWords: 80}), queries)
}

func compareWithPostings(t *testing.T, ix *Index, queries []string) {
	if err := ix.Verify(); err != nil {
		t.Fatal(err)
	}
	for _, set := range []Settings{{}, {K1: new(25.0), B: new(1.0)}, {K1: new(0.0)}} {
		s := newSearcher(t, ix, set)
		for i, text := range queries {
			all := scorePostings(s, text)
			for _, unit := range []infoseek.Unit{infoseek.UnitPassage, infoseek.UnitPage} {
				for _, k := range []int{1, 5, 100} {
					want := bestOf(all, unit, k)
					if got := search(t, s, infoseek.Query{Text: text, K: k, Unit: unit}); !slices.Equal(got, want) {
						t.Fatalf("query %d %q, k %d, unit %q:\n got %v\nwant %v", i, text, k, unit, got, want)
					}
				}
			}
		}
	}
}

// sentencesOf returns about n sentences from all over a corpus.
func sentencesOf(c texts, n int) []string {
	var queries []string
	for i := 0; i < len(c.pages); i += max(1, len(c.pages)/n) {
		sentences, _ := c.Sentences(context.Background(), infoseek.PageNum(i))
		if len(sentences) == 0 {
			continue
		}
		s := sentences[i%len(sentences)]
		queries = append(queries, c.pages[i].Text[s.Start:min(s.End, s.Start+120)])
	}
	return queries
}

// postingsOf returns the passages that have a term, and how often each does.
func (c *columns) postingsOf(l lexeme) ([]uint32, []uint8) {
	if l.frequency == 1 {
		return []uint32{l.passage}, []uint8{l.count}
	}
	passages, counts := make([]uint32, l.frequency), make([]uint8, l.frequency)
	if isSparse(l.frequency, c.meta.Passages) {
		readSparse(c.postings[l.start:], passages, counts)
	} else {
		d := newDense(c.postings[l.start:l.start+l.size], blocksOf(c.meta.Passages))
		d.read(passages, counts)
	}
	return passages, counts
}

// scorePostings ranks all passages that have a word of the query, without bounds.
func scorePostings(s *searcher, query string) []infoseek.Hit {
	x := s.scratches.Get().(*scratch)
	defer s.scratches.Put(x)
	s.analyse(x, query)
	scores := make([]float64, s.ix.meta.Passages)
	for _, t := range x.query {
		passages, counts := s.ix.postingsOf(t.lexeme)
		for i, p := range passages {
			count := float64(counts[i])
			scores[p] += float64(t.weight * (count / (count + s.norms[s.ix.lengths[p]])))
		}
	}
	var found []candidate
	for i, score := range scores {
		if score > 0 {
			found = append(found, candidate{score, uint32(i)})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return s.hits(found)
}

func BenchmarkSchools(b *testing.B) {
	c := readTexts(b, "wiki/schools-wikipedia.jsonl.zst")
	ix := build(b, c, Options{})
	var queries []infoseek.Query
	for _, text := range sentencesOf(c, 500) {
		queries = append(queries, infoseek.Query{Text: text, K: 5, Unit: infoseek.UnitPage})
	}
	for _, k := range []int{5, 100} {
		b.Run(fmt.Sprint("k=", k), func(b *testing.B) {
			for i := range queries {
				queries[i].K = k
			}
			benchmarkSearch(b, newSearcher(b, ix, Settings{}), queries)
		})
	}
	b.Run("build", func(b *testing.B) {
		for b.Loop() {
			build(b, c, Options{})
		}
		b.ReportMetric(float64(len(ix.file.Bytes())), "bytes")
	})
}
