package synth

import (
	"maps"
	"slices"

	"infoseek"
)

// Diffusion and retrospection (arXiv 2509.00375, the ICLR version): the Decider says where to expand, and the tree grows deeper and broader than it will be; each hidden vertex brings all clues that
// its page offers. Then the search goes over parts of that tree, and from those that certify the best is walked back to: the one with the most hidden vertices, of these the one whose evidence
// is least on one page.

// exploration is the larger tree, and then the steps of its best part.
type exploration struct {
	state  State                    // of the explored tree; each hidden vertex, no leaves
	offers map[infoseek.PageNum]int // by which a vertex hangs on its parent
	ways   map[[2]infoseek.PageNum][]*hiding
	steps  []Step
	why    string
}

// maxExpansions is how many entities of one vertex are looked at for hiding.
const maxExpansions = 10

// nextExplored explores at the first call, then hands out the steps of the best part.
func (g *guided) nextExplored(s *State) (Step, error) {
	if g.explored == nil {
		g.explored = &exploration{offers: map[infoseek.PageNum]int{}, ways: map[[2]infoseek.PageNum][]*hiding{}}
		if err := g.explore(s); err != nil {
			return Step{}, err
		}
		if g.explored.why == "" {
			if err := g.retrospect(); err != nil {
				return Step{}, err
			}
		}
	}
	x := g.explored
	if x.why != "" {
		return Step{Action: Quit, Why: x.why}, nil
	}
	if len(x.steps) == 0 {
		return Step{Action: Done}, nil
	}
	step := x.steps[0]
	x.steps = x.steps[1:]
	return step, nil
}

// explore has the Decider expand the tree until it is large enough, or the iterations are used up.
func (g *guided) explore(s *State) error {
	x := g.explored
	root := s.Vertices[0]
	root.Used = slices.Clone(root.Used)
	x.state = State{Vertices: []VertexState{root}, Size: 1, Options: s.Options, entities: s.entities, check: func(Step) error { return nil }}
	for g.asked < g.o.Guide.iterations() && len(x.state.Vertices) < g.o.Guide.explore() {
		m, err := g.expansions()
		if err != nil {
			return err
		}
		if len(m.items) == 0 {
			break
		}
		step, ok, err := g.decide(&x.state, m)
		if err != nil {
			return err
		}
		if ok && step.Action == Quit {
			if x.why = step.Why; !slices.Contains(reasons, x.why) {
				x.why = givenUp
			}
			return nil
		}
		if ok && step.Action == Done {
			break
		}
		if ok { // without a choice
			g.queue, g.last = append(g.queue, *g.last), nil
		}
		for _, t := range g.queue {
			if len(x.state.Vertices) < g.o.Guide.explore() {
				if err := g.expand(t); err != nil {
					return err
				}
			}
		}
		g.queue = nil
	}
	if len(x.state.Vertices) == 1 {
		x.why = "not determined"
	}
	return nil
}

// expansions lists the entities that can be hidden next and singled out by what their page offers.
func (g *guided) expansions() (*menu, error) {
	x := g.explored
	m := &menu{state: &x.state, done: len(x.state.Vertices) > 1}
	for v := range x.state.Vertices {
		vertex := &x.state.Vertices[v]
		if vertex.Level+2 > g.o.Depth {
			continue
		}
		looked := 0
		for _, i := range g.draw(vertex.Offers, func(o *Offer) bool { return o.entity() && o.CanHide }) {
			child := vertex.Offers[i].Child
			if vertex.Used[i] || g.explores(child) || g.barred(&vertex.Offers[i], v == 0) {
				continue
			}
			if looked++; looked > maxExpansions {
				break
			}
			ways, err := g.leafWays(vertex.Page, child)
			if err != nil {
				return nil, err
			}
			if len(ways) > 0 {
				m.add(taken{page: vertex.Page, offer: i, child: child, hides: true}, len(ways))
			}
		}
	}
	m.keep(func(_ *State, step Step) bool { return g.o.Guide.allows(step.Action) })
	return m, nil
}

func (g *guided) explores(page infoseek.PageNum) bool {
	return slices.ContainsFunc(g.explored.state.Vertices, func(v VertexState) bool { return v.Page == page })
}

// leafWays are the ways to single y out under x by leaves alone.
func (g *guided) leafWays(x, y infoseek.PageNum) ([]*hiding, error) {
	k := [2]infoseek.PageNum{x, y}
	if w, ok := g.explored.ways[k]; ok {
		return w, nil
	}
	offers, err := g.browser.Browse(g.ctx, y)
	if err != nil {
		return nil, err
	}
	w, err := g.waysBy(nil, x, y, offers)
	g.explored.ways[k] = w
	return w, err
}

// expand makes an entity a hidden vertex of the explored tree.
func (g *guided) expand(t taken) error {
	x := g.explored
	parent := slices.IndexFunc(x.state.Vertices, func(v VertexState) bool { return v.Page == t.page })
	if g.explores(t.child) {
		return nil
	}
	offers, err := g.source.Browse(g.ctx, t.child)
	if err != nil {
		return err
	}
	up := &x.state.Vertices[parent]
	up.Used[t.offer] = true
	x.offers[t.child] = t.offer
	up.Children++
	near, err := g.pages.Related(g.ctx, up.Page)
	if err != nil {
		return err
	}
	x.state.Vertices = append(x.state.Vertices, VertexState{Page: t.child, Parent: parent, Level: up.Level + 1, Left: near, Offers: offers, Used: make([]bool, len(offers))})
	x.state.Size++
	// What its own Browser finds may be other than what was looked ahead at.
	maps.DeleteFunc(x.ways, func(pair [2]infoseek.PageNum, _ []*hiding) bool { return pair[1] == t.child })
	return nil
}
