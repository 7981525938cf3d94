package hcsp

import (
	"context"
	"fmt"
	"slices"

	"infoseek"
)

// Candidates returns, for each vertex of t, its candidates after the upward pass and after both passes. After both, a hidden vertex keeps precisely the entities that it is in
// some solution of the whole question. A named leaf is its own only candidate; an attribute has its set in both.
func (s *Solver) Candidates(ctx context.Context, t infoseek.Tree) (up, both [][]infoseek.PageNum, err error) {
	n, err := s.whole(ctx, t)
	if err != nil {
		return nil, nil, err
	}
	up = make([][]infoseek.PageNum, n.Len())
	for v := range up {
		up[v] = slices.Clone(n.Up(v))
	}
	both, err = n.Both(ctx)
	return up, both, err
}

// Constraint returns the set of entities that satisfy the constraint told by the edge to child, and what hangs below it, were that the only clue about its parent.
func (s *Solver) Constraint(ctx context.Context, t infoseek.Tree, child int) ([]infoseek.PageNum, error) {
	n, err := s.whole(ctx, t)
	if err != nil {
		return nil, err
	}
	if child < 1 || child >= n.Len() {
		return nil, fmt.Errorf("hcsp: no edge to vertex %d", child)
	}
	return slices.Clone(n.Alone(child)), nil
}

// Both returns each vertex's candidates after the upward and the downward pass:
//
//	both(root) = up(root), both(v) = up(v) with { q : R(q, p) for some p in both(parent of v) } for a hidden v.
func (n *Network) Both(ctx context.Context) ([][]infoseek.PageNum, error) {
	both := make([][]infoseek.PageNum, len(n.nodes))
	for v := range n.nodes {
		nd := &n.nodes[v]
		if v == 0 || !nd.hidden {
			both[v] = slices.Clone(n.Up(v))
			continue
		}
		var err error
		if both[v], err = n.s.filter(ctx, nil, both[nd.parent], nd.up); err != nil {
			return nil, err
		}
	}
	return both, nil
}
