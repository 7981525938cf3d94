package eval

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"
	"infoseek/stat"
)

// Outcome is a finished run as it is compared with others.
type Outcome struct {
	Name    string // what the run is called in tables
	Scores  []Score
	records map[string]map[string][]Record // by set and question
}

// Load reads a run directory.
func Load(dir string) (Outcome, error) {
	o := Outcome{Name: filepath.Base(filepath.Clean(dir)), records: map[string]map[string][]Record{}}
	r, err := runs.Read(dir)
	if err != nil {
		return o, err
	}
	if state := r.Manifest().State; state != runs.Done {
		return o, fmt.Errorf("eval: %s is not finished (%s): its scores are not of all its answers; go on with it first", dir, state)
	}
	for _, name := range []string{ScoresName, PredictionsName} {
		path, err := r.Output(name)
		if err != nil {
			return o, err
		}
		if err := o.read(name, path); err != nil {
			return o, err
		}
	}
	for _, s := range o.Scores {
		if err := s.Conditions.Check(); err != nil {
			return o, fmt.Errorf("%s: %w", dir, err)
		}
	}
	return o, nil
}

func (o *Outcome) read(name, path string) error {
	if name == ScoresName {
		for s, err := range jsonl.ReadFile[Score](path, jsonl.Options{}) {
			if err != nil {
				return err
			}
			o.Scores = append(o.Scores, s)
		}
		return nil
	}
	for r, err := range jsonl.ReadFile[Record](path, jsonl.Options{}) {
		if err != nil {
			return err
		}
		if o.records[r.Set] == nil {
			o.records[r.Set] = map[string][]Record{}
		}
		o.records[r.Set][r.ID] = append(o.records[r.Set][r.ID], r)
	}
	return nil
}

// Comparison is one run beside another on one set and one figure, over the questions that both have.
type Comparison struct {
	V      int    `json:"v"`
	Set    string `json:"set"`
	Metric string `json:"metric"`
	A      string `json:"a"`
	B      string `json:"b"`
	N      int    `json:"n"`
	// A's and B's values on those questions, and what B is more than A, with the paired bootstrap's interval.
	ValueA     float64       `json:"value_a"`
	ValueB     float64       `json:"value_b"`
	Difference float64       `json:"difference"`
	Interval   stat.Interval `json:"interval"`
	// P is the probability of a difference as large by chance: by McNemar's exact test where each question is right or wrong, else by Fisher's randomisation.
	P    float64 `json:"p"`
	Test string  `json:"test"`
	// Detectable is the smallest true difference that so many pairs show four times in five; 0 where it can't be told, because no pair differs.
	Detectable float64 `json:"detectable"`
	// Unlike names the conditions in which both runs differ: a difference may be due to any of them.
	Unlike []string `json:"unlike"`
}

// compared are the figures that runs are compared by.
var compared = []string{"em", "f1", "own_em", "own_f1", "retrieved"}

// Compare puts every run beside the first, set by set. Runs of other files of a set are an error: their questions are not the same.
func Compare(all []Outcome) ([]Comparison, error) {
	var out []Comparison
	for _, b := range all[1:] {
		for _, sa := range all[0].Scores {
			i := slices.IndexFunc(b.Scores, func(s Score) bool { return s.Conditions.Set == sa.Conditions.Set })
			if i < 0 {
				continue
			}
			rows, err := compare(all[0], b, sa, b.Scores[i])
			if err != nil {
				return nil, err
			}
			out = append(out, rows...)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("eval: the runs have no set in common")
	}
	return out, nil
}

func compare(a, b Outcome, sa, sb Score) ([]Comparison, error) {
	set := sa.Conditions.Set
	if sa.Conditions.SHA256 != sb.Conditions.SHA256 {
		return nil, fmt.Errorf("eval: %s and %s: set %s is of two different files: they can't be compared", a.Name, b.Name, set)
	}
	ids := inBoth(a.records[set], b.records[set])
	if len(ids) == 0 {
		return nil, fmt.Errorf("eval: %s and %s: no question of %s was answered by both", a.Name, b.Name, set)
	}
	var out []Comparison
	for _, m := range metrics {
		if !slices.Contains(compared, m.name) || !has(sa, m.name) || !has(sb, m.name) {
			continue
		}
		c := Comparison{V: infoseek.FormatVersion, Set: set, Metric: m.name, A: a.Name, B: b.Name, N: len(ids), Unlike: unlike(sa.Conditions, sb.Conditions)}
		c.test(meansOf(m.of, a.records[set], ids), meansOf(m.of, b.records[set], ids), m.split && sa.Conditions.Samples == 1 && sb.Conditions.Samples == 1)
		out = append(out, c)
	}
	return out, nil
}

// inBoth are the ids that both have, in order.
func inBoth(a, b map[string][]Record) []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(a)) {
		if len(b[id]) > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

func has(s Score, metric string) bool {
	return slices.ContainsFunc(s.Metrics, func(m Metric) bool { return m.Name == metric })
}

// meansOf are a figure's values, one a question.
func meansOf(of func(Record) float64, records map[string][]Record, ids []string) []float64 {
	values := make([]float64, len(ids))
	for i, id := range ids {
		for _, r := range records[id] {
			values[i] += of(r)
		}
		values[i] /= float64(len(records[id]))
	}
	return values
}

func (c *Comparison) test(a, b []float64, split bool) {
	d := stat.Differences(b, a)
	c.ValueA, c.ValueB, c.Difference = stat.Mean(a), stat.Mean(b), stat.Mean(d)
	c.Interval = stat.Bootstrap(d, stat.Level, stat.Resampling{})
	c.Detectable = stat.Detectable(stat.Deviation(d), len(d))
	if !split {
		c.Test, c.P = "randomisation", stat.Randomisation(d, stat.Resampling{})
		return
	}
	onlyA, onlyB := 0, 0
	for _, v := range d {
		switch {
		case v < 0:
			onlyA++
		case v > 0:
			onlyB++
		}
	}
	c.Test, c.P = "McNemar", stat.McNemar(onlyA, onlyB)
}

// unlike names what was not the same.
func unlike(a, b Conditions) []string {
	names := []string{}
	for _, f := range []struct{ name, a, b string }{
		{"agent", a.Agent, b.Agent}, {"model", a.Model, b.Model}, {"refiner", a.Refiner, b.Refiner}, {"prompt", a.Prompt, b.Prompt}, {"settings", a.Settings, b.Settings},
		{"corpus", a.Corpus, b.Corpus}, {"retriever", a.Searcher, b.Searcher}, {"questions", a.Subset(), b.Subset()}, {"samples", fmt.Sprint(a.Samples), fmt.Sprint(b.Samples)}, {"judge", a.Judge, b.Judge},
	} {
		if f.a != f.b {
			names = append(names, f.name)
		}
	}
	return names
}
