package synth

import "math/bits"

// singling finds sets of options that single a vertex out, with none to spare: each other entity lacks one of the set, and for each of the set there is an entity that lacks it alone.
// With what an entity lacks as an edge these are the minimal transversals of a hypergraph. They are found as by Murakami and Uno ("Efficient algorithms for dualizing large-scale hypergraphs",
// 2014, MMCS): an edge that is not yet hit must be hit by one of its options; and a set in which some option hits no edge alone has no minimal superset.
//
// Options stand in order of preference: of those that hit an edge the first are tried first.
type singling struct {
	options []option
	against *[maxOptions]uint64
	names   int // most names, vertices and options of a set
	size    int
	width   int
	steps   int // how many sets may still be looked at
	found   func(s uint64) (more bool)
	edges   []uint64 // what each other entity lacks
}

// over takes as edges what the masks' entities lack that have all of the options in forced.
func (g *singling) over(m *masks, forced uint64) {
	all := uint64(1)<<len(g.options) - 1
	g.edges = g.edges[:0]
	for _, a := range m.distinct {
		if a&forced == forced {
			g.edges = append(g.edges, all&^a)
		}
	}
}

// run finds the sets made of forced, which is in all of them and for which nothing is asked, and some of cand. It reports whether it came to the end.
func (g *singling) run(forced, cand uint64) bool {
	names, size := 0, 1
	for rest := forced; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros64(rest)
		names, size, cand = names+g.options[i].names, size+g.options[i].size, cand&^g.against[i]
	}
	if names > g.names || size > g.size || bits.OnesCount64(forced) > g.width {
		return true
	}
	return g.walk(forced, 0, cand&^forced, bits.OnesCount64(forced), names, size)
}

// walk looks at the set forced and chosen, of k options, and at what cand makes of it.
func (g *singling) walk(forced, chosen, cand uint64, k, names, size int) bool {
	if g.steps--; g.steps < 0 {
		return false
	}
	next, left, needed := g.missing(chosen, cand)
	switch {
	case needed != chosen:
		return true
	case !left:
		return g.found(forced | chosen)
	case k >= g.width:
		return true
	case k+1 == g.width:
		next &= g.hitsAll(chosen, next)
	}
	for ; next != 0; next &= next - 1 {
		i := bits.TrailingZeros64(next)
		cand &^= 1 << i
		o := &g.options[i]
		if names+o.names > g.names || size+o.size > g.size {
			continue
		}
		if !g.walk(forced, chosen|1<<i, cand&^g.against[i], k+1, names+o.names, size+o.size) {
			return false
		}
	}
	return true
}

// missing returns of the edges which the set does not hit the options of the one with the fewest in cand; whether there are such edges; and the options of the set that alone hit some edge.
func (g *singling) missing(set, cand uint64) (next uint64, left bool, needed uint64) {
	least := maxOptions + 1
	for _, e := range g.edges {
		switch hit := e & set; {
		case hit == 0:
			left = true
			if n := bits.OnesCount64(e & cand); n < least {
				least, next = n, e&cand
			}
		case hit&(hit-1) == 0:
			needed |= hit
		}
	}
	return next, left, needed
}

// hitsAll keeps of options those that hit every edge that set does not.
func (g *singling) hitsAll(set, options uint64) uint64 {
	for _, e := range g.edges {
		if e&set == 0 {
			options &= e
		}
	}
	return options
}
