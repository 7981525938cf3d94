package synth

import (
	"context"
	"math/rand/v2"

	"infoseek"
)

// Action is what a Planner may do next (arXiv 2509.00375, section 3).
type Action int

// The actions. The first three take a vertex and an offer for it.
const (
	FirstHop Action = iota + 1 // from the root to a linked entity that will be hidden
	Breadth                    // one more constraint for a hidden vertex: a named leaf or an attribute
	Depth                      // from a hidden vertex on to a linked entity that will be hidden itself
	Done                       // the tree is good
	Quit                       // it cannot become good
)

// Step is a Planner's decision.
type Step struct {
	Action Action
	Vertex int // in State.Vertices
	Offer  int // in the vertex's offers
	Why    string
}

// VertexState is what a Planner sees of a hidden vertex.
type VertexState struct {
	Page   infoseek.PageNum
	Parent int // in State.Vertices; -1 for the root
	Level  int // edges from the root
	// Left is what the tree so far leaves of the vertex's candidates (for others than the root: those that its parent's page is related to). The vertex itself is
	// always among them; alone, it is determined.
	Left []infoseek.PageNum
	// Children counts the constraints the vertex has.
	Children int
	Offers   []Offer
	// Used marks the offers that cannot be taken (any more).
	Used []bool
}

// State is what a Planner decides on: the hidden vertices, what is left to determine, and what may still be spent.
type State struct {
	Vertices []VertexState // the root first
	Size     int           // vertices of the tree so far
	Named    int           // names shown so far
	Options  Options
	// Refused is why the loop did not take the last step; nil if it did.
	Refused error
	check   func(Step) error
	// entities counts those of the corpus: what a root without clues has left.
	entities int
}

// Check says why the loop would not take a step, which for a Planner is better to know before than after; nil if it would.
func (s *State) Check(step Step) error { return s.check(step) }

// Planner decides how a tree grows. The loop checks each step: what cannot be taken is refused, and State.Refused says why, at most Options.Refusals times in a row.
type Planner interface {
	// Begin forgets the last tree; the next one goes by rng.
	Begin(rng *rand.Rand)
	Next(ctx context.Context, s *State) (Step, error)
	Name() string
}

// Browser reads pages: it finds the claims that can become constraints of a vertex.
type Browser interface {
	Browse(ctx context.Context, page infoseek.PageNum) ([]Offer, error)
}
