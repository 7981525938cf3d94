package synth

import (
	"math/bits"
	"slices"

	"infoseek"
	"infoseek/hcsp"
)

// option is a constraint that a plan may use for a vertex: a leaf, or a hidden vertex with its own constraints.
type option struct {
	offer int
	hide  *hiding // nil for a leaf
	set   []infoseek.PageNum
	names int
	size  int // vertices
	// categories and numbers count those among the option's clues; from are the pages that its claims stand on.
	categories, numbers int
	from                []infoseek.PageNum
}

// dull weighs the option's clues that only state a category or a number.
func (o *option) dull() int { return 4*o.categories + 2*o.numbers }

// leaf is the offer with index i as a leaf.
func leaf(i int, o *Offer) option {
	op := option{offer: i, set: o.Set, size: 1, from: []infoseek.PageNum{o.Claim.Subject}}
	switch {
	case o.entity():
		op.names = 1
	case o.Attribute.Kind == infoseek.AttrCategory:
		op.categories = 1
	case o.Attribute.Kind == infoseek.AttrNumber:
		op.numbers = 1
	}
	return op
}

// leaves appends the leaf options among offers, as many as are weighed at once: of those to one entity one, the dull ones last.
func (p *EmbeddedPlanner) leaves(options []option, offers []Offer, used func(i int) bool, root bool) []option {
	most := maxBelow
	if root {
		most = maxOptions
	}
	begin := len(options)
	named := map[infoseek.PageNum]bool{}
	for _, i := range p.draw(offers, func(o *Offer) bool { return !o.entity() || o.CanName }) {
		o := &offers[i]
		if len(options) >= most {
			break
		}
		if used(i) || p.barredLeaf(o) || root && len(o.Set) < p.o.Floor || o.entity() && (p.o.Named < 1 || named[o.Child]) {
			continue
		}
		if o.entity() {
			named[o.Child] = true
		}
		options = append(options, leaf(i, o))
	}
	slices.SortStableFunc(options[begin:], func(a, b option) int { return a.dull() - b.dull() })
	return options
}

// leavesOther reports whether all options together leave an entity of the universe (nil: any) other than self. Then every choice of them does, and there is no need to weigh any.
func leavesOther(options []option, universe [][]infoseek.PageNum, self infoseek.PageNum) bool {
	sets := setsOf(options)
	if len(universe) == 1 {
		sets = append(sets, universe[0])
	}
	return hasOther(meet(sets), self)
}

func hasOther(set []infoseek.PageNum, self infoseek.PageNum) bool {
	return slices.ContainsFunc(set, func(p infoseek.PageNum) bool { return p != self })
}

func setsOf(options []option) [][]infoseek.PageNum {
	sets := make([][]infoseek.PageNum, len(options))
	for i := range options {
		sets[i] = options[i].set
	}
	return sets
}

// meetOptions intersects the options' sets, but for one.
func meetOptions(options []option, skip int) []infoseek.PageNum {
	sets := make([][]infoseek.PageNum, 0, len(options))
	for i := range options {
		if i != skip {
			sets = append(sets, options[i].set)
		}
	}
	return meet(sets)
}

// meet intersects sets, whose order it changes; nil if there are none.
func meet(sets [][]infoseek.PageNum) []infoseek.PageNum {
	if len(sets) == 0 {
		return nil
	}
	slices.SortFunc(sets, func(a, b []infoseek.PageNum) int { return len(a) - len(b) })
	out := slices.Clone(sets[0])
	for _, set := range sets[1:] {
		if len(out) == 0 {
			break
		}
		out = hcsp.Intersect(out, out, set)
	}
	return out
}

// clashes says of each option which others it cannot stand with.
func clashes(options []option, offers []Offer) (against [maxOptions]uint64) {
	for i := range options {
		for j := range i {
			if same(&offers[options[i].offer], &offers[options[j].offer]) {
				against[i] |= 1 << j
				against[j] |= 1 << i
			}
		}
	}
	return against
}

func pick(options []option, s uint64) []option {
	out := make([]option, 0, bits.OnesCount64(s))
	for ; s != 0; s &= s - 1 {
		out = append(out, options[bits.TrailingZeros64(s)])
	}
	return out
}
