package search

import (
	"context"
	"fmt"
	"strings"

	"infoseek"
	"infoseek/text"
)

// phrased keeps the hits whose passage, or title, has all phrases.
type phrased struct {
	infoseek.Searcher
	pages    infoseek.Pages
	analysis string
	query    string // the phrases as words
	runs     [][]string
}

// WithPhrases wraps a searcher over the index so that it finds only passages that have each phrase, its terms one behind the other, in their text or their title. The words of the phrases count as words of every query. A page
// scores as its best passage of these. The texts are read again for it: what is rare among much that fits the query takes time.
func (ix *Index) WithPhrases(s infoseek.Searcher, pages infoseek.Pages, phrases []string) (infoseek.Searcher, error) {
	p := &phrased{Searcher: s, pages: pages, analysis: ix.meta.Analysis, query: strings.Join(phrases, " ")}
	for _, phrase := range phrases {
		run := terms(p.analysis, phrase)
		if len(run) == 0 {
			return nil, fmt.Errorf("search: phrase %q has no word that is indexed", phrase)
		}
		p.runs = append(p.runs, run)
	}
	return p, nil
}

// terms are those of the words of s, in their order.
func terms(analysis, s string) []string {
	var all []string
	for _, w := range text.Words(nil, s) {
		if t := term(analysis, s[w.Start:w.End]); t != "" {
			all = append(all, t)
		}
	}
	return all
}

func (p *phrased) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	results := make([][]infoseek.Hit, len(queries))
	for i, q := range queries {
		if err := q.Check(); err != nil {
			return nil, fmt.Errorf("search: query %d: %w", i, err)
		}
		var err error
		if results[i], err = p.search(ctx, q); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// search looks further down until there are enough hits, or no more passages.
func (p *phrased) search(ctx context.Context, q infoseek.Query) ([]infoseek.Hit, error) {
	wider := infoseek.Query{Text: q.Text + " " + p.query, K: q.K, Unit: infoseek.UnitPassage}
	kept, seen, pages := []infoseek.Hit{}, 0, map[infoseek.PageNum]bool{}
	for {
		wider.K = min(4*max(wider.K, 16), max(1, p.Info().Passages))
		found, err := p.Searcher.Search(ctx, []infoseek.Query{wider})
		if err != nil {
			return nil, err
		}
		for _, h := range found[0][seen:] {
			if q.Unit == infoseek.UnitPage && pages[h.Page] {
				continue
			}
			if has, err := p.has(ctx, h); err != nil {
				return nil, err
			} else if !has {
				continue
			}
			pages[h.Page] = true
			if kept = append(kept, h); len(kept) == q.K {
				return kept, nil
			}
		}
		seen = len(found[0])
		if seen < wider.K || wider.K == p.Info().Passages {
			return kept, nil
		}
	}
}

// has says whether each phrase is in a hit's passage or in its title.
func (p *phrased) has(ctx context.Context, h infoseek.Hit) (bool, error) {
	page, err := p.pages.Page(ctx, h.Page)
	if err != nil {
		return false, err
	}
	title, body := terms(p.analysis, page.Title), []string{}
	if h.Span != (infoseek.Span{}) {
		passage, err := p.pages.Text(ctx, h.Page, h.Span)
		if err != nil {
			return false, err
		}
		body = terms(p.analysis, passage)
	}
	for _, run := range p.runs {
		if !text.HasRun(title, run) && !text.HasRun(body, run) {
			return false, nil
		}
	}
	return true, nil
}
