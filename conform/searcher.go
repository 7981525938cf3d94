package conform

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"infoseek"
)

// Searcher checks an implementation of infoseek.Searcher over a corpus of the suite's own. It asks for what any ranking by words owes, whatever its formula: ranks in order, ties by document
// order, pages as their best passages, k and batches that change nothing but how much is told. The words it searches for are the same after any stemming.
func Searcher(t *testing.T, make func(t *testing.T, pages infoseek.Pages) infoseek.Searcher) {
	pages := searcherCorpus()
	s := make(t, pages)
	for _, check := range searcherChecks {
		t.Run(check.name, func(t *testing.T) {
			if err := check.run(t.Context(), s, pages); err != nil {
				t.Error(err)
			}
		})
	}
}

var searcherChecks = []struct {
	name string
	run  func(context.Context, infoseek.Searcher, infoseek.Pages) error
}{
	{"info", searcherInfo},
	{"hits are well formed", searcherHits},
	{"passages are whole sentences", searcherPassages},
	{"hits have a word of the query", searcherWords},
	{"a word of one page finds that page", searcherRareWord},
	{"a title finds its page", searcherTitle},
	{"case does not count", searcherCase},
	{"ties are in document order", searcherTies},
	{"a smaller k gives the first of a larger", searcherPrefix},
	{"a page is its best passage", searcherPage},
	{"a batch equals its queries one by one", searcherBatch},
	{"no words, no hits", searcherNoWords},
	{"what makes no sense is refused", searcherRefuses},
	{"results are the caller's", searcherOwnership},
	{"a cancelled context ends the search", searcherCancelled},
	{"concurrent searches", searcherConcurrent},
}

var bothUnits = []infoseek.Unit{infoseek.UnitPassage, infoseek.UnitPage}

// searchOne answers one query.
func searchOne(ctx context.Context, s infoseek.Searcher, text string, k int, unit infoseek.Unit) ([]infoseek.Hit, error) {
	results, err := s.Search(ctx, []infoseek.Query{{Text: text, K: k, Unit: unit}})
	if err != nil {
		return nil, fmt.Errorf("query %q, k %d, unit %q: %w", text, k, unit, err)
	}
	if len(results) != 1 {
		return nil, fmt.Errorf("query %q: %d results for one query", text, len(results))
	}
	return results[0], nil
}

// eachSearch calls check with the hits of each of the suite's queries, for both units and several k.
func eachSearch(ctx context.Context, s infoseek.Searcher, check func(q infoseek.Query, hits []infoseek.Hit) error) error {
	for _, text := range searcherQueries {
		for _, unit := range bothUnits {
			for _, k := range []int{1, 3, 10, 100000} {
				hits, err := searchOne(ctx, s, text, k, unit)
				if err != nil {
					return err
				}
				if err := check(infoseek.Query{Text: text, K: k, Unit: unit}, hits); err != nil {
					return fmt.Errorf("query %q, k %d, unit %q: %w", text, k, unit, err)
				}
			}
		}
	}
	return nil
}

// difference tells the first rank at which two rankings differ.
func difference(a, b []infoseek.Hit) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("rank %d is %+v and %+v", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d and %d hits", len(a), len(b))
}

func searcherInfo(_ context.Context, s infoseek.Searcher, pages infoseek.Pages) error {
	info := s.Info()
	if info.Corpus != pages.Info().Hash {
		return fmt.Errorf("searches corpus %q, not %q", info.Corpus, pages.Info().Hash)
	}
	if info.Passages <= pages.Info().Pages {
		return fmt.Errorf("%d passages of %d pages, some of which are long", info.Passages, pages.Info().Pages)
	}
	if info.Retriever.Analysis == "" {
		return errors.New("no analysis is named")
	}
	return nil
}

func searcherHits(ctx context.Context, s infoseek.Searcher, pages infoseek.Pages) error {
	type place struct {
		page    infoseek.PageNum
		passage int
	}
	spans := map[place]infoseek.Span{}
	return eachSearch(ctx, s, func(q infoseek.Query, hits []infoseek.Hit) error {
		if len(hits) == 0 || len(hits) > q.K {
			return fmt.Errorf("%d hits", len(hits))
		}
		seen := map[place]bool{}
		for i, h := range hits {
			at := place{h.Page, h.Passage}
			if q.Unit == infoseek.UnitPage {
				at.passage = 0
			}
			if seen[at] {
				return fmt.Errorf("rank %d: page %d, passage %d again", i+1, h.Page, h.Passage)
			}
			seen[at] = true
			if math.IsNaN(h.Score) || math.IsInf(h.Score, 0) || i > 0 && h.Score > hits[i-1].Score {
				return fmt.Errorf("rank %d: score %v", i+1, h.Score)
			}
			at.passage = h.Passage
			if before, ok := spans[at]; ok && before != h.Span {
				return fmt.Errorf("page %d, passage %d is at %v and at %v", h.Page, h.Passage, before, h.Span)
			}
			spans[at] = h.Span
			if err := checkSpan(ctx, pages, h); err != nil {
				return fmt.Errorf("rank %d: %w", i+1, err)
			}
		}
		return nil
	})
}

func checkSpan(ctx context.Context, pages infoseek.Pages, h infoseek.Hit) error {
	text, err := pages.Text(ctx, h.Page, infoseek.Span{})
	if err != nil {
		return err
	}
	if h.Passage < 0 || h.Span.Start < 0 || h.Span.End < h.Span.Start || h.Span.End > len(text) || !utf8.ValidString(text[h.Span.Start:h.Span.End]) {
		return fmt.Errorf("page %d, passage %d: span %v of a text of %d bytes", h.Page, h.Passage, h.Span, len(text))
	}
	return nil
}

// shortSentence is how many words fit any sensible passage.
const shortSentence = 20

func searcherPassages(ctx context.Context, s infoseek.Searcher, pages infoseek.Pages) error {
	hits, err := searchOne(ctx, s, commonWord, 100000, infoseek.UnitPassage)
	if err != nil {
		return err
	}
	slices.SortFunc(hits, byDocument)
	for i, h := range hits {
		if i > 0 && hits[i-1].Page == h.Page && hits[i-1].Span.End > h.Span.Start {
			return fmt.Errorf("page %d: passages %d and %d overlap", h.Page, hits[i-1].Passage, h.Passage)
		}
		sentences, err := pages.Sentences(ctx, h.Page)
		if err != nil {
			return err
		}
		for _, sentence := range sentences {
			text, err := pages.Text(ctx, h.Page, sentence)
			if err != nil {
				return err
			}
			overlap := min(h.Span.End, sentence.End) - max(h.Span.Start, sentence.Start)
			if len(strings.Fields(text)) <= shortSentence && overlap > 0 && overlap < sentence.End-sentence.Start {
				return fmt.Errorf("page %d, passage %d cuts the sentence %q", h.Page, h.Passage, text)
			}
		}
	}
	return nil
}

func searcherWords(ctx context.Context, s infoseek.Searcher, pages infoseek.Pages) error {
	return eachSearch(ctx, s, func(q infoseek.Query, hits []infoseek.Hit) error {
		for i, h := range hits {
			page, err := pages.Page(ctx, h.Page)
			if err != nil {
				return err
			}
			text, err := pages.Text(ctx, h.Page, infoseek.Span{})
			if err != nil {
				return err
			}
			searched := strings.ToLower(page.Title + " " + text[h.Span.Start:h.Span.End])
			if !slices.ContainsFunc(strings.Fields(strings.ToLower(q.Text)), func(w string) bool { return strings.Contains(searched, w) }) {
				return fmt.Errorf("rank %d: no word of it is in %q", i+1, searched)
			}
		}
		return nil
	})
}

func searcherRareWord(ctx context.Context, s infoseek.Searcher, pages infoseek.Pages) error {
	for n := range infoseek.PageNum(generatedPages) {
		for _, unit := range bothUnits {
			hits, err := searchOne(ctx, s, rareWord(n), 10, unit)
			if err != nil {
				return err
			}
			if len(hits) != 1 || hits[0].Page != n {
				return fmt.Errorf("%q, only on page %d, finds %v", rareWord(n), n, hits)
			}
			hits, err = searchOne(ctx, s, commonWord+" "+rareWord(n), 3, unit)
			if err != nil {
				return err
			}
			if len(hits) != 3 || hits[0].Page != n {
				return fmt.Errorf("%q with a common word finds %v, not page %d first", rareWord(n), hits, n)
			}
		}
	}
	return nil
}

func searcherTitle(ctx context.Context, s infoseek.Searcher, pages infoseek.Pages) error {
	n, err := pages.ByTitle(ctx, emptyTitle)
	if err != nil {
		return err
	}
	for _, unit := range bothUnits {
		hits, err := searchOne(ctx, s, emptyTitle, 1, unit)
		if err != nil {
			return err
		}
		if len(hits) != 1 || hits[0].Page != n {
			return fmt.Errorf("%q, a page without text, finds %v", emptyTitle, hits)
		}
	}
	return nil
}

func searcherCase(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	for _, text := range searcherQueries {
		lower, err := searchOne(ctx, s, strings.ToLower(text), 5, "")
		if err != nil {
			return err
		}
		upper, err := searchOne(ctx, s, strings.ToUpper(text), 5, "")
		if err != nil {
			return err
		}
		if !slices.Equal(lower, upper) {
			return fmt.Errorf("%q in lower and in upper case: %s", text, difference(lower, upper))
		}
	}
	return nil
}

func searcherTies(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	for _, unit := range bothUnits {
		hits, err := searchOne(ctx, s, twinWord, 100, unit)
		if err != nil {
			return err
		}
		if len(hits) != twins || hits[0].Score != hits[twins-1].Score {
			return fmt.Errorf("%d pages with one text, unit %q: %v", twins, unit, hits)
		}
	}
	return eachSearch(ctx, s, func(_ infoseek.Query, hits []infoseek.Hit) error {
		for i := 1; i < len(hits); i++ {
			if hits[i].Score == hits[i-1].Score && byDocument(hits[i-1], hits[i]) >= 0 {
				return fmt.Errorf("ranks %d and %d tie and are not in document order: %v", i, i+1, hits[i-1:i+1])
			}
		}
		return nil
	})
}

func byDocument(a, b infoseek.Hit) int {
	if a.Page != b.Page {
		return int(a.Page) - int(b.Page)
	}
	return a.Passage - b.Passage
}

func searcherPrefix(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	for _, text := range searcherQueries {
		for _, unit := range bothUnits {
			all, err := searchOne(ctx, s, text, 100000, unit)
			if err != nil {
				return err
			}
			for k := 1; k < len(all)+2; k = k*3/2 + 1 {
				hits, err := searchOne(ctx, s, text, k, unit)
				if err != nil {
					return err
				}
				if want := all[:min(k, len(all))]; !slices.Equal(hits, want) {
					return fmt.Errorf("query %q, unit %q, best %d and best 100000: %s", text, unit, k, difference(hits, want))
				}
			}
		}
	}
	return nil
}

func searcherPage(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	for _, text := range searcherQueries {
		passages, err := searchOne(ctx, s, text, 100000, infoseek.UnitPassage)
		if err != nil {
			return err
		}
		pages, err := searchOne(ctx, s, text, 100000, infoseek.UnitPage)
		if err != nil {
			return err
		}
		seen := map[infoseek.PageNum]bool{}
		best := slices.DeleteFunc(passages, func(h infoseek.Hit) bool {
			again := seen[h.Page]
			seen[h.Page] = true
			return again
		})
		if !slices.Equal(pages, best) {
			return fmt.Errorf("query %q, pages and the best passages of each: %s", text, difference(pages, best))
		}
	}
	return nil
}

// searcherBatchQueries mixes units and k.
func searcherBatchQueries() []infoseek.Query {
	var batch []infoseek.Query
	for i, text := range searcherQueries {
		batch = append(batch, infoseek.Query{Text: text, K: 1 + i*3%7, Unit: bothUnits[i%2]}, infoseek.Query{Text: text, K: 50})
	}
	return append(batch, infoseek.Query{Text: "", K: 5})
}

func searcherBatch(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	if results, err := s.Search(ctx, nil); err != nil || len(results) != 0 {
		return fmt.Errorf("no queries: %v, %w", results, err)
	}
	batch := searcherBatchQueries()
	results, err := s.Search(ctx, batch)
	if err != nil {
		return err
	}
	if len(results) != len(batch) {
		return fmt.Errorf("%d results for %d queries", len(results), len(batch))
	}
	for i, q := range batch {
		hits, err := searchOne(ctx, s, q.Text, q.K, q.Unit)
		if err != nil {
			return err
		}
		if !slices.Equal(hits, results[i]) {
			return fmt.Errorf("query %q, in a batch and alone: %s", q.Text, difference(results[i], hits))
		}
	}
	return nil
}

func searcherNoWords(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	for _, text := range []string{"", "  ", "?! … --", "\x00\xff\xfe", "qqxzv", "\ufffd", strings.Repeat("qqxzv ", 3000)} {
		for _, unit := range bothUnits {
			hits, err := searchOne(ctx, s, text, 5, unit)
			if err != nil {
				return err
			}
			if len(hits) != 0 {
				return fmt.Errorf("%.20q finds %v", text, hits)
			}
		}
	}
	return nil
}

func searcherRefuses(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	for _, q := range []infoseek.Query{{Text: commonWord}, {Text: commonWord, K: -1}, {Text: commonWord, K: 1, Unit: "chapter"}} {
		if results, err := s.Search(ctx, []infoseek.Query{q}); err == nil {
			return fmt.Errorf("%+v is answered by %v", q, results)
		}
	}
	return nil
}

func searcherOwnership(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	first, err := searchOne(ctx, s, commonWord, 20, "")
	if err != nil {
		return err
	}
	want := slices.Clone(first)
	if _, err := s.Search(ctx, searcherBatchQueries()); err != nil {
		return err
	}
	if !slices.Equal(first, want) {
		return errors.New("a later search changes an earlier one's hits")
	}
	clear(first)
	again, err := searchOne(ctx, s, commonWord, 20, "")
	if err != nil {
		return err
	}
	if !slices.Equal(again, want) {
		return errors.New("hits changed by the caller change a later search")
	}
	return nil
}

func searcherCancelled(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	if results, err := s.Search(ctx, searcherBatchQueries()); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("%d results, error %v", len(results), err)
	}
	return nil
}

func searcherConcurrent(ctx context.Context, s infoseek.Searcher, _ infoseek.Pages) error {
	batch := searcherBatchQueries()
	want, err := s.Search(ctx, batch)
	if err != nil {
		return err
	}
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			for range 5 {
				got, err := s.Search(ctx, batch[i:])
				if err == nil && !slices.EqualFunc(got, want[i:], slices.Equal[[]infoseek.Hit]) {
					err = errors.New("searches at once give other results than one alone")
				}
				if err != nil {
					errs[i] = err
					return
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
