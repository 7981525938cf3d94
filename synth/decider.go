package synth

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Choice is a step that a Decider may take, with what it would do. The loop has nothing against it.
type Choice struct {
	Step
	// Left is how many candidates the vertex would have left, were the choice the only one taken.
	Left int
	// Ways counts the trees known to certify that the choice is part of; 0 if nobody looked.
	Ways int
	// Gain is by how many bits the choice narrows its vertex.
	Gain float64
}

// Scene is what a Decider decides on: the tree so far and the choices, of which it names some by number (the first is 1).
type Scene struct {
	State   *State
	Choices []Choice
	// Done and Quit say whether these actions are open too.
	Done, Quit bool
	// Explore is set where a tree larger than the final one is explored: choices are then where to expand it.
	Explore bool
	// Iteration counts the decisions asked for this tree, from 1, of Iterations.
	Iteration, Iterations int
	Rand                  *rand.Rand
}

// Decision is a Decider's answer: an action, and for the first three the vertex and the numbers of choices that fit both.
type Decision struct {
	Action  Action
	Vertex  int
	Numbers []int
	Why     string
	// Repaired is set if an answer before this one was wrong.
	Repaired bool
}

// Check says what is wrong with a decision, in words for the one who made it; nil if nothing is.
func (s *Scene) Check(d Decision) error {
	switch {
	case d.Action == Done && s.Done, d.Action == Quit && s.Quit:
		return nil
	case d.Action < FirstHop || d.Action > Depth:
		return invalidDecision("action %s is not open", d.Action)
	case len(d.Numbers) == 0:
		return invalidDecision("name at least one number for action %s", d.Action)
	}
	for i, n := range d.Numbers {
		if n < 1 || n > len(s.Choices) {
			return invalidDecision("number %d: the list goes from 1 to %d", n, len(s.Choices))
		}
		if slices.Contains(d.Numbers[:i], n) {
			return invalidDecision("number %d is named twice", n)
		}
		if c := s.Choices[n-1]; c.Action != d.Action || c.Vertex != d.Vertex {
			return invalidDecision("number %d is for action %s at vertex %d, not %s at vertex %d", n, c.Action, c.Vertex, d.Action, d.Vertex)
		}
	}
	return nil
}

func invalidDecision(format string, args ...any) error {
	return &InvalidError{Agent: "planner", Err: fmt.Errorf(format, args...)}
}

// Decider chooses among numbered choices. An answer that stays wrong is an *InvalidError.
type Decider interface {
	Decide(ctx context.Context, s *Scene) (Decision, error)
	Name() string
}

// RandomDecider draws one of the numbered choices, each as likely as the next; where a larger tree is explored, some others of the same kind too. It is done when it can be, and never gives up.
type RandomDecider struct{}

// Name is what questions' "planner" says.
func (RandomDecider) Name() string { return "random" }

// Decide draws.
func (RandomDecider) Decide(_ context.Context, s *Scene) (Decision, error) {
	if s.Done && !s.Explore {
		return Decision{Action: Done}, nil
	}
	return s.decision(s.Rand.IntN(len(s.Choices)), s.Rand.Perm(len(s.Choices))), nil
}

// EmbeddedDecider takes the choice that is part of most trees, of equal ones that which narrows most.
type EmbeddedDecider struct{}

// Name is what questions' "planner" says.
func (EmbeddedDecider) Name() string { return "embedded" }

// Decide takes the best.
func (EmbeddedDecider) Decide(_ context.Context, s *Scene) (Decision, error) {
	if s.Done && !s.Explore {
		return Decision{Action: Done}, nil
	}
	order := make([]int, len(s.Choices))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := s.Choices[i], s.Choices[j]
		return cmp.Or(cmp.Compare(b.Ways, a.Ways), cmp.Compare(b.Gain, a.Gain))
	})
	return s.decision(order[0], order[1:]), nil
}

// maxExpanded is how many choices deciders without a model name at once where they explore.
const maxExpanded = 4

// decision names a choice, and where a larger tree is explored, the first of others that are for the same action and vertex.
func (s *Scene) decision(choice int, others []int) Decision {
	c := s.Choices[choice]
	d := Decision{Action: c.Action, Vertex: c.Vertex, Numbers: []int{choice + 1}}
	for _, i := range others {
		if o := s.Choices[i]; s.Explore && i != choice && o.Action == c.Action && o.Vertex == c.Vertex && len(d.Numbers) < maxExpanded {
			d.Numbers = append(d.Numbers, i+1)
		}
	}
	return d
}
