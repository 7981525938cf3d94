package recount

import (
	"context"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"infoseek"
)

// Index is what was read out of all pages of a corpus. It is held in memory, and safe for concurrent use.
type Index struct {
	corpus  infoseek.Pages
	pages   []infoseek.Page
	lexicon *lexicon
	normal  *trie // names of all kinds but acronyms
	exact   *trie // acronyms
	related [][]infoseek.PageNum
	years   [][]years
	numbers [][]quantity
	phrases phrases
}

// New reads all pages of a corpus.
func New(ctx context.Context, corpus infoseek.Pages) (*Index, error) {
	x := &Index{corpus: corpus, pages: make([]infoseek.Page, corpus.Info().Pages)}
	for n := range x.pages {
		p, err := corpus.Page(ctx, infoseek.PageNum(n))
		if err != nil {
			return nil, fmt.Errorf("recount: page %d: %w", n, err)
		}
		x.pages[n] = p
	}
	if err := x.readNames(ctx); err != nil {
		return nil, err
	}
	return x, x.readTexts(ctx)
}

// readTexts reads the text of each page, in several goroutines.
func (x *Index) readTexts(ctx context.Context) error {
	x.years, x.numbers = make([][]years, len(x.pages)), make([][]quantity, len(x.pages))
	out := make([][]infoseek.PageNum, len(x.pages))
	g, ctx := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			seen := map[string]token{}
			for n := w; n < len(x.pages); n += workers {
				var err error
				if out[n], err = x.readText(ctx, infoseek.PageNum(n), seen); err != nil {
					return fmt.Errorf("recount: page %q: %w", x.pages[n].Title, err)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	x.relate(out)
	return nil
}

// readText reads one page and returns the pages that it names or links to.
func (x *Index) readText(ctx context.Context, n infoseek.PageNum, seen map[string]token) ([]infoseek.PageNum, error) {
	text, err := x.corpus.Text(ctx, n, infoseek.Span{})
	if err != nil {
		return nil, err
	}
	out := x.namedBy(x.lexicon.tokens(nil, text, seen))
	links, err := x.corpus.LinksOut(ctx, n)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		out = append(out, l.To)
	}
	if x.pages[n].Entity {
		x.years[n] = statedYears(text)
		x.numbers[n] = statedNumbers(text, x.years[n])
		for _, c := range x.pages[n].Categories {
			x.years[n] = append(x.years[n], statedYears(c)...)
		}
	}
	return out, nil
}
