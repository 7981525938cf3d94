package hcsp

import (
	"context"
	"fmt"

	"infoseek"
)

// Leaf is a vertex ready to be hung into a Network: a named entity, or an attribute, with the set of entities it allows its parent to be. Making one asks the corpus; trying it does not.
type Leaf struct {
	entity bool
	phrase bool
	page   infoseek.PageNum
	set    []infoseek.PageNum
}

// Set returns the constraint's own set: the entities that satisfy it, were it the only clue.
func (l Leaf) Set() []infoseek.PageNum { return l.set }

// EntityLeaf returns the constraint "related to page p".
func (s *Solver) EntityLeaf(ctx context.Context, p infoseek.PageNum) (Leaf, error) {
	set, err := s.related(ctx, p)
	return Leaf{entity: true, page: p, set: set}, err
}

// AttributeLeaf returns the constraint "its page states a".
func (s *Solver) AttributeLeaf(ctx context.Context, a infoseek.Attribute) (Leaf, error) {
	if err := ValidateAttribute(a); err != nil {
		return Leaf{}, fmt.Errorf("hcsp: %w", err)
	}
	set, err := s.pages.Attribute(ctx, a)
	if err != nil {
		return Leaf{}, fmt.Errorf("hcsp: entities that state %s: %w", a, err)
	}
	return Leaf{phrase: a.Kind == infoseek.AttrPhrase, set: set}, nil
}

// Leaf returns the constraint that v, read as a leaf, puts on its parent.
func (s *Solver) Leaf(ctx context.Context, v infoseek.Vertex) (Leaf, error) {
	if v.Kind == infoseek.AttributeVertex {
		return s.AttributeLeaf(ctx, *v.Attribute)
	}
	p, err := s.entityPage(ctx, v)
	if err != nil {
		return Leaf{}, err
	}
	return s.EntityLeaf(ctx, p)
}

func (s *Solver) entityPage(ctx context.Context, v infoseek.Vertex) (infoseek.PageNum, error) {
	n, err := s.pages.ByID(ctx, *v.Page)
	if err != nil {
		return 0, fmt.Errorf("hcsp: vertex %d: %w", v.ID, err)
	}
	p, err := s.pages.Page(ctx, n)
	if err != nil {
		return 0, fmt.Errorf("hcsp: vertex %d: %w", v.ID, err)
	}
	if !p.Entity {
		return 0, fmt.Errorf("hcsp: vertex %d: page %q is no entity", v.ID, p.Title)
	}
	return n, nil
}
