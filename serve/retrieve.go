package serve

import (
	"context"
	"strconv"
	"strings"

	"infoseek"
)

// retrieveRequest is what Search-R1's clients send (its search_r1/search server; "topk" may be null or missing), or, with one query in place of the list, BrowseComp-Plus's client for Search-R1's models.
type retrieveRequest struct {
	Queries []string `json:"queries"`
	Query   *string  `json:"query"`
	TopK    int      `json:"topk"`
	Scores  bool     `json:"return_scores"`
}

// retrieve answers POST /retrieve.
func (s *Server) retrieve(ctx context.Context, x *exchange) error {
	var q retrieveRequest
	if err := x.decode(&q, false); err != nil {
		return err
	}
	if q.Query != nil {
		return s.retrieveOne(ctx, x, q)
	}
	results, err := s.find(ctx, q.Queries, q.TopK, "topk", infoseek.UnitPassage)
	if err != nil {
		return err
	}
	x.out = append(x.out, `{"result":[`...)
	for i, hits := range results {
		x.separate(i)
		x.out = append(x.out, '[')
		for j, h := range hits {
			x.separate(j)
			if err := s.appendDocument(ctx, x, h, q.Scores); err != nil {
				return err
			}
		}
		x.out = append(x.out, ']')
	}
	x.out = append(x.out, "]}"...)
	return nil
}

// retrieveOne answers a single query with pages: ids are those that judgements know, texts the passage that fits best.
func (s *Server) retrieveOne(ctx context.Context, x *exchange, q retrieveRequest) error {
	if q.Queries != nil {
		return badRequest(`the body: give "queries" or "query", not both`)
	}
	found, err := s.find(ctx, []string{*q.Query}, q.TopK, "topk", infoseek.UnitPage)
	if err != nil {
		return err
	}
	pages, err := s.results(ctx, found[0])
	if err != nil {
		return err
	}
	x.out = append(x.out, `{"result":[`...)
	for i, r := range pages {
		x.separate(i)
		x.out = quote(append(x.out, `{"document":{"title":`...), r.Title)
		x.out = quote(append(x.out, `,"text":`...), r.Text)
		x.out = quote(append(x.out, `},"docid":`...), r.Page)
		if q.Scores {
			x.out = strconv.AppendFloat(append(x.out, `,"score":`...), r.Score, 'g', -1, 64)
		}
		x.out = append(x.out, '}')
	}
	x.out = append(x.out, "]}"...)
	return nil
}

func (x *exchange) separate(i int) {
	if i > 0 {
		x.out = append(x.out, ',')
	}
}

// appendDocument writes a hit as Search-R1's clients read it: the title is the first line of the contents. A passage that is not its page's first has its number behind the id.
func (s *Server) appendDocument(ctx context.Context, x *exchange, h infoseek.Hit, score bool) error {
	page, err := s.tools.Pages.Page(ctx, h.Page)
	if err != nil {
		return err
	}
	text, err := s.tools.Pages.Text(ctx, h.Page, h.Span)
	if err != nil {
		return err
	}
	if score {
		x.out = append(x.out, `{"document":`...)
	}
	x.text = append(x.text[:0], page.ID...)
	if h.Passage > 0 {
		x.text = strconv.AppendInt(append(x.text, '#'), int64(h.Passage), 10)
	}
	x.out = quote(append(x.out, `{"id":`...), x.text)
	x.text = append(append(append(x.text[:0], oneLine(page.Title)...), '\n'), text...)
	x.out = append(quote(append(x.out, `,"contents":`...), x.text), '}')
	if score {
		x.out = append(strconv.AppendFloat(append(x.out, `,"score":`...), h.Score, 'g', -1, 64), '}')
	}
	return nil
}

func oneLine(s string) string {
	if strings.ContainsAny(s, "\r\n") {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

// find searches for all queries in one call, k units each; field is the name that k has in the request.
func (s *Server) find(ctx context.Context, queries []string, k int, field string, unit infoseek.Unit) ([][]infoseek.Hit, error) {
	switch {
	case queries == nil:
		return nil, badRequest(`the body: "queries", a list of strings, is missing`)
	case len(queries) > s.options.MaxQueries:
		return nil, badRequest("%d queries are more than the %d allowed", len(queries), s.options.MaxQueries)
	case k < 0 || k > s.options.MaxTopK:
		return nil, badRequest("%q is %d: give 1 to %d", field, k, s.options.MaxTopK)
	case k == 0:
		k = s.options.TopK
	}
	s.metrics.queries.Add(float64(len(queries)))
	batch := make([]infoseek.Query, len(queries))
	for i, q := range queries {
		batch[i] = infoseek.Query{Text: q, K: k, Unit: unit}
	}
	return s.tools.Searcher.Search(ctx, batch)
}
