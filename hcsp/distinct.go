package hcsp

import (
	"context"
	"slices"

	"infoseek"
)

// Alternatives that exist only by using one entity for two vertices don't count against a question. Whether a candidate of the root has a solution with all entities
// distinct is answered by search: the upward pass has made sure that every candidate can be continued downwards, so only repetition sends it back. What isn't
// found within the limits counts as no alternative, which errs on the side of calling a question not minimal.
const (
	stepsPerRoot = 1_000
	stepsPerEdge = 20_000
)

// matching searches solutions of distinct entities under the network's present change.
type matching struct {
	n     *Network
	order []int // hidden vertices, parents first
	used  []infoseek.PageNum
	at    []infoseek.PageNum // by vertex
	steps int                // left for this root
}

// alternatives returns the first most candidates of the root, other than its own page, that have a solution of distinct entities under the present change.
func (n *Network) alternatives(ctx context.Context, most int) ([]infoseek.PageNum, error) {
	roots, err := n.roots(ctx)
	if err != nil {
		return nil, err
	}
	m := matching{n: n, at: make([]infoseek.PageNum, len(n.nodes))}
	for v := range n.nodes {
		if n.nodes[v].hidden && !n.w.off[v] {
			m.order = append(m.order, v)
		}
	}
	var found []infoseek.PageNum
	left := stepsPerEdge
	for _, p := range roots {
		if p == n.nodes[0].page {
			continue
		}
		if len(found) == most || left <= 0 {
			break
		}
		m.steps = min(stepsPerRoot, left)
		before := m.steps
		ok, err := m.place(ctx, 0, p)
		if err != nil {
			return nil, err
		}
		left -= before - m.steps + 1
		if ok {
			found = append(found, p)
		}
	}
	return found, nil
}

// place puts p at the i-th hidden vertex and looks for the rest.
func (m *matching) place(ctx context.Context, i int, p infoseek.PageNum) (bool, error) {
	m.at[m.order[i]] = p
	if i+1 == len(m.order) {
		return true, nil
	}
	m.used = append(m.used, p)
	ok, err := m.next(ctx, i+1)
	m.used = m.used[:len(m.used)-1]
	return ok, err
}

func (m *matching) next(ctx context.Context, i int) (bool, error) {
	v := m.order[i]
	near, err := m.n.s.related(ctx, m.at[m.n.nodes[v].parent])
	if err != nil {
		return false, err
	}
	up, open := m.n.upNow(v), m.n.openNow(v)
	set, other := near, up
	if !open && len(up) < len(near) {
		set, other = up, near
	}
	for _, p := range set {
		if m.steps--; m.steps < 0 {
			return false, nil
		}
		if contains(other, p) == open || slices.Contains(m.used, p) { // of an open vertex up holds the exceptions
			continue
		}
		if ok, err := m.place(ctx, i, p); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}
