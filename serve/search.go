package serve

import (
	"context"

	"infoseek"
)

// searchRequest is the body of POST /v1/search.
type searchRequest struct {
	Queries []string      `json:"queries"`
	K       int           `json:"k"`
	Unit    infoseek.Unit `json:"unit"`
}

// searchAnswer is its answer: results[i] belongs to queries[i], best first.
type searchAnswer struct {
	V         int                `json:"v"`
	Corpus    string             `json:"corpus"`
	Retriever infoseek.Retriever `json:"retriever"`
	Results   [][]result         `json:"results"`
}

// result is a hit; start and end are bytes of the page's stored plain text.
type result struct {
	Page    string  `json:"page"` // the source's page id
	Title   string  `json:"title"`
	Passage int     `json:"passage"`
	Score   float64 `json:"score"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Text    string  `json:"text"`
}

// search answers POST /v1/search.
func (s *Server) search(ctx context.Context, x *exchange) error {
	var q searchRequest
	if err := x.decode(&q, true); err != nil {
		return err
	}
	switch q.Unit {
	case infoseek.UnitPassage, infoseek.UnitPage:
	case "":
		q.Unit = infoseek.UnitPassage
	default:
		return badRequest("unit %q: give passage or page", q.Unit)
	}
	found, err := s.find(ctx, q.Queries, q.K, "k", q.Unit)
	if err != nil {
		return err
	}
	info := s.tools.Searcher.Info()
	a := searchAnswer{V: infoseek.FormatVersion, Corpus: info.Corpus, Retriever: info.Retriever, Results: make([][]result, len(found))}
	a.Retriever.Unit, a.Retriever.Depth = q.Unit, q.K
	if q.K == 0 {
		a.Retriever.Depth = s.options.TopK
	}
	for i, hits := range found {
		if a.Results[i], err = s.results(ctx, hits); err != nil {
			return err
		}
	}
	return x.encode(a)
}

func (s *Server) results(ctx context.Context, hits []infoseek.Hit) ([]result, error) {
	all := make([]result, len(hits))
	for i, h := range hits {
		page, err := s.tools.Pages.Page(ctx, h.Page)
		if err != nil {
			return nil, err
		}
		text, err := s.tools.Pages.Text(ctx, h.Page, h.Span)
		if err != nil {
			return nil, err
		}
		all[i] = result{page.ID, page.Title, h.Passage, h.Score, h.Span.Start, h.Span.End, text}
	}
	return all, nil
}
