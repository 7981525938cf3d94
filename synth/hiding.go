package synth

import (
	"math/bits"

	"infoseek"
)

// hiding is a way to single out a hidden vertex by its own constraints.
type hiding struct {
	options []option
	up      []infoseek.PageNum // what the options leave; nil until the way is picked
	set     []infoseek.PageNum // the entities related to one of up
	names   int
	size    int // vertices, itself included
	height  int
	// categories counts the clues that only state a category: sound, but dull.
	categories int
}

// ways finds ways to single out the entity y under its parent x: by clues that leave of the entities related to x only y.
func (p *EmbeddedPlanner) ways(x, y infoseek.PageNum, level int) ([]*hiding, error) {
	if level == 1 {
		if w, ok := p.near[y]; ok {
			return w, nil
		}
	}
	offers, err := p.browser.Browse(p.ctx, y)
	if err != nil {
		return nil, err
	}
	out, err := p.waysBy(nil, x, y, offers)
	if err != nil {
		return nil, err
	}
	if level == 1 && p.o.Depth >= 3 && (len(out) == 0 || p.rng.IntN(3) == 0) {
		hidden, err := p.deeper(x, y, offers)
		if err != nil {
			return nil, err
		}
		if len(hidden) > 0 {
			deep, err := p.waysBy(hidden, x, y, offers)
			if err != nil {
				return nil, err
			}
			out = append(out, deep...)
		}
	}
	if level == 1 {
		p.near[y] = out
	}
	return out, nil
}

// waysBy finds ways to single y out by its leaf offers and the hidden options given.
func (p *EmbeddedPlanner) waysBy(hidden []option, x, y infoseek.PageNum, offers []Offer) ([]*hiding, error) {
	options := p.leaves(hidden, offers, func(i int) bool {
		o := &offers[i]
		return o.entity() && o.Child == x || p.barred(o, false)
	}, false)
	universe, err := p.universe(x, options)
	if err != nil {
		return nil, err
	}
	order := p.rng.Perm(len(options))
	if p.o.Determined != infoseek.DeterminedNone && leavesOther(options, universe, y) {
		return nil, nil
	}
	p.masks.fill(universe, setsOf(options), p.pages.Info().Pages, y)
	found := p.single(options, offers, order)
	var out []*hiding
	for _, s := range found {
		out = append(out, newHiding(options, s))
	}
	return out, nil
}

// single finds sets of options that single a vertex out, a few of each size, none with an option to spare.
func (p *EmbeddedPlanner) single(options []option, offers []Offer, order []int) []uint32 {
	free := p.o.Determined == infoseek.DeterminedNone
	against := clashes(options, offers)
	var found []uint32
	inSize := 0 // found of the size that is looked at
	size := 0
	fit := func(s uint32) bool { return fits(options, &against, s, max(p.o.Named, 0), p.o.MaxSize-2) }
	// What does not fit fits no better with more; and to what singles out by itself nothing can be added that is needed.
	cut := func(s uint32) bool { return !fit(s) || !free && !p.masks.other(s) }
	subsets(order, min(4, p.o.Width), cut, func(s uint32) next {
		if k := bits.OnesCount32(s); k != size {
			size, inSize = k, 0
		}
		if fit(s) && (free || p.masks.minimal(s)) {
			found = append(found, s)
			if inSize++; inSize >= maxHidings {
				return nextSize
			}
		}
		return anySize
	})
	return found
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
	looked := 0
	for _, i := range p.draw(offers, func(o *Offer) bool { return o.entity() && o.CanHide && o.Child != x && !p.barred(o, false) }) {
		if looked++; looked > 4 || len(options) >= 2 {
			break
		}
		ways, err := p.ways(y, offers[i].Child, 2)
		if err != nil {
			return nil, err
		}
		if len(ways) > 0 {
			w, err := p.pick(ways)
			if err != nil {
				return nil, err
			}
			options = append(options, w.option(i))
		}
	}
	return options, nil
}

// newHiding is the way to hide by the options in s.
func newHiding(options []option, s uint32) *hiding {
	h := &hiding{options: pick(options, s), size: 1, height: 1}
	for _, o := range h.options {
		h.names += o.names
		h.size += o.size
		h.categories += o.categories
		if o.hide != nil {
			h.height = max(h.height, 1+o.hide.height)
		}
	}
	return h
}

// option is the way as a constraint above: of the offer with this index.
func (h *hiding) option(offer int) option {
	return option{offer: offer, hide: h, set: h.set, names: h.names, size: h.size, categories: h.categories}
}

func (h *hiding) count() int {
	n := 1
	for _, o := range h.options {
		if o.hide != nil {
			n += o.hide.count()
		}
	}
	return n
}
