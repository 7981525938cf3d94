package verify

import (
	"context"
	"errors"
	"fmt"

	"infoseek"
)

// Necessity asks whether each clue is needed in truth: the certificate names, for each, entities that could be the answer without it, possible under the relation R and not proved. A verifier reads their pages. The share
// of clues with an alternative that it accepts stands beside the certificate's `minimal`, which is an upper bound.
type Necessity struct {
	Tokens int     `json:"tokens"` // of an alternative's page
	Least  float64 `json:"least"`  // share of the clues that must have a real alternative
}

// NewNecessity asks for a real alternative to every clue.
func NewNecessity() Necessity { return Necessity{Tokens: 900, Least: 1} }

// weighed is the evidence about one clue: the alternatives judged, up to the first that is real.
type weighed struct {
	Child int   `json:"child"`
	Real  bool  `json:"real"`
	Tried []fit `json:"tried"`
}

// Name of the check.
func (Necessity) Name() string { return "necessity" }

// Version of the check.
func (Necessity) Version() int { return 1 }

// Options of the check.
func (c Necessity) Options() any { return c }

// Needs of the check.
func (Necessity) Needs() Needs { return Needs{Role: Verifier, Pages: true, Tree: true} }

// Check judges the alternatives of each edge.
func (c Necessity) Check(ctx context.Context, it *Item) (Finding, error) {
	edges := it.Question.Tree.Edges
	evidence := make([]weighed, 0, len(edges))
	needed := 0
	for _, e := range edges {
		w, err := c.weigh(ctx, it, e.Child)
		if err != nil {
			return Finding{}, err
		}
		if w.Real {
			needed++
		}
		evidence = append(evidence, w)
	}
	s := share(needed, len(edges))
	f := Finding{Evidence: evidence, Measures: map[string]float64{"share": s, "minimal": number(it.Question.Certificate.Minimal)}}
	if s < c.Least {
		f.Against = append(f.Against, fmt.Sprintf("%d of %d clues have no alternative that its page bears out", len(edges)-needed, len(edges)))
	}
	return f, nil
}

// weigh judges the alternatives that the certificate names for the edge to child.
func (c Necessity) weigh(ctx context.Context, it *Item, child int) (weighed, error) {
	w := weighed{Child: child, Tried: []fit{}}
	told := clues(it.Question, child)
	if len(told) == 0 {
		w.Real = true // of a single clue: without it anything will do
		return w, nil
	}
	for i, title := range alternatives(it.Question, child) {
		n, err := it.Pages.ByTitle(ctx, title)
		if missing := (*infoseek.NotFoundError)(nil); errors.As(err, &missing) {
			return w, corpusFault("find an alternative", err)
		}
		if err != nil {
			return w, err
		}
		f, err := it.fits(ctx, n, title, told, room(it.Model, 1, c.Tokens, 400), child*8+i)
		if err != nil {
			return w, err
		}
		w.Tried = append(w.Tried, f)
		if w.Real = f.all(); w.Real {
			break
		}
	}
	return w, nil
}

func alternatives(q infoseek.Question, child int) []string {
	for _, a := range q.Certificate.Alternatives {
		if a.Child == child {
			return a.Pages
		}
	}
	return nil
}
