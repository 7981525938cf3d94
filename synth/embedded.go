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
	wanted     func() int // how many more trees of this root are wanted; nil: one
	rng        *rand.Rand
	masks      masks
	near       map[infoseek.PageNum][]*hiding // by page: ways to hide it under the root, until the next search
	schemes    []scheme                       // found and not taken yet, the best first
	tried      map[string]bool                // schemes that were looked at, by their keys
	spared     bool                           // a scheme was left for a clue that is not needed
	steps      []Step
	why        string
}

// Name is what questions' "planner" says.
func (p *EmbeddedPlanner) Name() string { return "embedded" }

// Begin forgets the last tree, not what else was found with it: the next one is a function of what was found since the first Begin, of rng and of what is barred.
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

// Bounds of the search. Wider ones cost more than they find: with every one of them at three to ten times its value a tenth more roots of Schools Wikipedia gives a question, for three times the work.
const (
	maxLook   = 40   // entities under the root that are looked at
	maxHidden = 10   // of them those that are weighed at once
	maxBelow  = 32   // leaf options of a vertex below the root
	maxWays   = 30   // ways to hide one of them, in all
	maxSets   = 1000 // sets of the root's options looked at for each of these
	maxFound  = 24   // sets found with it

	maxHidings    = 24  // ways to hide one entity that are found
	maxWaysSets   = 400 // sets of its options looked at for that
	plainWays     = 3   // of them those that are weighed, the least dull
	extendedWays  = 2   // besides them, those with a clue that only the root needs
	deeperWays    = 1   // the same for each entity hidden below it, of either kind
	maxDeeper     = 2   // entities hidden below it
	maxDeeperLook = 4   // of those looked at
)

// plan chooses the tree: of what was found before, or else after a search.
func (p *EmbeddedPlanner) plan(s *State) error {
	root := &s.Vertices[0]
	if taken, err := p.next(root); taken || err != nil {
		return err
	}
	p.spared = false
	why, err := p.search(root)
	if err != nil {
		return err
	}
	if why != "" {
		p.why = why
		return nil
	}
	taken, err := p.next(root)
	if taken || err != nil {
		return err
	}
	p.why = notMinimal
	if !p.spared {
		p.why = notUnique // but by schemes that were tried
	}
	return nil
}

// search finds schemes for the root, or says why there are none.
func (p *EmbeddedPlanner) search(root *VertexState) (why string, err error) {
	hideable := p.draw(root.Offers, func(o *Offer) bool { return o.entity() && o.CanHide })
	hideable = slices.DeleteFunc(hideable, func(i int) bool { return root.Used[i] })
	if len(hideable) == 0 {
		return noClaims, nil
	}
	if p.hopeless(root) {
		return notUnique, nil
	}
	clear(p.near)
	var options []option
	looked := map[infoseek.PageNum]bool{}
	determined := 0
	for _, i := range hideable {
		y := root.Offers[i].Child
		if looked[y] || len(looked) >= maxLook || determined >= maxHidden {
			continue
		}
		looked[y] = true
		ways, err := p.ways(root.Page, y, 1)
		if err != nil {
			return "", err
		}
		if len(ways) > 0 {
			determined++
		}
		for _, w := range ways {
			if len(options) >= maxWays {
				break
			}
			if err := p.settle(w); err != nil {
				return "", err
			}
			if len(w.set) >= p.o.Floor {
				options = append(options, w.under(i, &root.Offers[i]))
			}
		}
	}
	if determined == 0 {
		return "not determined", nil
	}
	hiddens := len(options)
	options = p.leaves(options, root.Offers, func(i int) bool { return root.Used[i] }, true)
	return p.choose(root, options, hiddens), nil
}

// hopeless reports whether all that is offered leaves another entity beside the root, were each entity known.
func (p *EmbeddedPlanner) hopeless(root *VertexState) bool {
	var sets [][]infoseek.PageNum
	for i := range root.Offers {
		if o := &root.Offers[i]; !root.Used[i] && (o.entity() && o.CanHide || len(o.Set) >= p.o.Floor) {
			sets = append(sets, o.Set)
		}
	}
	return hasOther(meet(sets), root.Page)
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
