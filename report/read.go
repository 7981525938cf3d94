package report

import (
	"infoseek/runs"
	"infoseek/verify"
)

// Read reads what a run's page is drawn from, but for the corpus.
func Read(r *runs.Reader) (in Input, err error) {
	in.Manifest = r.Manifest()
	for q, err := range r.Questions() {
		if err != nil {
			return in, err
		}
		in.Questions = append(in.Questions, q)
	}
	for d, err := range r.Drops() {
		if err != nil {
			return in, err
		}
		in.Drops = append(in.Drops, d)
	}
	if in.Verdicts, err = verify.ReadVerdicts(r.Dir()); err != nil {
		return in, err
	}
	in.Spending, err = ReadSpending(r.Records(), r.Calls())
	return in, err
}
