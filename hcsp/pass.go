package hcsp

import (
	"context"
	"slices"

	"infoseek"
)

// begin clears the working state of a change; dropped vertices are then marked off, and gained, lost, at and narrow set, before pass.
func (n *Network) begin() {
	w := &n.w
	clear(w.off)
	clear(w.dirty)
	clear(w.open)
	clear(w.bare)
	w.gained, w.lost, w.at, w.narrow = w.gained[:0], w.lost[:0], -1, false
}

// pass is the upward pass over what a change touches, children before parents.
func (n *Network) pass(ctx context.Context) error {
	n.w.named = append(n.w.named[:0], n.named...)
	n.w.named = slices.DeleteFunc(n.w.named, func(p infoseek.PageNum) bool { return slices.Contains(n.w.lost, p) })
	for v := len(n.nodes) - 1; v >= 0; v-- {
		if !n.nodes[v].hidden || n.w.off[v] || !n.touched(v) {
			continue
		}
		n.w.dirty[v] = true
		if err := n.solve(ctx, v); err != nil {
			return err
		}
		if n.w.narrow && len(n.w.up[v]) == len(n.nodes[v].up) {
			n.w.dirty[v] = false // narrowed by nothing
		}
	}
	return nil
}

func (n *Network) touched(v int) bool {
	w, nd := &n.w, &n.nodes[v]
	if v == w.at {
		return true
	}
	for _, c := range nd.children {
		if w.off[c] || w.dirty[c] {
			return true
		}
	}
	if nd.open {
		return false
	}
	for _, p := range w.gained {
		if contains(nd.up, p) {
			return true
		}
	}
	for _, p := range w.lost {
		if n.satisfies(v, p) {
			return true
		}
	}
	return false
}

// satisfies says whether p is in the sets of all of v's constraints as they were before the change, named or not.
func (n *Network) satisfies(v int, p infoseek.PageNum) bool {
	for _, c := range n.nodes[v].children {
		if !contains(n.Alone(c), p) {
			return false
		}
	}
	return true
}

// upNow returns the candidates of a hidden vertex under the change.
func (n *Network) upNow(v int) []infoseek.PageNum {
	if n.w.dirty[v] {
		return n.w.up[v]
	}
	return n.nodes[v].up
}

func (n *Network) openNow(v int) bool {
	if n.w.dirty[v] {
		return n.w.open[v]
	}
	return n.nodes[v].open
}

// solve computes up(v) under the change into w.up[v]; v is dirty and its children are solved.
func (n *Network) solve(ctx context.Context, v int) error {
	w := &n.w
	cur, started := n.intersection(v)
	var err error
	for _, c := range w.deferred {
		switch {
		case n.openNow(c):
			continue
		case started:
			cur, err = n.s.filter(ctx, w.buf[v], w.up[c], cur)
		default:
			cur, err = n.s.union(ctx, w.buf[v], w.up[c])
		}
		if err != nil {
			return err
		}
		started = true
		w.buf[v] = keep(w.buf[v], cur)
	}
	w.open[v] = !started
	if !started {
		return n.solveOpen(ctx, v)
	}
	for _, c := range w.deferred {
		if n.openNow(c) {
			if cur, err = n.nearOutside(ctx, w.buf[v], cur, w.up[c]); err != nil {
				return err
			}
			w.buf[v] = keep(w.buf[v], cur)
		}
	}
	w.up[v] = without(w.buf[v], cur, w.named)
	w.buf[v] = keep(w.buf[v], w.up[v])
	return nil
}

// intersection starts solve: it intersects the constraints of v whose sets are at hand, and defers the others: hidden children whose own candidates changed. Its result is w.buf[v], or a
// set that must not be written to.
func (n *Network) intersection(v int) (cur []infoseek.PageNum, started bool) {
	w, nd := &n.w, &n.nodes[v]
	w.deferred = w.deferred[:0]
	smallest := -1
	for _, c := range nd.children {
		switch {
		case w.off[c]:
		case n.nodes[c].hidden && w.dirty[c]:
			w.deferred = append(w.deferred, c)
		case smallest < 0 || len(n.Alone(c)) < len(n.Alone(smallest)):
			smallest = c
		}
	}
	if w.narrow {
		if v != w.at {
			return nd.up, true
		}
		added := nd.children[len(nd.children)-1]
		cur = Intersect(w.buf[v], nd.up, n.nodes[added].set)
		w.buf[v] = keep(w.buf[v], cur)
		return cur, true
	}
	if smallest < 0 {
		return nil, false
	}
	cur = n.Alone(smallest)
	for _, c := range nd.children {
		if c == smallest || w.off[c] || n.nodes[c].hidden && w.dirty[c] {
			continue
		}
		cur = Intersect(w.buf[v], cur, n.Alone(c))
		w.buf[v] = keep(w.buf[v], cur)
	}
	return cur, true
}

// Open vertices. A hidden vertex that a drop leaves without constraints is "some entity": every one that the tree does not name. One constrained by such vertices alone is nearly as unbound: every entity that is related to some entity
// allowed there. Their sets are nearly the whole corpus, so what is kept of them, in w.up, is the exceptions; that keeps the cost of a drop independent of the corpus's size.

// solveOpen computes the exceptions of v, whose active children are all open: what the tree names, and what is related to exceptions of one child alone. Entities related to none are left out by
// whoever reads the set: they are no exception where v is bare, and no candidates otherwise.
func (n *Network) solveOpen(ctx context.Context, v int) error {
	w := &n.w
	exceptions := append(w.buf[v][:0], w.named...)
	for _, c := range w.deferred {
		near, err := n.s.union(ctx, nil, w.up[c])
		if err != nil {
			return err
		}
		outside, err := n.nearOutside(ctx, nil, near, w.up[c])
		if err != nil {
			return err
		}
		for _, p := range near {
			if !contains(outside, p) {
				exceptions = append(exceptions, p)
			}
		}
	}
	slices.Sort(exceptions)
	w.buf[v] = keep(w.buf[v], exceptions)
	w.up[v] = slices.Compact(exceptions)
	w.bare[v] = len(w.deferred) == 0
	return nil
}

// nearOutside keeps the entities of within that are related to one that is not in exceptions.
func (n *Network) nearOutside(ctx context.Context, dst, within, exceptions []infoseek.PageNum) ([]infoseek.PageNum, error) {
	dst = dst[:0]
	for _, p := range within {
		near, err := n.s.related(ctx, p)
		if err != nil {
			return dst, err
		}
		if slices.ContainsFunc(near, func(q infoseek.PageNum) bool { return !contains(exceptions, q) }) {
			dst = append(dst, p)
		}
	}
	return dst, nil
}

// keep returns the buffer to use next time: set's memory, which is buf's or buf's successor.
func keep(buf, set []infoseek.PageNum) []infoseek.PageNum {
	if cap(set) > cap(buf) {
		return set
	}
	return buf
}
