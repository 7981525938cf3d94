package verify

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"
)

// Prior is FORT's prior-knowledge binding: a model names the answer unaided, so that a search only confirms it. It rests on what the closed-book solver of the check difficulty answered.
type Prior struct {
	MaxShare float64 `json:"max_share"` // of the samples that may name the answer
}

// Name of the check.
func (Prior) Name() string { return "prior-knowledge" }

// Version of the check.
func (Prior) Version() int { return 1 }

// Options of the check.
func (p Prior) Options() any { return p }

// Needs of the check.
func (Prior) Needs() Needs { return Needs{After: "difficulty"} }

// Check counts the samples that named the answer, first or among others: a solver that lists the answer among its guesses knows where to look.
func (p Prior) Check(_ context.Context, it *Item) (Finding, error) {
	var closed ClosedBook
	if err := json.Unmarshal(it.Before.Evidence, &closed); err != nil {
		return Finding{}, fmt.Errorf("verify: evidence of %s: %w", it.Before.ID, err)
	}
	named := 0
	for _, s := range closed.Samples {
		if s.Right || s.Named {
			named++
		}
	}
	f := Finding{Measures: map[string]float64{"share": share(named, len(closed.Samples))}, Evidence: map[string]int{"named": named, "samples": len(closed.Samples)}}
	if f.Measures["share"] > p.MaxShare {
		f.Against = append(f.Against, fmt.Sprintf("%d of %d samples name the answer", named, len(closed.Samples)))
	}
	return f, nil
}
