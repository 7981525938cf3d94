package verify

import (
	"context"
	"fmt"

	"infoseek"
)

// OneClue is FORT's single-clue selectivity: one clue alone finds the answer, because hardly anything else satisfies it, or because searching for it brings up the answer's page.
type OneClue struct {
	Floor     int `json:"floor"`      // fewest entities that each clue about the answer must leave
	RankFloor int `json:"rank_floor"` // a clause as a query must not find the answer's page this high
}

// NewOneClue takes the floors by which questions are made by default.
func NewOneClue() OneClue { return OneClue{Floor: 5, RankFloor: 5} }

// Name of the check.
func (OneClue) Name() string { return "one-clue" }

// Version of the check.
func (OneClue) Version() int { return 1 }

// Options of the check.
func (c OneClue) Options() any { return c }

// Needs of the check.
func (OneClue) Needs() Needs { return Needs{Tree: true} }

// Check reads the certificate. Ranks that nobody measured speak neither for nor against a question.
func (c OneClue) Check(_ context.Context, it *Item) (Finding, error) {
	cert := it.Question.Certificate
	f := Finding{Measures: map[string]float64{"selectivity": float64(cert.Selectivity)}}
	evidence := struct {
		Selectivity int                `json:"selectivity"`
		Clause      *int               `json:"clause"` // rank of the answer's page, null if deeper than looked
		Retriever   infoseek.Retriever `json:"retriever"`
	}{cert.Selectivity, cert.OneShot.Clause.Answer, it.Question.Retriever}
	f.Evidence = evidence
	if cert.Selectivity < c.Floor {
		f.Against = append(f.Against, fmt.Sprintf("a clue leaves %d entities", cert.Selectivity))
	}
	if r := evidence.Clause; r != nil {
		f.Measures["rank"] = float64(*r)
		if *r <= c.RankFloor {
			f.Against = append(f.Against, fmt.Sprintf("a clause as a query has the answer's page at rank %d", *r))
		}
	}
	return f, nil
}
