package eval

import (
	"fmt"
	"slices"

	"infoseek/reward"
)

// Failure is one of the failures to watch (the names are the method's), with what was found of it.
type Failure struct {
	Name string `json:"name"`
	// Measured is false where there is nothing to measure it by; Why says so.
	Measured  bool     `json:"measured"`
	Why       string   `json:"why"`
	Count     int      `json:"count"`
	Of        int      `json:"of"`
	Share     float64  `json:"share"`
	Threshold float64  `json:"threshold"` // of Share
	Beyond    bool     `json:"beyond"`    // Share is beyond it
	Examples  []string `json:"examples"`  // ids of questions, five at most
}

// The thresholds. Of acceptance it is the least share, of the others the most.
const (
	mostOverflow        = 0.01
	mostUnderdetermined = 0.01
	mostInconsistent    = 0
	leastAcceptance     = 0.10 // the paper kept 16.5k of 50k trajectories and more
)

const mostExamples = 5

// failuresOf looks for the four.
func failuresOf(set Set, all []answered) []Failure {
	return []Failure{overflow(all), underdetermined(set, all), inconsistent(set, all), lowAcceptance(all)}
}

func newFailure(name, why string, of int, ids []string, threshold float64) Failure {
	f := Failure{Name: name, Measured: of > 0, Why: why, Count: len(ids), Of: of, Threshold: threshold, Examples: slices.Concat([]string{}, ids[:min(len(ids), mostExamples)])}
	if of > 0 {
		f.Share = float64(len(ids)) / float64(of)
		f.Beyond = f.Share > threshold
	}
	return f
}

// wayUnknown is said of answers made elsewhere, of whose way nothing is known.
const wayUnknown = "not measured: nothing is known of the way to these answers"

func (r Record) wayUnknown() bool { return r.Turns == 0 && !r.Overflow }

// overflow counts answers for which something already shown had to be left out, or the question alone did not fit.
func overflow(all []answered) Failure {
	var ids []string
	n := 0
	for _, a := range all {
		for _, r := range a.records {
			if r.wayUnknown() {
				continue
			}
			n++
			if r.Overflow || r.LeftOut > 0 {
				ids = append(ids, a.question.ID)
			}
		}
	}
	if n == 0 {
		return newFailure("context overflow", wayUnknown, 0, nil, mostOverflow)
	}
	return newFailure("context overflow", "answers for which text had to be left out so that the context held, or whose question did not fit", n, ids, mostOverflow)
}

// underdetermined counts questions whose certificate says so, and such as are asked twice with answers that have nothing in common.
func underdetermined(set Set, all []answered) Failure {
	var ids []string
	first := map[string]Question{}
	for _, q := range set.Questions {
		if key := reward.Normal(q.Question); first[key].ID == "" {
			first[key] = q
		}
	}
	for _, a := range all {
		twin := first[reward.Normal(a.question.Question)]
		if set.Underdetermined[a.question.ID] != "" || twin.ID != a.question.ID && !shares(twin.Gold, a.question.Gold) {
			ids = append(ids, a.question.ID)
		}
	}
	why := "questions whose certificate does not say unique, or that the set asks twice with other answers"
	if !set.Trees {
		why = "questions that the set asks twice with other answers (it has no certificates)"
	}
	return newFailure("underdetermined questions", why, len(all), ids, mostUnderdetermined)
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return reward.Exact(s, b) })
}

// inconsistent counts questions whose trees contradict themselves.
func inconsistent(set Set, all []answered) Failure {
	if !set.Trees {
		return newFailure("inconsistent trees", "not measured: the questions of this set have no trees", 0, nil, mostInconsistent)
	}
	var ids []string
	for _, a := range all {
		if set.Inconsistent[a.question.ID] != "" {
			ids = append(ids, a.question.ID)
		}
	}
	return newFailure("inconsistent trees", "questions whose tree breaks the form of trees: ids, edges, kinds of vertices", len(all), ids, mostInconsistent)
}

// lowAcceptance counts answers that rejection sampling would turn down.
func lowAcceptance(all []answered) Failure {
	var ids []string
	n, accepted := 0, 0
	for _, a := range all {
		for _, r := range a.records {
			if r.wayUnknown() {
				continue
			}
			if n++; r.Format && r.Exact {
				accepted++
			} else {
				ids = append(ids, a.question.ID)
			}
		}
	}
	if n == 0 {
		return newFailure("low acceptance in rejection sampling", wayUnknown, 0, nil, 1-leastAcceptance)
	}
	return newFailure("low acceptance in rejection sampling", fmt.Sprintf("answers that are wrong or out of form: %d of %d would be kept", accepted, n), n, ids, 1-leastAcceptance)
}
