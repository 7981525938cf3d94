package verify

import (
	"context"
	"fmt"
)

// CoCoverage is the first of the four ways in which an intended search collapses (FORT, arXiv 2606.12087): one page states so many of the clues that reading it replaces the search.
type CoCoverage struct {
	MinPages int     `json:"min_pages"` // fewest pages that all claims must stand on
	MaxShare float64 `json:"max_share"` // largest share of the claims that one page other than the answer's may state
}

// NewCoCoverage asks for two pages, and that no page but the answer's states nine tenths of the claims.
func NewCoCoverage() CoCoverage { return CoCoverage{MinPages: 2, MaxShare: .9} }

// Name of the check.
func (CoCoverage) Name() string { return "co-coverage" }

// Version of the check.
func (CoCoverage) Version() int { return 1 }

// Options of the check.
func (c CoCoverage) Options() any { return c }

// Needs of the check.
func (CoCoverage) Needs() Needs { return Needs{Tree: true} }

// Check reads the certificate, whose counts go by the relation R and so are upper bounds.
func (c CoCoverage) Check(_ context.Context, it *Item) (Finding, error) {
	cover, claims := it.Question.Certificate.Cover, len(it.Question.Tree.Edges)
	most := share(cover.Most, claims)
	f := Finding{
		Measures: map[string]float64{"pages": float64(cover.Pages), "most": float64(cover.Most), "share": most},
		Evidence: map[string]int{"claims": claims, "pages": cover.Pages, "most": cover.Most},
	}
	if cover.Pages < c.MinPages {
		f.Against = append(f.Against, fmt.Sprintf("%d of %d pages wanted state all claims", cover.Pages, c.MinPages))
	}
	if most > c.MaxShare {
		f.Against = append(f.Against, fmt.Sprintf("one page states %d of %d claims", cover.Most, claims))
	}
	return f, nil
}
