package synth

import (
	"cmp"
	"slices"

	"infoseek"
)

// bounds of walking back
const (
	retrospections = 8   // rounds of choosing ways to hide
	maxParts       = 400 // parts of an explored tree that are weighed in a round
)

// subtree is a part of an explored tree that certifies as far as the search can see.
type subtree struct {
	options []option // the root's
	hidden  int      // vertices, the root not counted
	cover   int      // the most clues that stand on one page
}

// better says which part is preferred.
func (p *subtree) better(q *subtree) bool {
	return q == nil || cmp.Or(cmp.Compare(q.hidden, p.hidden), cmp.Compare(p.cover, q.cover)) < 0
}

// retrospect finds the best part of the explored tree.
func (g *guided) retrospect() error {
	x := g.explored
	root := &x.state.Vertices[0]
	var best *subtree
	x.why = "not determined"
	for range retrospections {
		options, err := g.exploredOptions(root)
		if err != nil {
			return err
		}
		if len(options) == 0 {
			continue
		}
		p, why, err := g.bestPart(root, options, best)
		if err != nil {
			return err
		}
		if p != nil {
			best = p
		} else if slices.Index(reasons, why) > slices.Index(reasons, x.why) {
			x.why = why
		}
	}
	if best == nil {
		return nil
	}
	x.why = ""
	g.EmbeddedPlanner.steps = nil
	g.take(0, best.options, new(int))
	x.steps, g.EmbeddedPlanner.steps = g.EmbeddedPlanner.steps, nil
	return nil
}

// exploredOptions lists the root's hidden options, each explored child with one of its ways.
func (g *guided) exploredOptions(root *VertexState) ([]option, error) {
	var options []option
	for _, v := range g.children(0) {
		if len(options) == maxHidden {
			break
		}
		w, err := g.exploredWay(v)
		if err != nil {
			return nil, err
		}
		if w != nil {
			options = append(options, w.option(g.offerOf(v)))
		}
	}
	return options, nil
}

// children lists the explored children of an explored vertex, in an order that chance decides.
func (g *guided) children(parent int) []int {
	var out []int
	for _, v := range g.rng.Perm(len(g.explored.state.Vertices)) {
		if v > 0 && g.explored.state.Vertices[v].Parent == parent {
			out = append(out, v)
		}
	}
	return out
}

// offerOf is the offer by which an explored vertex hangs on its parent.
func (g *guided) offerOf(v int) int {
	x := &g.explored.state
	return g.explored.offers[x.Vertices[v].Page]
}

// exploredWay draws a way to single an explored vertex out under its parent, one with hidden vertices of its own where there is one; nil if there is none.
func (g *guided) exploredWay(v int) (*hiding, error) {
	x := &g.explored.state
	page, parent := x.Vertices[v].Page, x.Vertices[x.Vertices[v].Parent].Page
	var hidden []option
	for _, c := range g.children(v) {
		w, err := g.exploredWay(c)
		if err != nil {
			return nil, err
		}
		if w != nil {
			hidden = append(hidden, w.option(g.offerOf(c)))
		}
	}
	if len(hidden) > 0 {
		ways, err := g.waysBy(hidden, parent, page, x.Vertices[v].Offers)
		if err != nil {
			return nil, err
		}
		if deep := slices.DeleteFunc(ways, func(h *hiding) bool { return h.height < 2 }); len(deep) > 0 {
			return g.pick(deep)
		}
	}
	ways, err := g.leafWays(parent, page)
	if err != nil || len(ways) == 0 {
		return nil, err
	}
	return g.pick(ways)
}

// bestPart finds the best part among those with these hidden options that is better than the best so far; nil if there is none.
func (g *guided) bestPart(root *VertexState, options []option, best *subtree) (*subtree, string, error) {
	hiddens := uint64(1)<<len(options) - 1
	options = g.leaves(options, root.Offers, func(i int) bool { return root.Used[i] }, true)
	if leavesOther(options, nil, root.Page) {
		return nil, notUnique, nil
	}
	found, why := g.sets(root, options, hiddens, 0, maxParts)
	parts := map[uint64]*subtree{}
	for _, s := range found {
		p, err := g.weigh(root, pick(options, s))
		if err != nil {
			return nil, "", err
		}
		parts[s] = p
	}
	slices.SortStableFunc(found, func(a, b uint64) int {
		switch {
		case parts[a].better(parts[b]):
			return -1
		case parts[b].better(parts[a]):
			return 1
		}
		return 0
	})
	for _, s := range found {
		if !parts[s].better(best) {
			return nil, why, nil
		}
		ok, err := g.sound(root, options, s)
		if err != nil {
			return nil, "", err
		}
		if ok {
			return parts[s], "", nil
		}
	}
	return nil, why, nil
}

// weigh measures a choice of the root's options.
func (g *guided) weigh(root *VertexState, options []option) (*subtree, error) {
	p := &subtree{options: options}
	on := map[infoseek.PageNum]int{}
	var walk func(offers []Offer, options []option) error
	walk = func(offers []Offer, options []option) error {
		for _, o := range options {
			page := offers[o.offer].Claim.Subject
			on[page]++
			p.cover = max(p.cover, on[page])
			if o.hide == nil {
				continue
			}
			p.hidden++
			below, err := g.browser.Browse(g.ctx, offers[o.offer].Child)
			if err != nil {
				return err
			}
			if err := walk(below, o.hide.options); err != nil {
				return err
			}
		}
		return nil
	}
	return p, walk(root.Offers, options)
}
