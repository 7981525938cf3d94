package hcsp

import (
	"context"
	"fmt"

	"infoseek"
)

// ProbeOneShot asks whether single queries find the pages that solving should have to search for: the question's text, each clause's, and with pairs each two clauses' together, as queries for pages down
// to depth. A clause's ranks are the best over the clauses; likewise for pairs.
func ProbeOneShot(ctx context.Context, searcher infoseek.Searcher, pages infoseek.Pages, q infoseek.Question, depth int, pairs bool) (infoseek.OneShot, error) {
	p, err := newProbe(ctx, pages, q, depth)
	if err != nil {
		return infoseek.OneShot{}, err
	}
	clauses := make([]string, len(q.Clauses))
	for i, c := range q.Clauses {
		if c.Start < 0 || c.End < c.Start || c.End > len(q.Question) {
			return infoseek.OneShot{}, fmt.Errorf("hcsp: clause %d: bytes %d..%d of a question of %d", i, c.Start, c.End, len(q.Question))
		}
		clauses[i] = q.Question[c.Start:c.End]
	}
	p.ask(q.Question)
	for _, c := range clauses {
		p.ask(c)
	}
	for i := range clauses {
		for j := i + 1; pairs && j < len(clauses); j++ {
			p.ask(clauses[i] + " " + clauses[j])
		}
	}
	results, err := searcher.Search(ctx, p.queries)
	if err != nil {
		return infoseek.OneShot{}, fmt.Errorf("hcsp: one-shot queries: %w", err)
	}
	if len(results) != len(p.queries) {
		return infoseek.OneShot{}, fmt.Errorf("hcsp: one-shot queries: %d answers to %d queries", len(results), len(p.queries))
	}
	n := 1 + len(clauses)
	shot := infoseek.OneShot{Question: p.best(results[:1]), Clause: p.best(results[1:n])}
	if pairs {
		best := p.best(results[n:])
		shot.Pair = &best
	}
	return shot, nil
}

// probe holds the queries, and the pages whose ranks are asked for.
type probe struct {
	depth   int
	queries []infoseek.Query
	answer  infoseek.PageNum
	hidden  []infoseek.PageNum
	ids     []int // vertices of hidden
}

func newProbe(ctx context.Context, pages infoseek.Pages, q infoseek.Question, depth int) (*probe, error) {
	if err := Validate(q.Tree); err != nil {
		return nil, err
	}
	p := &probe{depth: depth}
	for _, v := range q.Tree.Vertices {
		if !v.Hidden {
			continue
		}
		n, err := pages.ByID(ctx, *v.Page)
		if err != nil {
			return nil, fmt.Errorf("hcsp: vertex %d: %w", v.ID, err)
		}
		if v.ID == 0 {
			p.answer = n
			continue
		}
		p.hidden, p.ids = append(p.hidden, n), append(p.ids, v.ID)
	}
	return p, nil
}

func (p *probe) ask(text string) {
	p.queries = append(p.queries, infoseek.Query{Text: text, K: p.depth, Unit: infoseek.UnitPage})
}

func (p *probe) best(results [][]infoseek.Hit) infoseek.Ranks {
	r := infoseek.Ranks{Answer: bestRank(results, p.answer), Hidden: make([]infoseek.HiddenRank, len(p.hidden))}
	for i, page := range p.hidden {
		r.Hidden[i] = infoseek.HiddenRank{ID: p.ids[i], Rank: bestRank(results, page)}
	}
	return r
}

// bestRank is 1-based; nil if no result has the page.
func bestRank(results [][]infoseek.Hit, page infoseek.PageNum) *int {
	var best *int
	for _, hits := range results {
		for i, h := range hits {
			if h.Page == page {
				if rank := i + 1; best == nil || rank < *best {
					best = &rank
				}
				break
			}
		}
	}
	return best
}
