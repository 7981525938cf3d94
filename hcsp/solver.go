package hcsp

import (
	"context"
	"fmt"

	"infoseek"
)

// Solver computes with sets of entities over one corpus. It keeps scratch memory between calls: use one per goroutine.
type Solver struct {
	pages infoseek.Pages
	size  int // pages of the corpus
	marks bitset
	rows  rows
	// mean degree so far, for choosing between the two ways of computing a union
	calls, degrees int
	entities       []infoseek.PageNum // all of them; nil until needed
	linked         []infoseek.PageNum // those related to any; nil until needed
	net            *Network           // for whole trees
	near           []uint64           // by page, for covers: zero between calls; nil until needed
}

// NewSolver returns a solver over pages.
func NewSolver(pages infoseek.Pages) *Solver {
	size := pages.Info().Pages
	return &Solver{pages: pages, size: size, marks: newBitset(size), rows: newRows(size)}
}

// RelatedTo overwrites dst, from its start, with the entities in relation R with at least one of set, and of these only the ones in within unless that is nil (an empty
// set that is not nil leaves nothing). dst may share its memory with within, not with set.
func (s *Solver) RelatedTo(ctx context.Context, dst, set, within []infoseek.PageNum) ([]infoseek.PageNum, error) {
	if within == nil {
		return s.union(ctx, dst, set)
	}
	return s.filter(ctx, dst, set, within)
}

func (s *Solver) related(ctx context.Context, p infoseek.PageNum) ([]infoseek.PageNum, error) {
	set, err := s.pages.Related(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("hcsp: entities related to page %d: %w", p, err)
	}
	s.calls++
	s.degrees += len(set)
	return set, nil
}

func (s *Solver) union(ctx context.Context, dst, set []infoseek.PageNum) ([]infoseek.PageNum, error) {
	dst = dst[:0]
	if len(set) == 1 {
		near, err := s.related(ctx, set[0])
		return append(dst, near...), err
	}
	if !s.forward(len(set), s.size) {
		linked, err := s.allLinked(ctx)
		if err != nil {
			return dst, err
		}
		return s.backward(ctx, dst, set, linked)
	}
	if err := s.mark(ctx, set); err != nil {
		return dst, err
	}
	return s.marks.drain(dst), nil
}

// mark marks the entities related to set; on error none.
func (s *Solver) mark(ctx context.Context, set []infoseek.PageNum) error {
	for _, e := range set {
		near, err := s.related(ctx, e)
		if err != nil {
			s.marks.clear()
			return err
		}
		if row := s.rows.of(e, near); row != nil {
			s.marks.join(row)
		} else {
			s.marks.add(near)
		}
	}
	return nil
}

// filter keeps the entities of within that are related to one of set. R is symmetric, so it can be read from either side: from set, marking all its relations, or
// from within, looking for one of set among the relations of each.
func (s *Solver) filter(ctx context.Context, dst, set, within []infoseek.PageNum) ([]infoseek.PageNum, error) {
	dst = dst[:0]
	switch {
	case len(set) == 0 || len(within) == 0:
		return dst, ctx.Err()
	case len(set) == 1:
		near, err := s.related(ctx, set[0])
		return Intersect(dst, near, within), err
	case s.forward(len(set), len(within)):
		if err := s.mark(ctx, set); err != nil {
			return dst, err
		}
		for _, p := range within {
			if s.marks.has(p) {
				dst = append(dst, p)
			}
		}
		s.marks.clear()
		return dst, nil
	}
	return s.backward(ctx, dst, set, within)
}

// few is the size up to which a set is looked for by galloping rather than by marking it.
const few = 4

func (s *Solver) backward(ctx context.Context, dst, set, within []infoseek.PageNum) ([]infoseek.PageNum, error) {
	marked := len(set) > few && len(set) < 8*len(within)*s.search(len(set))
	if marked {
		s.marks.add(set)
		defer s.marks.clear()
	}
	for _, p := range within {
		near, err := s.related(ctx, p)
		if err != nil {
			return dst, err
		}
		if marked && s.marks.hasAny(near) || !marked && Intersects(near, set) {
			dst = append(dst, p)
		}
	}
	return dst, nil
}

// forward says whether marking the relations of set should cost less than searching those of within.
func (s *Solver) forward(set, within int) bool {
	if set == 0 {
		return true
	}
	return set*min(s.degree(), s.rows.words/2+1)+within < set+within*s.search(set)
}

// search estimates how many relations of an entity are looked at until one is in a set, or none is left.
func (s *Solver) search(set int) int { return min(s.degree(), 1+s.size/set) }

// degree is the mean number of relations of an entity met so far.
func (s *Solver) degree() int { return 1 + s.degrees/max(s.calls, 1) }

// allEntities lists the entities of the corpus. Only vertices that have lost all their constraints ask for it.
func (s *Solver) allEntities(ctx context.Context) ([]infoseek.PageNum, error) {
	if s.entities != nil {
		return s.entities, nil
	}
	entities := make([]infoseek.PageNum, 0, s.pages.Info().Entities)
	for i := range s.size {
		p, err := s.pages.Page(ctx, infoseek.PageNum(i))
		if err != nil {
			return nil, fmt.Errorf("hcsp: page %d: %w", i, err)
		}
		if p.Entity {
			entities = append(entities, p.Num)
		}
	}
	s.entities = entities
	return entities, nil
}

// allLinked lists the entities that are related to any.
func (s *Solver) allLinked(ctx context.Context) ([]infoseek.PageNum, error) {
	if s.linked != nil {
		return s.linked, nil
	}
	entities, err := s.allEntities(ctx)
	if err != nil {
		return nil, err
	}
	linked := make([]infoseek.PageNum, 0, len(entities))
	for _, p := range entities {
		near, err := s.pages.Related(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("hcsp: entities related to page %d: %w", p, err)
		}
		if len(near) > 0 {
			linked = append(linked, p)
		}
	}
	s.linked = linked
	return linked, nil
}
