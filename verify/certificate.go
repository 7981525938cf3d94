package verify

import (
	"context"

	"infoseek"
	"infoseek/hcsp"
)

// Certificate recomputes a question's certificate over the corpus: it must be as stored, and promise one answer that needs every clue.
type Certificate struct{}

// Name of the check.
func (Certificate) Name() string { return "certificate" }

// Version of the check.
func (Certificate) Version() int { return 1 }

// Options of the check.
func (Certificate) Options() any { return struct{}{} }

// Needs of the check.
func (Certificate) Needs() Needs { return Needs{Pages: true, Tree: true} }

// Check recomputes. Ranks are taken as stored: they depend on a retriever, which 'one-clue' looks at. Of a question made elsewhere, which has neither evidence nor clauses, only what the certificate promises is looked at.
func (Certificate) Check(ctx context.Context, it *Item) (Finding, error) {
	if !isCited(it.Question) {
		c, err := it.Solver.Certify(ctx, it.Question.Tree)
		return promised(Finding{}, c), err
	}
	r, err := hcsp.Check(ctx, it.Solver, nil, it.Question)
	if err != nil {
		return Finding{}, err
	}
	f := Finding{Evidence: map[string]any{"missing": r.Missing, "differences": r.Differences}}
	for _, m := range r.Missing {
		f.Against = append(f.Against, "the corpus has no entity "+m)
	}
	for _, d := range r.Differences {
		f.Against = append(f.Against, d.String())
	}
	if r.Certificate == nil {
		return f, nil
	}
	return promised(f, *r.Certificate), nil
}

// promised adds what a certificate doesn't promise.
func promised(f Finding, c infoseek.Certificate) Finding {
	if !c.Unique {
		f.Against = append(f.Against, "another entity satisfies every clue")
	}
	if !c.Minimal {
		f.Against = append(f.Against, "a clue is not needed")
	}
	f.Measures = map[string]float64{"unique": number(c.Unique), "minimal": number(c.Minimal)}
	return f
}
