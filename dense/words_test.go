package dense

import (
	"context"
	"math"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"infoseek"
	"infoseek/text"
)

// words is an embedder that anyone can follow: a number for each word of a corpus, how often a text has it times how rare it is. Words that the corpus lacks count nothing.
type words struct {
	at     map[string]int
	rarity []float64
	asked  atomic.Int64 // texts
}

func newWords(t *testing.T, p Passages) *words {
	w := &words{at: map[string]int{}}
	var in []float64
	for _, one := range p.All {
		s, err := p.Text(t.Context(), one)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, word := range lowerWords(s) {
			if _, ok := w.at[word]; !ok {
				w.at[word] = len(in)
				in = append(in, 0)
			}
			if !seen[word] {
				seen[word] = true
				in[w.at[word]]++
			}
		}
	}
	for _, n := range in {
		w.rarity = append(w.rarity, math.Pow(1+math.Log(float64(len(p.All))/n), 3))
	}
	return w
}

func lowerWords(s string) (all []string) {
	for _, span := range text.Words(nil, s) {
		all = append(all, strings.ToLower(s[span.Start:span.End]))
	}
	return all
}

func (w *words) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.asked.Add(int64(len(texts)))
	vectors := make([][]float32, len(texts))
	for i, s := range texts {
		vectors[i] = make([]float32, len(w.at))
		for _, word := range lowerWords(s) {
			if d, ok := w.at[word]; ok {
				vectors[i][d] += float32(w.rarity[d])
			}
		}
	}
	return vectors, nil
}

// fives cuts pages into passages of five sentences, with their titles.
func fives(t *testing.T, pages infoseek.Pages) Passages {
	p := Passages{Corpus: pages.Info().Hash}
	for n := range infoseek.PageNum(pages.Info().Pages) {
		sentences, err := pages.Sentences(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i == 0 || i < len(sentences); i += 5 {
			one := Passage{Page: n, Number: i / 5}
			if i < len(sentences) {
				one.Span = infoseek.Span{Start: sentences[i].Start, End: sentences[min(i+5, len(sentences))-1].End}
			}
			p.All = append(p.All, one)
		}
	}
	p.Text = func(ctx context.Context, one Passage) (string, error) {
		page, err := pages.Page(ctx, one.Page)
		if err != nil || one.Span == (infoseek.Span{}) {
			return page.Title, err
		}
		s, err := pages.Text(ctx, one.Page, one.Span)
		return page.Title + "\n" + s, err
	}
	return p
}

// built makes vectors in a folder of the test's and opens them.
func built(t *testing.T, p Passages, e Embedder) *Index {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vectors")
	if err := Build(t.Context(), p, dir, e, Model{Kind: "test", Name: "words"}, Options{Batch: 7, Parallel: 3}); err != nil {
		t.Fatal(err)
	}
	return opened(t, dir)
}

func opened(t *testing.T, dir string) *Index {
	t.Helper()
	ix, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}
