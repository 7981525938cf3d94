package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"infoseek"
	"infoseek/bench/table"
	"infoseek/stat"
)

// heldOut are the questions to test by.
func (p plan) heldOut(s *stages) string { return filepath.Join(p.first(s), "test.jsonl") }

// marks says of each held-out question, in their order, whether a policy got it right.
type marks struct{ match, format []float64 }

func (p plan) marks(s *stages, name string) (marks, error) {
	samples, err := read[infoseek.Sample](filepath.Join(s.in("held-out-"+name), "trajectories.jsonl"))
	if err != nil {
		return marks{}, err
	}
	by := map[string]infoseek.SampleScore{}
	for _, sample := range samples {
		by[sample.QuestionID] = sample.Score
	}
	questions, err := read[infoseek.Question](p.heldOut(s))
	if err != nil {
		return marks{}, err
	}
	var m marks
	for _, q := range questions {
		score, ok := by[q.ID]
		if !ok {
			return m, fmt.Errorf("%s: no answer to %s", name, q.ID)
		}
		m.match, m.format = append(m.match, share(score.Match)), append(m.format, share(score.Format))
	}
	return m, nil
}

func share(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// rows adds what the policies came to, and what they are worth beside one another.
func (p plan) rows(s *stages, tab *table.Table) error {
	all := map[string]marks{}
	for _, name := range []string{before, imitated, rewarded, imitatedElse, rewardedElse} {
		m, err := p.marks(s, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // GRPO did not come to its end
		}
		if err != nil {
			return err
		}
		all[name] = m
		tab.Add(told(name+", exact match", m.match), told(name+", exact match", m.match[:min(p.Few, len(m.match))]), told(name+", right format", m.format))
	}
	for _, c := range []struct{ better, than string }{{imitated, before}, {rewarded, imitated}, {imitated, imitatedElse}, {rewarded, rewardedElse}} {
		tab.Add(p.compared(all, c.better, c.than)...)
	}
	return nil
}

// told is a share in percent with its interval.
func told(what string, hits []float64) table.Row {
	n := 0
	for _, h := range hits {
		n += int(h)
	}
	i := stat.Wilson(n, len(hits), stat.Level)
	return table.Figure(fmt.Sprintf("%s, %d held-out questions (%.1f to %.1f)", what, len(hits), 100*i.Low, 100*i.High), 100*stat.Mean(hits), "%", table.Bound{})
}

// surely is the probability below which a difference is one.
const surely = 0.05

// compared asks that one policy is better than another, question by question.
func (p plan) compared(all map[string]marks, better, than string) []table.Row {
	what := fmt.Sprintf("%s above %s, exact match", better, than)
	a, ok := all[better]
	b, also := all[than]
	if !ok || !also {
		return []table.Row{table.Figure(what+": there is no such policy", 0, "", table.AtLeast(1))}
	}
	var rows []table.Row
	for _, n := range []int{len(a.match), min(p.Few, len(a.match))} {
		d := stat.Differences(a.match[:n], b.match[:n])
		i := stat.Bootstrap(d, stat.Level, stat.Resampling{Seed: 1})
		bound := table.AtMost(surely)
		if n < len(a.match) {
			bound = table.Bound{}
		}
		rows = append(rows, table.Figure(fmt.Sprintf("%s by %.1f points (%.1f to %.1f) of %d, p", what, 100*stat.Mean(d), 100*i.Low, 100*i.High, n), improvement(d), "", bound))
	}
	return rows
}

// improvement is McNemar's probability, 1 where the difference is none or in the other direction.
func improvement(differences []float64) float64 {
	up, down := 0, 0
	for _, d := range differences {
		switch {
		case d > 0:
			up++
		case d < 0:
			down++
		}
	}
	if up <= down {
		return 1
	}
	return stat.McNemar(up, down)
}
