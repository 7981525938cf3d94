package verify

import (
	"context"
	"fmt"

	"infoseek"
)

// Constants is FORT's exposed constants: exact names, dates and numbers in the question let a solver ask for what should have to be found first.
type Constants struct {
	MaxNames int `json:"max_names"` // named entities allowed
	MaxExact int `json:"max_exact"` // dates and numbers given exactly, not as a range, allowed
}

// NewConstants allows three names, as questions are made by default, and no exact date or number.
func NewConstants() Constants { return Constants{MaxNames: 3} }

// Name of the check.
func (Constants) Name() string { return "constants" }

// Version of the check.
func (Constants) Version() int { return 1 }

// Options of the check.
func (c Constants) Options() any { return c }

// Needs of the check.
func (Constants) Needs() Needs { return Needs{Tree: true} }

// Check reads what the certificate found in the question's text. A constant that the tree doesn't account for is never allowed.
func (c Constants) Check(_ context.Context, it *Item) (Finding, error) {
	q := it.Question
	named, exact := 0, 0
	for _, v := range q.Tree.Vertices {
		if v.Kind == infoseek.EntityVertex && !v.Hidden {
			named++
		}
		if exactly(v.Attribute) {
			exact++
		}
	}
	f := Finding{Evidence: q.Certificate.Exposed}
	stray := 0
	for _, e := range q.Certificate.Exposed {
		if !e.Allowed {
			stray++
			f.Against = append(f.Against, fmt.Sprintf("the question shows the %s %q", e.Kind, e.Text))
		}
	}
	if named > c.MaxNames {
		f.Against = append(f.Against, fmt.Sprintf("%d entities are named", named))
	}
	if exact > c.MaxExact {
		f.Against = append(f.Against, fmt.Sprintf("%d dates or numbers are exact", exact))
	}
	f.Measures = map[string]float64{"named": float64(named), "exact": float64(exact), "stray": float64(stray), "shown": float64(len(q.Certificate.Exposed))}
	return f, nil
}

// exactly says whether an attribute is one year or one number.
func exactly(a *infoseek.Attribute) bool {
	if a == nil || a.Kind != infoseek.AttrYear && a.Kind != infoseek.AttrNumber {
		return false
	}
	return a.Low != nil && a.High != nil && *a.Low == *a.High
}
