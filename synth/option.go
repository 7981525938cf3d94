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
	// categories counts those among the option's clues.
	categories int
}

// leaves appends the leaf options among offers, up to maxOptions in all.
func (p *EmbeddedPlanner) leaves(options []option, offers []Offer, used func(i int) bool, root bool) []option {
	for _, i := range p.draw(offers, func(o *Offer) bool { return !o.entity() || o.CanName }) {
		o := &offers[i]
		if len(options) >= maxOptions {
			break
		}
		if used(i) || p.barredLeaf(o) || root && len(o.Set) < p.o.Floor || o.entity() && p.o.Named < 1 {
			continue
		}
		names := 0
		if o.entity() {
			names = 1
		}
		categories := 0
		if !o.entity() && o.Attribute.Kind == infoseek.AttrCategory {
			categories = 1
		}
		options = append(options, option{offer: i, set: o.Set, names: names, size: 1, categories: categories})
	}
	return options
}

// leavesOther reports whether all options together leave an entity of the universe (nil: any) other than self. Then every choice of them does, and there is no need to weigh any.
func leavesOther(options []option, universe [][]infoseek.PageNum, self infoseek.PageNum) bool {
	left := meetOptions(options, -1)
	if len(universe) == 1 {
		left = hcsp.Intersect(left, left, universe[0])
	}
	return slices.ContainsFunc(left, func(p infoseek.PageNum) bool { return p != self })
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
	var sets [][]infoseek.PageNum
	for i := range options {
		if i != skip {
			sets = append(sets, options[i].set)
		}
	}
	if len(sets) == 0 {
		return nil
	}
	slices.SortFunc(sets, func(a, b []infoseek.PageNum) int { return len(a) - len(b) })
	out := slices.Clone(sets[0])
	for _, set := range sets[1:] {
		out = hcsp.Intersect(out, out, set)
	}
	return out
}

// clashes says of each option which others it cannot stand with.
func clashes(options []option, offers []Offer) (against [maxOptions]uint32) {
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

// fits reports whether the options in s can stand together: at most so many names and vertices, and nothing said twice.
func fits(options []option, against *[maxOptions]uint32, s uint32, most, size int) bool {
	names, vertices := 0, 1
	for rest := s; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros32(rest)
		if against[i]&s != 0 {
			return false
		}
		names += options[i].names
		vertices += options[i].size
	}
	return names <= most && vertices <= size
}

func pick(options []option, s uint32) []option {
	var out []option
	for i := range options {
		if s&(1<<i) != 0 {
			out = append(out, options[i])
		}
	}
	return out
}
