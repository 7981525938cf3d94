package eval

import (
	"fmt"
	"math"
	"slices"

	"infoseek"
	"infoseek/stat"
)

// Score is what a run came to on one set, a line of EVAL/scores.jsonl.
type Score struct {
	V          int        `json:"v"`
	Run        string     `json:"run"`
	Conditions Conditions `json:"conditions"`
	Metrics    []Metric   `json:"metrics"`
	Searching  Searching  `json:"searching"`
	Cost       Cost       `json:"cost"`
	Failures   []Failure  `json:"failures"`
	Agreement  *Agreement `json:"agreement,omitempty"` // of the judge with exact match and with a second one
	// Browse has BrowseComp-Plus's own figures, on that set.
	Browse *Browse `json:"browse,omitempty"`
}

// Metric is one figure, 0 to 1, with the interval that holds the true value 19 times in 20.
type Metric struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	stat.Interval
	By string `json:"by"` // wilson or bootstrap
	N  int    `json:"n"`
	// Detectable is the smallest difference to another system, measured on as many other questions, that n can show four times in five; 0 where it can't be told, because all values of a mean are the same.
	Detectable float64 `json:"detectable"`
}

// Searching is FORT's signature of a set of answers (arXiv 2606.12087).
type Searching struct {
	N          int     `json:"n"`           // answers of which searches are known: of those made elsewhere they may not be
	Searches   float64 `json:"searches"`    // mean
	UntilRight float64 `json:"until_right"` // mean over the right ones
	SeenSearch float64 `json:"seen_search"` // the search in which a gold answer first showed: mean over those where it did
	Unsearched float64 `json:"unsearched"`  // share answered without any search
	// RightUnsearched is the share that was answered so, and rightly.
	RightUnsearched float64 `json:"right_unsearched"`
}

// Cost is what answers took, each on average.
type Cost struct {
	Prompt     float64 `json:"prompt"` // tokens
	Completion float64 `json:"completion"`
	Dollars    float64 `json:"dollars"` // in all
	Seconds    float64 `json:"seconds"` // not reproducible; 0 for predictions made elsewhere
}

// metrics are the figures of each set, in order.
var metrics = []struct {
	name string
	of   func(Record) float64
	// split is set where a value is 0 or 1: then a single sample has an exact interval.
	split bool
	// way is set where a figure is of the way to the answer, of which predictions made elsewhere say nothing.
	way bool
}{
	{"em", func(r Record) float64 { return one(r.Exact) }, true, false},
	{"f1", func(r Record) float64 { return r.F1 }, false, false},
	{"contains", func(r Record) float64 { return one(r.Contains) }, true, false},
	{"own_em", func(r Record) float64 { return one(r.OwnExact) }, true, false},
	{"own_f1", func(r Record) float64 { return r.OwnF1 }, false, false},
	{"retrieved", func(r Record) float64 { return one(r.Seen) }, true, true},
	{"format", func(r Record) float64 { return one(r.Format) }, true, true},
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// answered is a question with its records.
type answered struct {
	question Question
	records  []Record
	verdicts [][]Verdict // of each record
	seconds  float64
}

// gather puts together what the journal has of a set.
func (w *work) gather(i int, k known) []answered {
	var all []answered
	s := w.Sets[i]
	for q := range w.questions(s) {
		a := answered{question: s.Questions[q]}
		for n := range w.Limits.Samples {
			item := itemOf(i, q, n)
			if r, ok := k.records[item]; ok {
				a.records = append(a.records, r)
				a.verdicts = append(a.verdicts, k.verdicts[item])
				a.seconds += k.seconds[item]
			}
		}
		if len(a.records) > 0 {
			all = append(all, a)
		}
	}
	return all
}

// score is that of set i. There is none without its conditions.
func (w *work) score(i int, k known) (Score, error) {
	all := w.gather(i, k)
	s := Score{V: infoseek.FormatVersion, Run: w.run.ID()}
	var err error
	if s.Conditions, err = w.conditions(i, k); err != nil {
		return s, err
	}
	s.Conditions.Missing = missing(all)
	if s.Conditions.N = len(all); len(all) == 0 {
		return s, fmt.Errorf("eval: %s: no question has an answer", w.Sets[i].Name)
	}
	if err := s.Conditions.Check(); err != nil {
		return s, err
	}
	s.Metrics = Measure(valuesOf(all), w.Limits.Samples)
	s.Metrics = append(s.Metrics, w.judged(all)...)
	s.Searching, s.Cost = searchingOf(all), costOf(all)
	s.Failures = failuresOf(w.Sets[i], all)
	s.Agreement = w.agreement(all)
	if w.Sets[i].Name == BrowseCompPlus {
		s.Browse = w.browse(all)
	}
	return s, nil
}

// missing counts the answers that predictions made elsewhere don't have.
func missing(all []answered) int {
	n := 0
	for _, a := range all {
		for _, r := range a.records {
			if r.Missing {
				n++
			}
		}
	}
	return n
}

// valuesOf are the records by question.
func valuesOf(all []answered) [][]Record {
	out := make([][]Record, len(all))
	for i, a := range all {
		out[i] = a.records
	}
	return out
}

// Measure computes every figure over questions, each with its answers, so many at most. A question counts once: its answers are averaged. For pass@k those count alone that have all k: an answer that ended in a fault is not a wrong one.
func Measure(questions [][]Record, samples int) []Metric {
	var out []Metric
	ways := slices.ContainsFunc(questions, func(records []Record) bool { return records[0].Turns > 0 })
	for _, m := range metrics {
		if m.way && !ways {
			continue
		}
		values := make([]float64, len(questions))
		for i, records := range questions {
			for _, r := range records {
				values[i] += m.of(r)
			}
			values[i] /= float64(len(records))
		}
		out = append(out, newMetric(m.name, values, m.split && samples == 1))
	}
	if samples > 1 {
		var values []float64
		for _, records := range questions {
			if len(records) == samples {
				values = append(values, one(slices.ContainsFunc(records, func(r Record) bool { return r.Exact })))
			}
		}
		if len(values) > 0 {
			out = append(out, newMetric(fmt.Sprintf("pass@%d", samples), values, true))
		}
	}
	return out
}

// newMetric is the mean of values with its interval.
func newMetric(name string, values []float64, split bool) Metric {
	m := Metric{Name: name, Value: stat.Mean(values), By: "bootstrap", N: len(values)}
	deviation := stat.Deviation(values)
	if split {
		hits := 0
		for _, v := range values {
			if v == 1 {
				hits++
			}
		}
		m.Interval, m.By = stat.Wilson(hits, len(values), stat.Level), "wilson"
		deviation = stat.ShareDeviation(hits, len(values))
	} else {
		m.Interval = stat.Bootstrap(values, stat.Level, stat.Resampling{})
	}
	m.Detectable = stat.Detectable(deviation*math.Sqrt2, len(values))
	return m
}

// searchesKnown says whether a record tells how its answer was come by.
func searchesKnown(r Record) bool { return r.Turns > 0 || len(r.Calls) > 0 }

func searchingOf(all []answered) Searching {
	var s Searching
	if !slices.ContainsFunc(all, func(a answered) bool { return slices.ContainsFunc(a.records, searchesKnown) }) {
		return s
	}
	n, right, seen := 0., 0., 0.
	for _, a := range all {
		for _, r := range a.records {
			if r.Missing {
				continue
			}
			n++
			s.Searches += float64(r.Signature.Searches)
			if r.Exact {
				right++
				s.UntilRight += float64(r.Signature.Searches)
			}
			if r.Signature.SeenSearch != nil {
				seen++
				s.SeenSearch += float64(*r.Signature.SeenSearch)
			}
			if r.Signature.Searches == 0 && r.Completed {
				s.Unsearched++
				s.RightUnsearched += one(r.Exact)
			}
		}
	}
	return Searching{int(n), s.Searches / max(n, 1), s.UntilRight / max(right, 1), s.SeenSearch / max(seen, 1), s.Unsearched / max(n, 1), s.RightUnsearched / max(n, 1)}
}

func costOf(all []answered) Cost {
	var c Cost
	n := 0.
	for _, a := range all {
		c.Seconds += a.seconds
		for _, r := range a.records {
			n++
			c.Prompt += float64(r.Usage.Prompt)
			c.Completion += float64(r.Usage.Completion)
			c.Dollars += r.Dollars
		}
	}
	c.Prompt, c.Completion, c.Seconds = c.Prompt/max(n, 1), c.Completion/max(n, 1), c.Seconds/max(n, 1)
	return c
}
