package serve

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"infoseek/agent"
	"infoseek/internal/tags"
	"infoseek/token"

	"golang.org/x/sync/errgroup"
)

// synthesizeRequest is what InfoSeek's clients send: three lists of equal length, the documents of a query in one string, a line "Doc 1(Title: t) text" each.
type synthesizeRequest struct {
	Questions []string `json:"original_questions"`
	Queries   []string `json:"queries"`
	Documents []string `json:"documents"`
}

// A query's evidence and each of its documents have so many tokens at most (arXiv 2509.00375, section 4.1); documents beyond mostDocuments are not read.
const (
	evidenceTokens = 512
	documentTokens = 512
	mostDocuments  = 20
	refinedAtOnce  = 8
)

// synthesize answers POST /synthesize. One query that can't be refined fails the request: the client then falls back to the documents themselves, and no error's text gets among the evidence.
func (s *Server) synthesize(ctx context.Context, x *exchange) error {
	var q synthesizeRequest
	if err := x.decode(&q, false); err != nil {
		return err
	}
	if err := s.checkSynthesize(q); err != nil {
		return err
	}
	evidence := make([]string, len(q.Queries))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(refinedAtOnce)
	for i := range q.Queries {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			r, err := s.tools.Refiner.Refine(ctx, agent.Refinement{Question: q.Questions[i], Query: q.Queries[i], Documents: readDocuments(q.Documents[i]), Tokens: evidenceTokens, Tokenizer: token.Estimate{}})
			evidence[i] = r.Text
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	x.out = append(x.out, `{"search_results_processed":[`...)
	for i, e := range evidence {
		x.separate(i)
		x.out = quote(x.out, tags.Wrap(tags.Information, tags.Disarm(e)))
	}
	x.out = append(x.out, "]}"...)
	return nil
}

func (s *Server) checkSynthesize(q synthesizeRequest) error {
	if s.tools.Refiner == nil {
		return errors.New("serve: no Refiner")
	}
	switch a, b, c := len(q.Questions), len(q.Queries), len(q.Documents); {
	case a != b || b != c:
		return badRequest(`"original_questions", "queries" and "documents" have %d, %d and %d items: give as many of each`, a, b, c)
	case q.Queries == nil:
		return badRequest(`the body: "original_questions", "queries" and "documents" are missing`)
	case a > s.options.MaxQueries:
		return badRequest("%d queries are more than the %d allowed", a, s.options.MaxQueries)
	}
	return nil
}

var documentHead = regexp.MustCompile(`(?m)^Doc \d+ ?\(Title: ((?:[^()\n]|\([^()\n]*\))*)\) ?`)

// readDocuments takes the documents of a query apart; what has no head is one document without title.
func readDocuments(list string) []agent.Document {
	heads := documentHead.FindAllStringSubmatchIndex(list, -1)
	if len(heads) == 0 || strings.TrimSpace(list[:heads[0][0]]) != "" {
		heads = append([][]int{{0, 0, 0, 0}}, heads...)
	}
	var all []agent.Document
	for i, h := range heads[:min(len(heads), mostDocuments)] {
		end := len(list)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		if body := strings.TrimSpace(list[h[1]:end]); body != "" {
			all = append(all, agent.Document{Title: strings.Trim(list[h[2]:h[3]], `"`), Text: token.Estimate{}.Cut(body, documentTokens)})
		}
	}
	return all
}
