package synth

import (
	"math/bits"
	"slices"

	"infoseek"
	"infoseek/hcsp"
)

// hiding is a way to single out a hidden vertex by its own constraints.
type hiding struct {
	options []option
	set     []infoseek.PageNum // the entities related to one that the options leave; nil until it is asked for
	names   int
	size    int // vertices, itself included
	height  int
	hidden  int // itself included
	// categories and numbers count the clues that only state a category or a number: sound, but dull. from are the pages that the claims stand on.
	categories, numbers int
	from                []infoseek.PageNum
}

// ways finds ways to single out the entity y under its parent x: by clues that leave of the entities related to x only y.
func (p *EmbeddedPlanner) ways(x, y infoseek.PageNum, level int) ([]*hiding, error) {
	if w, ok := p.near[y]; ok && level == 1 {
		return w, nil
	}
	offers, err := p.browser.Browse(p.ctx, y)
	if err != nil {
		return nil, err
	}
	leaves := p.below(x, offers)
	universe, err := p.universe(x, leaves)
	if err != nil {
		return nil, err
	}
	var hidden []option
	if level == 1 && p.o.Depth >= 3 && (p.rng.IntN(3) == 0 || p.o.Determined != infoseek.DeterminedNone && leavesOther(leaves, universe, y)) {
		if hidden, err = p.deeper(x, y, offers); err != nil {
			return nil, err
		}
	}
	out, err := p.singled(hidden, leaves, x, y, offers)
	if level == 1 {
		p.near[y] = out
	}
	return out, err
}

// waysBy finds ways to single y out by its leaf offers and at most one of the hidden options given.
func (p *EmbeddedPlanner) waysBy(hidden []option, x, y infoseek.PageNum, offers []Offer) ([]*hiding, error) {
	return p.singled(hidden, p.below(x, offers), x, y, offers)
}

// below are the leaf options of a vertex under x.
func (p *EmbeddedPlanner) below(x infoseek.PageNum, offers []Offer) []option {
	return p.leaves(nil, offers, func(i int) bool {
		o := &offers[i]
		return o.entity() && o.Child == x || p.barred(o, false)
	}, false)
}

// singled finds ways to single y out by leaves, and by leaves with one of the hidden options.
func (p *EmbeddedPlanner) singled(hidden, leaves []option, x, y infoseek.PageNum, offers []Offer) ([]*hiding, error) {
	options := slices.Concat(hidden, leaves)
	universe, err := p.universe(x, options)
	if err != nil || len(options) == 0 || p.o.Determined != infoseek.DeterminedNone && leavesOther(options, universe, y) {
		return nil, err
	}
	p.masks.fill(universe, setsOf(options), p.pages.Info().Pages, y)
	against := clashes(options, offers)
	g := singling{options: options, against: &against, names: max(p.o.Named, 0), size: p.o.MaxSize - 1, width: min(4, p.o.Width)}
	all := (uint64(1)<<len(options) - 1) &^ (1<<len(hidden) - 1)
	out := p.waysFrom(&g, 0, all, plainWays, extendedWays)
	for i := range hidden {
		out = append(out, p.waysFrom(&g, 1<<i, all, deeperWays, deeperWays)...)
	}
	return out, nil
}

// waysFrom finds ways by the options in forced and some of those in cand: at most so many without a clue to spare, and so many extended ones.
func (p *EmbeddedPlanner) waysFrom(g *singling, forced, cand uint64, most, more int) []*hiding {
	var found []uint64
	g.steps = maxWaysSets
	g.found = func(s uint64) bool {
		found = append(found, s)
		return len(found) < maxHidings
	}
	if p.o.Determined == infoseek.DeterminedNone && forced == 0 {
		for rest := cand; rest != 0; rest &= rest - 1 {
			found = append(found, rest&-rest)
		}
	} else {
		g.over(&p.masks, forced)
		g.run(forced, cand)
	}
	out := make([]*hiding, len(found))
	for i, s := range found {
		out[i] = newHiding(g.options, s)
	}
	p.rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	slices.SortStableFunc(out, func(a, b *hiding) int { return a.dull() - b.dull() })
	out = out[:min(len(out), most)]
	return append(out, p.extended(g, found, cand, more)...)
}

// extended adds to ways that leave others elsewhere one clue that leaves fewer. The vertex is singled out without it; the root may not be.
func (p *EmbeddedPlanner) extended(g *singling, found []uint64, cand uint64, most int) []*hiding {
	var out []*hiding
	p.rng.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	for _, s := range found {
		if len(out) >= most {
			break
		}
		if bits.OnesCount64(s) < g.width {
			if up := meetOptions(pick(g.options, s), -1); len(up) > 1 {
				out = append(out, g.extend(s, cand, up)...)
			}
		}
	}
	return out
}

// extend adds to s, which leaves up, the first of cand that leaves fewer; nothing if there is none.
func (g *singling) extend(s, cand uint64, up []infoseek.PageNum) []*hiding {
	for rest := cand &^ s; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros64(rest)
		if g.against[i]&s != 0 || len(hcsp.Intersect(nil, up, g.options[i].set)) == len(up) {
			continue
		}
		if h := newHiding(g.options, s|1<<i); h.names <= g.names && h.size <= g.size {
			return []*hiding{h}
		}
	}
	return nil
}

// universe is what a vertex under x is singled out from, as sets to be united: what its parent is related to, or all that any of its options leaves.
func (p *EmbeddedPlanner) universe(x infoseek.PageNum, options []option) ([][]infoseek.PageNum, error) {
	if p.o.Determined != infoseek.DeterminedOwn {
		near, err := p.pages.Related(p.ctx, x)
		return [][]infoseek.PageNum{near}, err
	}
	return setsOf(options), nil
}

// deeper finds hidden options for y itself: entities under it that can be singled out in turn.
func (p *EmbeddedPlanner) deeper(x, y infoseek.PageNum, offers []Offer) ([]option, error) {
	var options []option
	looked := map[infoseek.PageNum]bool{}
	for _, i := range p.draw(offers, func(o *Offer) bool { return o.entity() && o.CanHide && o.Child != x && !p.barred(o, false) }) {
		z := offers[i].Child
		if looked[z] {
			continue
		}
		if looked[z] = true; len(looked) > maxDeeperLook || len(options) >= maxDeeper {
			break
		}
		ways, err := p.ways(y, z, 2)
		if err != nil {
			return nil, err
		}
		if len(ways) == 0 {
			continue
		}
		w, err := p.pick(ways)
		if err != nil {
			return nil, err
		}
		options = append(options, w.under(i, &offers[i]))
	}
	return options, nil
}

// dull weighs the clues that only state a category or a number.
func (h *hiding) dull() int { return 4*h.categories + 2*h.numbers }

// newHiding is the way to hide by the options in s.
func newHiding(options []option, s uint64) *hiding {
	h := &hiding{options: pick(options, s), size: 1, height: 1, hidden: 1}
	for _, o := range h.options {
		h.names += o.names
		h.size += o.size
		h.categories += o.categories
		h.numbers += o.numbers
		h.from = addPages(h.from, o.from)
		if o.hide != nil {
			h.height = max(h.height, 1+o.hide.height)
			h.hidden += o.hide.hidden
		}
	}
	return h
}

// pick draws one of ways, rather one that tells more than categories and numbers: of two drawn the one with fewer.
func (p *EmbeddedPlanner) pick(ways []*hiding) (*hiding, error) {
	h := ways[p.rng.IntN(len(ways))]
	if b := ways[p.rng.IntN(len(ways))]; b.dull() < h.dull() {
		h = b
	}
	return h, p.settle(h)
}

// settle works out what the way leaves, which is not worth it for those that are not used.
func (p *EmbeddedPlanner) settle(h *hiding) (err error) {
	if h.set == nil {
		h.set, err = p.solver.RelatedTo(p.ctx, nil, meetOptions(h.options, -1), nil)
	}
	return err
}

// option is the settled way as a constraint above: of the offer with this index.
func (h *hiding) option(i int) option {
	return option{offer: i, hide: h, set: h.set, names: h.names, size: h.size, categories: h.categories, numbers: h.numbers, from: h.from}
}

// under is the same with the page that the offer itself stands on.
func (h *hiding) under(i int, o *Offer) option {
	op := h.option(i)
	op.from = addPages(slices.Clone(h.from), []infoseek.PageNum{o.Claim.Subject})
	return op
}

// addPages adds to dst what of pages it does not have.
func addPages(dst, pages []infoseek.PageNum) []infoseek.PageNum {
	for _, p := range pages {
		if !slices.Contains(dst, p) {
			dst = append(dst, p)
		}
	}
	return dst
}
