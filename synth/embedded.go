package synth

import (
	"context"
	"math/rand/v2"
	"slices"

	"infoseek"
)

// EmbeddedPlanner goes by candidate counts and uses no language model. It looks a whole tree ahead: which entities under the root can be singled out by
// their own clues, and which few of the root's clues then leave the root alone, each of them needed. Then it takes the tree step by step.
//
// It works for one root; each Begin starts another tree for it, with chance of its own.
type EmbeddedPlanner struct {
	ctx     context.Context
	pages   infoseek.Pages
	solver  solver
	browser Browser
	barred  func(o *Offer, ofRoot bool) bool
	// barredLeaf are offers that may only be hidden.
	barredLeaf func(o *Offer) bool
	o          Options
	rng        *rand.Rand
	masks      masks
	near       map[infoseek.PageNum][]*hiding // by page: ways to hide it under the root
	steps      []Step
	why        string
}

// Name is what questions' "planner" says.
func (p *EmbeddedPlanner) Name() string { return "embedded" }

// Begin forgets the last tree; the next one is a function of rng and of what is barred.
func (p *EmbeddedPlanner) Begin(rng *rand.Rand) { p.rng, p.steps, p.why = rng, nil, "" }

// Next hands out the steps of the plan, made at the first call.
func (p *EmbeddedPlanner) Next(ctx context.Context, s *State) (Step, error) {
	if p.steps == nil && p.why == "" {
		p.ctx = ctx
		if err := p.plan(s); err != nil {
			return Step{}, err
		}
	}
	if p.why != "" {
		return Step{Action: Quit, Why: p.why}, nil
	}
	if len(p.steps) == 0 {
		return Step{Action: Done}, nil
	}
	step := p.steps[0]
	p.steps = p.steps[1:]
	return step, nil
}

// hidden bounds of the search.
const (
	maxHidings = 4   // ways to hide one entity with the same number of clues
	maxHidden  = 8   // hidden entities under one vertex that are weighed at once
	maxFound   = 24  // sets of the root's constraints that are looked at closer
	maxWeighed = 100 // the same where they are weighed by their margin
	maxLook    = 40  // entities under the root that are looked at
)

// plan chooses the tree.
func (p *EmbeddedPlanner) plan(s *State) error {
	root := &s.Vertices[0]
	var options []option
	hideable, determined := 0, 0
	for _, i := range p.draw(root.Offers, func(o *Offer) bool { return o.entity() && o.CanHide }) {
		if root.Used[i] || hideable >= maxLook || determined >= maxHidden {
			continue
		}
		hideable++
		ways, err := p.ways(root.Page, root.Offers[i].Child, 1)
		if err != nil {
			return err
		}
		if len(ways) == 0 {
			continue
		}
		determined++
		w, err := p.pick(ways)
		if err != nil {
			return err
		}
		options = append(options, w.option(i))
	}
	switch {
	case hideable == 0:
		p.why = noClaims
		return nil
	case determined == 0:
		p.why = "not determined"
		return nil
	}
	hiddens := uint32(1)<<len(options) - 1
	options = p.leaves(options, root.Offers, func(i int) bool { return root.Used[i] }, true)
	return p.choose(root, options, hiddens)
}

// pick draws one of ways, rather one that tells more than categories: of two drawn the one with fewer. What it leaves is worked out only now: few are ever drawn.
func (p *EmbeddedPlanner) pick(ways []*hiding) (*hiding, error) {
	h := ways[p.rng.IntN(len(ways))]
	if b := ways[p.rng.IntN(len(ways))]; b.categories < h.categories {
		h = b
	}
	if h.up != nil {
		return h, nil
	}
	h.up = meetOptions(h.options, -1)
	var err error
	h.set, err = p.solver.RelatedTo(p.ctx, nil, h.up, nil)
	return h, err
}

// draw returns the indices of the offers that fit, in an order that chance decides, those with few relations rather first.
func (p *EmbeddedPlanner) draw(offers []Offer, fit func(*Offer) bool) []int {
	type key struct {
		i int
		w float64
	}
	var keys []key
	for i := range offers {
		if fit(&offers[i]) {
			// Ordering by variates of rate 1/size draws without replacement, weighted by 1/size.
			keys = append(keys, key{i, p.rng.ExpFloat64() * float64(20+len(offers[i].Set))})
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.w < b.w {
			return -1
		}
		return 1
	})
	out := make([]int, len(keys))
	for k := range keys {
		out[k] = keys[k].i
	}
	return out
}

// take turns the chosen options into steps: each hidden vertex first, then what is below it. vertices counts the hidden ones.
func (p *EmbeddedPlanner) take(vertex int, options []option, vertices *int) {
	for _, o := range options {
		if o.hide == nil {
			p.steps = append(p.steps, Step{Action: Breadth, Vertex: vertex, Offer: o.offer})
			continue
		}
		action := Depth
		if *vertices == 0 {
			action = FirstHop
		}
		p.steps = append(p.steps, Step{Action: action, Vertex: vertex, Offer: o.offer})
		*vertices++
		p.take(*vertices, o.hide.options, vertices)
	}
}
