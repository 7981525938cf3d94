package verify

import (
	"context"
)

// Outcome is what a check came to.
type Outcome string

// The outcomes. A fault says nothing about the question.
const (
	Pass  Outcome = "pass"
	Fail  Outcome = "fail"
	Fault Outcome = "fault"
)

// The roles of models that checks ask.
const (
	Solver   = "solver"   // answers from memory
	Verifier = "verifier" // reads pages and answers
	Judge    = "judge"    // judges wording
)

// Needs is what a check can't do without.
type Needs struct {
	Role   string // of the model it asks; "" for none
	Pages  bool   // the corpus
	Search bool   // a searcher over it
	Tree   bool   // a question with a tree and certificate over the corpus; others get no verdict of this check
	Cited  bool   // a tree whose claims cite their evidence, as those made elsewhere don't
	// After names the check whose verdict it builds on; "" for none. Without that verdict there is none of this check, and a fault of it is a fault of this one.
	After string
}

// Check asks one thing of questions. It is safe for concurrent use.
type Check interface {
	Name() string
	// Version is raised whenever the check may decide otherwise with the same options: older verdicts are then void.
	Version() int
	// Options are what its verdicts depend on beside question and corpus, as a value that JSON can hold.
	Options() any
	Needs() Needs
	// Check gives a finding. An error that is a *infoseek.Fault is recorded as a fault; any other ends the work.
	Check(ctx context.Context, it *Item) (Finding, error)
}

// Finding is what a check found out about a question.
type Finding struct {
	// Against lists what speaks against the question, the gravest first; it passes if there is nothing.
	Against []string
	// Measures are the numbers that the finding rests on, by name: a policy can set limits to them.
	Measures map[string]float64
	// Evidence is what a reader needs to judge the finding, as a value that JSON can hold.
	Evidence any
}

func (f Finding) outcome() Outcome {
	if len(f.Against) > 0 {
		return Fail
	}
	return Pass
}

// share is part/all, 0 of nothing.
func share(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// number is 1 for true.
func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
