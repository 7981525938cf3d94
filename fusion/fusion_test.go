package fusion

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/conform"
	"infoseek/internal/memcorpus"
	"infoseek/text"
)

// counting ranks passages of five sentences by the words of the query that they have, words weighed by of.
type counting struct {
	pages    infoseek.Pages
	passages []infoseek.Hit
	words    []map[string]int
	of       func(word string, n, length int) float64
}

func newCounting(t *testing.T, pages infoseek.Pages, of func(word string, n, length int) float64) *counting {
	c := &counting{pages: pages, of: of}
	for n := range infoseek.PageNum(pages.Info().Pages) {
		page, err := pages.Page(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		sentences, err := pages.Sentences(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i == 0 || i < len(sentences); i += 5 {
			h := infoseek.Hit{Page: n, Passage: i / 5}
			body := ""
			if i < len(sentences) {
				h.Span = infoseek.Span{Start: sentences[i].Start, End: sentences[min(i+5, len(sentences))-1].End}
				if body, err = pages.Text(t.Context(), n, h.Span); err != nil {
					t.Fatal(err)
				}
			}
			c.passages = append(c.passages, h)
			c.words = append(c.words, count(page.Title+" "+body))
		}
	}
	return c
}

func count(s string) map[string]int {
	words := map[string]int{}
	for _, w := range text.Words(nil, s) {
		words[strings.ToLower(s[w.Start:w.End])]++
	}
	return words
}

func (c *counting) Info() infoseek.SearcherInfo {
	return infoseek.SearcherInfo{Corpus: c.pages.Info().Hash, Retriever: infoseek.Retriever{Analysis: "plain"}, Passages: len(c.passages)}
}

func (c *counting) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	results := make([][]infoseek.Hit, len(queries))
	for i, q := range queries {
		if err := cmp.Or(ctx.Err(), q.Check()); err != nil {
			return nil, err
		}
		query := count(q.Text)
		for p, h := range c.passages {
			if h.Score = c.score(query, c.words[p]); h.Score > 0 {
				results[i] = append(results[i], h)
			}
		}
		results[i] = best(results[i], q)
	}
	return results, nil
}

func (c *counting) score(query, in map[string]int) (sum float64) {
	length := 0
	for _, n := range in {
		length += n
	}
	for w := range query {
		if in[w] > 0 {
			sum += c.of(w, in[w], length)
		}
	}
	return math.Round(sum*1e9) / 1e9 // whatever the order of the map
}

// weigh prefers rare words, which begin alike in the suite.
func weigh(word string) float64 {
	if strings.HasPrefix(word, "zorb") {
		return 1000
	}
	return 1
}

func often(word string, n, length int) float64 {
	return weigh(word) * float64(n) / float64(100+length)
}
func once(word string, _, length int) float64 { return weigh(word) / float64(10+length) }

func TestHybridConforms(t *testing.T) {
	conform.Searcher(t, func(t *testing.T, pages infoseek.Pages) infoseek.Searcher {
		s, err := Hybrid(Options{}, newCounting(t, pages, often), newCounting(t, pages, once))
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

// rescoring is a reranker that counts again.
type rescoring struct{ *counting }

func (rescoring) Name() string { return "counting" }

func (r rescoring) Rerank(_ context.Context, query string, documents []string) ([]float64, error) {
	scores := make([]float64, len(documents))
	for i, d := range documents {
		scores[i] = r.score(count(query), count(d))
	}
	return scores, nil
}

func TestRerankConforms(t *testing.T) {
	conform.Searcher(t, func(t *testing.T, pages infoseek.Pages) infoseek.Searcher {
		return Rerank(newCounting(t, pages, often), rescoring{newCounting(t, pages, once)}, pages, 1000)
	})
}

// fixed returns the same hits for each query, or fails.
type fixed struct {
	hits []infoseek.Hit
	info infoseek.SearcherInfo
	err  error
}

func (f fixed) Info() infoseek.SearcherInfo { return f.info }

func (f fixed) Search(_ context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	var results [][]infoseek.Hit
	for _, q := range queries {
		results = append(results, slices.Clone(f.hits[:min(len(f.hits), q.K)]))
	}
	return results, f.err
}

func hits(pages ...infoseek.PageNum) (all []infoseek.Hit) {
	for i, p := range pages {
		all = append(all, infoseek.Hit{Page: p, Score: float64(100 - i)})
	}
	return all
}

func TestFuse(t *testing.T) {
	s, err := Hybrid(Options{Constant: 10, Depth: 3}, fixed{hits: hits(1, 2, 3, 9)}, fixed{hits: hits(3, 4, 1)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Search(t.Context(), []infoseek.Query{{Text: "x", K: 9}})
	if err != nil {
		t.Fatal(err)
	}
	want := []infoseek.Hit{{Page: 1, Score: 1./11 + 1./13}, {Page: 3, Score: 1./13 + 1./11}, {Page: 2, Score: 1. / 12}, {Page: 4, Score: 1. / 12}}
	if !slices.EqualFunc(got[0], want, func(a, b infoseek.Hit) bool { return a.Page == b.Page && math.Abs(a.Score-b.Score) < 1e-12 }) {
		t.Errorf("%v\nnot\n%v", got[0], want)
	}
	if e := s.Info().Retriever.Engine; e != "rrf 10, depth 3, of bm25 and bm25" {
		t.Error(e)
	}
}

func TestFaultsAreNotSilent(t *testing.T) {
	down := &infoseek.Fault{Boundary: infoseek.BoundarySearch, Op: "search", Err: errors.New("down")}
	s, err := Hybrid(Options{}, fixed{hits: hits(1)}, fixed{err: down})
	if err != nil {
		t.Fatal(err)
	}
	one := []infoseek.Query{{Text: "x", K: 1}}
	if _, err := s.Search(t.Context(), one); !errors.Is(err, down) {
		t.Errorf("hybrid: %v", err)
	}
	pages := newPages(t)
	for name, by := range map[string]scoring{
		"down":      func(int) ([]float64, error) { return nil, down },
		"too few":   func(n int) ([]float64, error) { return make([]float64, n-1), nil },
		"no number": func(n int) ([]float64, error) { return slices.Repeat([]float64{math.NaN()}, n), nil },
	} {
		var f *infoseek.Fault
		if found, err := Rerank(fixed{hits: hits(0, 1)}, by, pages, 0).Search(t.Context(), one); !errors.As(err, &f) {
			t.Errorf("rerank, %s: %v, %v", name, found, err)
		}
	}
	if _, err := Hybrid(Options{}, fixed{info: infoseek.SearcherInfo{Corpus: "a"}}, fixed{info: infoseek.SearcherInfo{Corpus: "b"}}); err == nil {
		t.Error("two corpora are fused")
	}
	if _, err := Hybrid(Options{}); err == nil {
		t.Error("nothing is fused")
	}
}

// scoring is a reranker by the number of documents.
type scoring func(n int) ([]float64, error)

func (scoring) Name() string { return "scoring" }

func (s scoring) Rerank(_ context.Context, _ string, documents []string) ([]float64, error) {
	return s(len(documents))
}

func newPages(t *testing.T) infoseek.Pages {
	t.Helper()
	var b memcorpus.Builder
	for _, title := range []string{"One", "Two"} {
		b.Add(memcorpus.Page{Title: title, Text: "A page."})
	}
	return b.Build()
}
