package verify

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"
)

// publish writes the verdicts about the run's questions, in the order of questions and, within one, of the checks' names.
func (w *work) publish() error {
	if w.known == nil {
		return nil
	}
	// What is published must not outlive the records it was made from.
	if err := w.run.Sync(); err != nil {
		return err
	}
	of := map[string][]Verdict{}
	for _, v := range w.known.last {
		of[v.Question] = append(of[v.Question], v)
	}
	return runs.WriteFile(filepath.Join(w.Dir, VerdictsName), func(out io.Writer) error {
		lines := jsonl.NewWriter(out)
		for _, q := range w.Questions {
			verdicts := of[q.ID]
			slices.SortFunc(verdicts, func(a, b Verdict) int { return strings.Compare(a.Check, b.Check) })
			for _, v := range verdicts {
				if err := lines.Write(v); err != nil {
					return err
				}
			}
		}
		return lines.Flush()
	})
}

// result counts the verdicts of the job's checks about its questions.
func (w *work) result() Result {
	res := Result{Judged: w.judged, Tallies: []Tally{}}
	for _, c := range w.Checks {
		t := Tally{Check: c.Name()}
		for _, q := range w.Questions {
			t.count(w.lastOf(q, c))
		}
		res.Tallies = append(res.Tallies, t)
	}
	return res
}

func (w *work) lastOf(q infoseek.Question, c Check) *Verdict {
	if w.known == nil {
		return nil
	}
	v, ok := w.known.last[verdictID(q, c.Name())]
	if !ok {
		return nil
	}
	return &v
}
