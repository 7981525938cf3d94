package verify

import (
	"fmt"
	"maps"
	"slices"
)

// Reasons are the ways in which a verdict can speak against a question.
const (
	reasonFail    = "fail"
	reasonFault   = "fault"
	reasonMissing = "no verdict"
)

// Loss is a reason for which a policy drops a question, or stops.
type Loss struct {
	Check  string `json:"check"`
	Reason string `json:"reason"` // fail, fault, no verdict, or the measure whose limit isn't kept
	Detail string `json:"detail"`
}

func (l Loss) String() string { return l.Check + ": " + l.Reason }

// StopError says that the policy wants somebody to see to a question before it is decided.
type StopError struct {
	Question string
	Loss
}

func (e *StopError) Error() string {
	return fmt.Sprintf("verify: question %q: %s: %s: verify it, or let the policy say what that means (keep, drop)", e.Question, e.Loss.String(), e.Detail)
}

// Decide lists what drops the question called id, in the order of Names; nothing keeps it. The error is a *StopError.
func (p Policy) Decide(id string, verdicts map[string]Verdict) ([]Loss, error) {
	var losses []Loss
	for _, name := range Names() {
		rule, asked := p.Checks[name]
		if !asked {
			continue
		}
		v, given := verdicts[name]
		for _, l := range rule.against(name, v, given) {
			switch l.meaning {
			case Stop:
				return nil, &StopError{id, l.Loss}
			case Drop:
				losses = append(losses, l.Loss)
			}
		}
	}
	return losses, nil
}

// objection is a reason with what the rule makes of it.
type objection struct {
	Loss
	meaning Meaning
}

func (r Rule) against(name string, v Verdict, given bool) []objection {
	object := func(reason, detail string, m Meaning) objection { return objection{Loss{name, reason, detail}, m} }
	switch {
	case !given:
		return []objection{object(reasonMissing, "it was not asked", r.Missing)}
	case v.Outcome == Fault:
		return []objection{object(reasonFault, v.Detail, r.Fault)}
	}
	var all []objection
	if v.Outcome == Fail {
		all = append(all, object(reasonFail, v.Detail, r.Fail))
	}
	for _, measure := range slices.Sorted(maps.Keys(r.Limits)) {
		x, measured := v.Measures[measure]
		switch limit := r.Limits[measure]; {
		case !measured:
			all = append(all, object(reasonMissing, "nothing measured as "+measure, r.Missing))
		case !limit.holds(x):
			all = append(all, object(measure, fmt.Sprintf("%g, wanted %s", x, limit), Drop))
		}
	}
	return all
}
