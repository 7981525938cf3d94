package verify

import (
	"context"
	"fmt"

	"infoseek"
	"infoseek/text"
)

// Duplicates finds questions that say nearly what an earlier one says. The first of them passes.
type Duplicates struct {
	options duplicateOptions
	of      map[string]twin // by the later question's id
}

type duplicateOptions struct {
	Words int     `json:"words"` // of a shingle
	Least float64 `json:"least"` // Jaccard index of the questions' shingles from which on they are the same
}

// twin is the earlier question that a question is likest to.
type twin struct {
	ID      string  `json:"id"`
	Jaccard float64 `json:"jaccard"`
}

// NewDuplicates compares the questions with each other: pairs are found by MinHash, and decided by the exact index.
func NewDuplicates(questions []infoseek.Question) *Duplicates {
	d := &Duplicates{duplicateOptions{Words: 2, Least: .6}, map[string]twin{}}
	var buckets text.Buckets
	sets := make([][]string, len(questions))
	for i, q := range questions {
		sets[i] = text.Shingles(text.NormWords(q.Question), d.options.Words)
		for _, j := range buckets.Add(text.Sign(sets[i])) {
			if alike := text.Jaccard(sets[i], sets[j]); alike > d.of[q.ID].Jaccard {
				d.of[q.ID] = twin{questions[j].ID, alike}
			}
		}
	}
	return d
}

// Name of the check.
func (*Duplicates) Name() string { return "duplicate" }

// Version of the check.
func (*Duplicates) Version() int { return 1 }

// Options of the check.
func (d *Duplicates) Options() any { return d.options }

// Needs of the check.
func (*Duplicates) Needs() Needs { return Needs{} }

// Check looks the question up.
func (d *Duplicates) Check(_ context.Context, it *Item) (Finding, error) {
	nearest, met := d.of[it.Question.ID]
	f := Finding{Measures: map[string]float64{"jaccard": nearest.Jaccard}}
	if met {
		f.Evidence = nearest
	}
	if nearest.Jaccard >= d.options.Least {
		f.Against = append(f.Against, fmt.Sprintf("nearly the same as %s", nearest.ID))
	}
	return f, nil
}
