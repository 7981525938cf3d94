package hcsp

import (
	"context"

	"infoseek"
)

// drop computes the upward pass of the tree without the given vertices and what hangs below them. What they named is named no longer. A hidden vertex that keeps no
// constraint is free: "some entity". So dropping only widens.
func (n *Network) drop(ctx context.Context, vertices ...int) error {
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

// roots returns the candidates of the root under the change. The slice is valid until the next change.
func (n *Network) roots(ctx context.Context) ([]infoseek.PageNum, error) {
	if !n.freeNow(0) {
		return n.upNow(0), nil
	}
	all, err := n.s.allEntities(ctx)
	if err != nil {
		return nil, err
	}
	n.w.buf[0] = without(n.w.buf[0], all, n.w.named)
	return n.w.buf[0], nil
}
