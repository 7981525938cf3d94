package synth

import (
	"math/bits"
	"slices"

	"infoseek"
	"infoseek/hcsp"
)

// choose takes a set of the root's options that leaves it alone, each needed, and every clue of its hidden vertices needed too.
func (p *EmbeddedPlanner) choose(root *VertexState, options []option, hiddens uint32) error {
	order := p.rng.Perm(len(options))
	if leavesOther(options, nil, root.Page) {
		p.why = notUnique
		return nil
	}
	sets := setsOf(options)
	p.masks.fill(sets[:bits.OnesCount32(hiddens)], sets, p.pages.Info().Pages, root.Page)
	var found []uint32
	fitting, unique := false, false
	against := clashes(options, root.Offers)
	most := maxFound
	if p.o.Margin > 0 {
		most = maxWeighed
	}
	look := func(s uint32) next {
		if s&hiddens == 0 || p.masks.other(s) {
			return anySize
		}
		unique = true
		if !fits(options, &against, s, max(p.o.Named, 0), p.o.MaxSize) || !p.big(options, s) {
			return anySize
		}
		fitting = true
		if p.spare(s, hiddens, options, root.Page) {
			return anySize
		}
		if found = append(found, s); len(found) < most {
			return anySize
		}
		return noMore
	}
	// The same once it is known whether there are such sets at all, for the reason if none will do.
	cut := func(s uint32) bool {
		return unique && !fits(options, &against, s, max(p.o.Named, 0), p.o.MaxSize) || fitting && s&hiddens != 0 && !p.masks.other(s)
	}
	subsets(order, p.o.Width, cut, look)
	p.rng.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	slices.SortStableFunc(found, func(a, b uint32) int { return dullness(options, root.Offers, a) - dullness(options, root.Offers, b) })
	if p.o.Margin > 0 {
		leastRisk(options, found)
	}
	for _, s := range found {
		ok, err := p.needed(root.Page, options, s)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if ok, err = p.apart(root, options, s); err != nil {
			return err
		}
		if ok {
			p.take(0, pick(options, s), new(int))
			return nil
		}
	}
	switch {
	case fitting:
		p.why = "not minimal"
	case unique:
		p.why = "size"
	default:
		p.why = notUnique
	}
	return nil
}

// dullness weighs what makes a question poor: clues that only state a category, and clues that all stand on the answer's own page.
func dullness(options []option, offers []Offer, s uint32) int {
	n := 0
	for _, o := range pick(options, s) {
		n += 2 * o.categories
		if offers[o.offer].Forward {
			n++
		}
	}
	return n
}

// big reports whether the tree with the root's options s has enough vertices and hidden vertices.
func (p *EmbeddedPlanner) big(options []option, s uint32) bool {
	size, hidden, height := 1, 1, 0
	for _, o := range pick(options, s) {
		size += o.size
		if o.hide != nil {
			hidden += o.hide.count()
			height = max(height, 1+o.hide.height)
		}
	}
	return size >= p.o.MinSize && hidden >= p.o.Hidden && height <= p.o.Depth
}

// spare reports whether one of the options in s is not needed.
func (p *EmbeddedPlanner) spare(s, hiddens uint32, options []option, root infoseek.PageNum) bool {
	for rest := s; rest != 0; rest &= rest - 1 {
		without := s &^ (rest & -rest)
		if p.masks.other(without) {
			continue
		}
		if without&hiddens != 0 || !slices.ContainsFunc(meetOptions(pick(options, without), -1), func(q infoseek.PageNum) bool { return q != root }) {
			return true
		}
	}
	return false
}

// needed reports whether each clue of each hidden vertex under the root is needed: without it another entity could be the root.
func (p *EmbeddedPlanner) needed(root infoseek.PageNum, options []option, s uint32) (bool, error) {
	chosen := pick(options, s)
	for i, o := range chosen {
		if o.hide == nil {
			continue
		}
		others := meetOptions(chosen, i)
		alone := len(chosen) == 1
		for k := range o.hide.options {
			if len(o.hide.options) == 1 {
				continue // then the edge above stands for it
			}
			up := meetOptions(o.hide.options, k)
			ok, err := p.another(root, others, alone, up)
			if !ok || err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// another reports whether an entity other than root is in others (anything, if alone) and related to one of up.
func (p *EmbeddedPlanner) another(root infoseek.PageNum, others []infoseek.PageNum, alone bool, up []infoseek.PageNum) (bool, error) {
	if alone {
		return len(up) > 1, nil
	}
	for _, q := range others {
		if q == root {
			continue
		}
		near, err := p.pages.Related(p.ctx, q)
		if err != nil {
			return false, err
		}
		if hcsp.Intersects(near, up) {
			return true, nil
		}
	}
	return false, nil
}

// apart reports whether no entity stands in two places of the tree.
func (p *EmbeddedPlanner) apart(root *VertexState, options []option, s uint32) (bool, error) {
	seen := map[infoseek.PageNum]bool{root.Page: true}
	var walk func(offers []Offer, options []option) (bool, error)
	walk = func(offers []Offer, options []option) (bool, error) {
		for _, o := range options {
			f := &offers[o.offer]
			if !f.entity() {
				continue
			}
			if seen[f.Child] {
				return false, nil
			}
			seen[f.Child] = true
			if o.hide == nil {
				continue
			}
			below, err := p.browser.Browse(p.ctx, f.Child)
			if err != nil {
				return false, err
			}
			if ok, err := walk(below, o.hide.options); !ok || err != nil {
				return false, err
			}
		}
		return true, nil
	}
	return walk(root.Offers, pick(options, s))
}
