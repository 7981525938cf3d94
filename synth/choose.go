package synth

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"

	"infoseek"
	"infoseek/hcsp"
)

// scheme is a set of the root's options that leaves it alone, each needed.
type scheme struct {
	options []option
	clues   uint64 // the root's clues that it uses, numbered as in the search that found it
	dull    int
}

// choose finds schemes among the options, of which the first hiddens are hidden vertices: each scheme has one of them. It says why there is none, "" if there are.
func (p *EmbeddedPlanner) choose(root *VertexState, options []option, hiddens int) (why string) {
	sets := setsOf(options)
	p.masks.fill(sets[:hiddens], sets, p.pages.Info().Pages, root.Page)
	against := clashes(options, root.Offers)
	found := map[uint64]bool{}
	unique, fitting := false, false
	g := singling{options: options, against: &against, names: max(p.o.Named, 0), size: p.o.MaxSize, width: p.o.Width}
	var all []uint64
	for h := range hiddens {
		first := len(all)
		g.found = func(s uint64) bool {
			unique = true
			if !p.big(options, s) {
				return true
			}
			fitting = true
			if !found[s] && p.needs(options, s, h, root.Page) {
				found[s] = true
				all = append(all, s)
			}
			return len(all)-first < maxFound
		}
		g.steps = maxSets
		g.over(&p.masks, 1<<h)
		g.run(1<<h, (1<<len(options)-1)&^(1<<h-1)) // those with an earlier one were found with it
	}
	p.rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	if p.o.Margin > 0 {
		leastRisk(options, all)
	}
	p.schemes = p.schemes[:0]
	numbers := cluesOf(options, root.Offers)
	for _, s := range all {
		chosen := pick(options, s)
		p.schemes = append(p.schemes, scheme{options: chosen, clues: numbered(numbers, s), dull: dullness(chosen)})
	}
	if p.o.Margin == 0 {
		slices.SortStableFunc(p.schemes, func(a, b scheme) int { return cmp.Compare(a.dull, b.dull) })
	}
	switch {
	case len(all) > 0:
		return ""
	case fitting:
		return notMinimal
	case unique:
		return "size"
	}
	return notUnique
}

// dullness weighs what makes a question poor: clues that only state a category or a number, more than one number above all, few hidden vertices, and clues that stand on few pages.
func dullness(options []option) int {
	n := 0
	hidden, numbers := 0, 0
	var from []infoseek.PageNum
	for _, o := range options {
		n += o.dull()
		numbers += o.numbers
		if o.hide != nil {
			hidden += o.hide.hidden
		}
		from = addPages(from, o.from)
	}
	return n + 2*max(numbers-1, 0) - 2*min(hidden, 3) - min(len(from), 4)
}

// big reports whether the tree with the root's options s has enough vertices and hidden vertices.
func (p *EmbeddedPlanner) big(options []option, s uint64) bool {
	size, hidden, height := 1, 1, 0
	for ; s != 0; s &= s - 1 {
		o := &options[bits.TrailingZeros64(s)]
		size += o.size
		if o.hide != nil {
			hidden += o.hide.hidden
			height = max(height, 1+o.hide.height)
		}
	}
	return size >= p.o.MinSize && hidden >= p.o.Hidden && height <= p.o.Depth
}

// needs reports whether option i of s is needed to leave the root alone.
func (p *EmbeddedPlanner) needs(options []option, s uint64, i int, root infoseek.PageNum) bool {
	without := s &^ (1 << i)
	return p.masks.other(without) || slices.ContainsFunc(meetOptions(pick(options, without), -1), func(q infoseek.PageNum) bool { return q != root })
}

// spare reports whether one of the options in s is not needed.
func (p *EmbeddedPlanner) spare(options []option, s uint64, root infoseek.PageNum) bool {
	for rest := s; rest != 0; rest &= rest - 1 {
		if !p.needs(options, s, bits.TrailingZeros64(rest), root) {
			return true
		}
	}
	return false
}

// next takes the best of the schemes that can be carried out.
func (p *EmbeddedPlanner) next(root *VertexState) (taken bool, err error) {
	for p.drop(root); len(p.schemes) > 0; {
		at := p.first()
		chosen := p.schemes[at].options
		p.schemes = slices.Delete(p.schemes, at, at+1)
		key, ok, err := p.apart(root, chosen)
		if err != nil {
			return false, err
		}
		if !ok || p.tried[key] {
			continue
		}
		p.tried[key] = true
		if ok, err = p.needed(root.Page, chosen); err != nil {
			return false, err
		}
		if ok {
			p.take(0, chosen, new(int))
			return true, nil
		}
		p.spared = true
	}
	return false, nil
}

// needed reports whether each clue of each hidden vertex is needed: without it another entity could be the root. What only the certificate sees is that what a tree names is no candidate, and that an
// alternative must not use one entity twice.
func (p *EmbeddedPlanner) needed(root infoseek.PageNum, chosen []option) (bool, error) {
	for i, o := range chosen {
		if o.hide == nil {
			continue
		}
		others := meetOptions(chosen, i)
		ok, err := p.without(o.hide.options, func(up []infoseek.PageNum) (bool, error) { return p.another(root, others, len(chosen) == 1, up) })
		if !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// without calls check with what options leave once a clue is dropped, for each clue of theirs or below; but where a vertex has one clue the edge above stands for it. It stops where check fails.
func (p *EmbeddedPlanner) without(options []option, check func(up []infoseek.PageNum) (bool, error)) (bool, error) {
	for i, o := range options {
		others := meetOptions(options, i)
		if len(options) > 1 {
			if ok, err := check(others); !ok || err != nil {
				return false, err
			}
		}
		if o.hide == nil {
			continue
		}
		ok, err := p.without(o.hide.options, func(up []infoseek.PageNum) (bool, error) {
			left, err := p.solver.RelatedTo(p.ctx, nil, up, others)
			if err != nil {
				return false, err
			}
			return check(left)
		})
		if !ok || err != nil {
			return false, err
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

// apart reports whether no entity stands in two places of the tree and nothing in it is barred by now. The key is the same for the same offers only.
func (p *EmbeddedPlanner) apart(root *VertexState, chosen []option) (key string, ok bool, err error) {
	seen := map[infoseek.PageNum]bool{root.Page: true}
	var b []byte
	var walk func(offers []Offer, options []option, ofRoot bool) (bool, error)
	walk = func(offers []Offer, options []option, ofRoot bool) (bool, error) {
		for _, o := range options {
			f := &offers[o.offer]
			b = binary.AppendUvarint(b, uint64(o.offer)<<1)
			if p.barred(f, ofRoot) || o.hide == nil && p.barredLeaf(f) {
				return false, nil
			}
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
			b = append(b, 1)
			if ok, err := walk(below, o.hide.options, false); !ok || err != nil {
				return false, err
			}
			b = append(b, 3)
		}
		return true, nil
	}
	ok, err = walk(root.Offers, chosen, true)
	return string(b), ok, err
}
