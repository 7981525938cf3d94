package hcsp

import (
	"context"

	"infoseek"
)

// Load returns the network of a whole tree.
func (s *Solver) Load(ctx context.Context, t infoseek.Tree) (*Network, error) {
	n := &Network{s: s}
	if err := n.load(ctx, t); err != nil {
		return nil, err
	}
	return n, nil
}

// load makes n the network of t, reusing its memory. Vertex ids stay: parents come before children.
func (n *Network) load(ctx context.Context, t infoseek.Tree) error {
	if err := Validate(t); err != nil {
		return err
	}
	root, err := n.s.entityPage(ctx, t.Vertices[0])
	if err != nil {
		return err
	}
	n.reset(root)
	for i, e := range t.Edges {
		leaf, err := n.s.Leaf(ctx, t.Vertices[i+1])
		if err != nil {
			return err
		}
		if err := n.fits(e.Parent, leaf); err != nil { // two ids for one page can't be: ids are unique
			return err
		}
		n.push(e.Parent, leaf)
	}
	return n.refresh(ctx)
}

// whole returns the network of t in the solver's own memory, valid until the next call.
func (s *Solver) whole(ctx context.Context, t infoseek.Tree) (*Network, error) {
	if s.net == nil {
		s.net = &Network{s: s}
	}
	if err := s.net.load(ctx, t); err != nil {
		return nil, err
	}
	return s.net, nil
}
