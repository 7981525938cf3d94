package conform

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"infoseek"
)

// wordSearcher counts the words of queries in every passage of up to five sentences: slow, and right.
type wordSearcher struct {
	pages    infoseek.Pages
	passages []wordPassage
}

type wordPassage struct {
	hit    infoseek.Hit
	counts map[string]int
	length int
}

func newWordSearcher(t *testing.T, pages infoseek.Pages) infoseek.Searcher {
	s := &wordSearcher{pages: pages}
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
			if i < len(sentences) {
				h.Span = infoseek.Span{Start: sentences[i].Start, End: sentences[min(i+5, len(sentences))-1].End}
			}
			text, err := pages.Text(t.Context(), n, h.Span)
			if err != nil {
				t.Fatal(err)
			}
			p := wordPassage{h, map[string]int{}, 0}
			for _, w := range plainWords(page.Title + " " + text) {
				p.counts[w]++
				p.length++
			}
			s.passages = append(s.passages, p)
		}
	}
	return s
}

func plainWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" .\n。はにが?!…-\x00\ufffd", r) })
}

func (s *wordSearcher) Info() infoseek.SearcherInfo {
	return infoseek.SearcherInfo{Corpus: s.pages.Info().Hash, Retriever: infoseek.Retriever{Analysis: "plain"}, Passages: len(s.passages)}
}

func (s *wordSearcher) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	results := make([][]infoseek.Hit, len(queries))
	for i, q := range queries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if q.K < 1 || q.Unit != "" && !slices.Contains(bothUnits, q.Unit) {
			return nil, errors.New("bad query")
		}
		results[i] = s.rank(q)
	}
	return results, nil
}

func (s *wordSearcher) rank(q infoseek.Query) []infoseek.Hit {
	var hits []infoseek.Hit
	wanted := map[string]int{}
	for _, w := range plainWords(q.Text) {
		wanted[w] += map[bool]int{false: 1, true: 1000}[strings.HasPrefix(w, "zorb")]
	}
	for _, p := range s.passages {
		found := 0
		for w, weight := range wanted {
			found += weight * p.counts[w]
		}
		p.hit.Score = float64(found) / float64(1024+p.length)
		if p.hit.Score > 0 {
			hits = append(hits, p.hit)
		}
	}
	slices.SortStableFunc(hits, func(a, b infoseek.Hit) int { return cmp.Compare(b.Score, a.Score) })
	seen := map[infoseek.PageNum]bool{}
	if q.Unit == infoseek.UnitPage {
		hits = slices.DeleteFunc(hits, func(h infoseek.Hit) bool {
			again := seen[h.Page]
			seen[h.Page] = true
			return again
		})
	}
	return hits[:min(q.K, len(hits))]
}

func TestSearcherOfWordSearcher(t *testing.T) {
	Searcher(t, newWordSearcher)
}

// wrongSearcher spoils the results of a right one.
type wrongSearcher struct {
	infoseek.Searcher
	info   func(infoseek.SearcherInfo) infoseek.SearcherInfo
	query  func(infoseek.Query) infoseek.Query
	hits   func(infoseek.Query, []infoseek.Hit) []infoseek.Hit
	search func(infoseek.Searcher, context.Context, []infoseek.Query) ([][]infoseek.Hit, error)
}

func (w wrongSearcher) Info() infoseek.SearcherInfo {
	if w.info == nil {
		return w.Searcher.Info()
	}
	return w.info(w.Searcher.Info())
}

func (w wrongSearcher) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	if w.search != nil {
		return w.search(w.Searcher, ctx, queries)
	}
	asked := slices.Clone(queries)
	for i, q := range asked {
		if w.query != nil {
			asked[i] = w.query(q)
		}
	}
	results, err := w.Searcher.Search(ctx, asked)
	for i := range results {
		if w.hits != nil {
			results[i] = w.hits(queries[i], results[i])
		}
	}
	return results, err
}

// TestSearcherCatches runs the suite over searchers that are wrong in one way each: the check named must fail.
func TestSearcherCatches(t *testing.T) {
	pages := searcherCorpus()
	right := newWordSearcher(t, pages)
	kept := make([]infoseek.Hit, 0, 10000)
	for name, c := range map[string]struct {
		wrong wrongSearcher
		check string
	}{
		"another corpus": {wrongSearcher{info: func(i infoseek.SearcherInfo) infoseek.SearcherInfo { i.Corpus = "x"; return i }}, "info"},
		"one too many": {wrongSearcher{query: func(q infoseek.Query) infoseek.Query {
			if q.K > 0 {
				q.K++
			}
			return q
		}}, "hits are well formed"},
		"not a number": {wrongSearcher{hits: eachHit(func(h *infoseek.Hit) { h.Score = math.NaN() })}, "hits are well formed"},
		"worst first":  {wrongSearcher{hits: func(_ infoseek.Query, h []infoseek.Hit) []infoseek.Hit { slices.Reverse(h); return h }}, "hits are well formed"},
		"outside":      {wrongSearcher{hits: eachHit(func(h *infoseek.Hit) { h.Span.End += 1 << 20 })}, "hits are well formed"},
		"cut sentence": {wrongSearcher{hits: eachHit(func(h *infoseek.Hit) { h.Span.End = max(h.Span.Start, h.Span.End-4) })}, "passages are whole sentences"},
		"wrong page": {wrongSearcher{hits: eachHit(func(h *infoseek.Hit) {
			if h.Page == 7 {
				h.Page, h.Span = generatedPages+3, infoseek.Span{}
			}
		})}, "hits have a word of the query"},
		"misses pages": {wrongSearcher{hits: func(_ infoseek.Query, h []infoseek.Hit) []infoseek.Hit {
			return slices.DeleteFunc(h, func(h infoseek.Hit) bool { return h.Page == 31 })
		}}, "a word of one page finds that page"},
		"text alone": {wrongSearcher{hits: func(_ infoseek.Query, h []infoseek.Hit) []infoseek.Hit {
			return slices.DeleteFunc(h, func(h infoseek.Hit) bool { return h.Span.End == 0 })
		}}, "a title finds its page"},
		"case counts": {wrongSearcher{query: func(q infoseek.Query) infoseek.Query {
			q.Text = strings.ReplaceAll(q.Text, "KALO", "")
			return q
		}}, "case does not count"},
		"ties turned": {wrongSearcher{hits: func(q infoseek.Query, h []infoseek.Hit) []infoseek.Hit {
			slices.SortStableFunc(h, func(a, b infoseek.Hit) int {
				return cmp.Or(cmp.Compare(b.Score, a.Score), -byDocument(a, b))
			})
			return h
		}}, "ties are in document order"},
		"approximate": {wrongSearcher{hits: func(q infoseek.Query, h []infoseek.Hit) []infoseek.Hit {
			if q.K < 5 && len(h) > 2 {
				return slices.Delete(h, 1, 2)
			}
			return h
		}}, "a smaller k gives the first of a larger"},
		"cut before grouping": {wrongSearcher{search: func(s infoseek.Searcher, ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
			for i := range queries {
				queries[i].K = min(queries[i].K, 12)
			}
			return s.Search(ctx, queries)
		}}, "a page is its best passage"},
		"pages by first passage": {wrongSearcher{hits: func(q infoseek.Query, h []infoseek.Hit) []infoseek.Hit {
			if q.Unit == infoseek.UnitPage {
				eachHit(func(h *infoseek.Hit) { h.Passage = 0 })(q, h)
			}
			return h
		}}, "a page is its best passage"},
		"batches mixed up": {wrongSearcher{search: func(s infoseek.Searcher, ctx context.Context, q []infoseek.Query) ([][]infoseek.Hit, error) {
			r, err := s.Search(ctx, q)
			slices.Reverse(r)
			return r, err
		}}, "a batch equals its queries one by one"},
		"something for nothing": {wrongSearcher{hits: func(q infoseek.Query, h []infoseek.Hit) []infoseek.Hit {
			if len(h) == 0 {
				h = append(h, infoseek.Hit{Score: 1})
			}
			return h
		}}, "no words, no hits"},
		"answers anything": {wrongSearcher{query: func(q infoseek.Query) infoseek.Query { q.K = max(q.K, 1); return q }}, "what makes no sense is refused"},
		"shared memory": {wrongSearcher{hits: func(_ infoseek.Query, h []infoseek.Hit) []infoseek.Hit {
			kept = append(kept[:0], h...)
			return kept
		}}, "results are the caller's"},
		"deaf to the context": {wrongSearcher{search: func(s infoseek.Searcher, ctx context.Context, q []infoseek.Query) ([][]infoseek.Hit, error) {
			return s.Search(context.WithoutCancel(ctx), q)
		}}, "a cancelled context ends the search"},
	} {
		t.Run(name, func(t *testing.T) {
			c.wrong.Searcher = right
			i := slices.IndexFunc(searcherChecks, func(k struct {
				name string
				run  func(context.Context, infoseek.Searcher, infoseek.Pages) error
			}) bool {
				return k.name == c.check
			})
			if i < 0 {
				t.Fatalf("no check is called %q", c.check)
			}
			if err := searcherChecks[i].run(t.Context(), c.wrong, pages); err == nil {
				t.Errorf("check %q finds nothing", c.check)
			}
		})
	}
}

// eachHit spoils every hit.
func eachHit(spoil func(*infoseek.Hit)) func(infoseek.Query, []infoseek.Hit) []infoseek.Hit {
	return func(_ infoseek.Query, hits []infoseek.Hit) []infoseek.Hit {
		for i := range hits {
			spoil(&hits[i])
		}
		return hits
	}
}
