package hcsp

import (
	"context"

	"infoseek"
)

// drop computes the upward pass of the tree without the given vertices and what hangs below them. What they named is named no longer. A hidden vertex that keeps no
// constraint is "some entity". So dropping only widens.
func (n *Network) drop(ctx context.Context, vertices ...int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := &n.w
	n.begin()
	for _, v := range vertices {
		w.off[v] = true
	}
	for v := 1; v < len(n.nodes); v++ {
		nd := &n.nodes[v]
		w.off[v] = w.off[v] || w.off[nd.parent]
		if w.off[v] && nd.entity && !nd.hidden {
			w.lost = append(w.lost, nd.page)
		}
	}
	return n.pass(ctx)
}

// roots returns the candidates of the root under a change. The slice is valid until the next one.
func (n *Network) roots(ctx context.Context) ([]infoseek.PageNum, error) {
	switch {
	case !n.openNow(0):
		return n.upNow(0), nil
	case n.w.bare[0]:
		return n.s.allEntities(ctx)
	default: // open all the way down, so nothing is named and there are no exceptions
		return n.s.allLinked(ctx)
	}
}
