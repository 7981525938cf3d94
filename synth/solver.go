package synth

import (
	"context"

	"infoseek"
	"infoseek/hcsp"
)

// solver computes with sets of entities. An *hcsp.Solver is one, for a single goroutine.
type solver interface {
	RelatedTo(ctx context.Context, dst, set, within []infoseek.PageNum) ([]infoseek.PageNum, error)
	Certify(ctx context.Context, t infoseek.Tree) (infoseek.Certificate, error)
}

// solvers are a solver for many goroutines, most of which wait for a model: a solver's scratch memory grows with the corpus, so there is one for each processor, lent for one computation.
type solvers chan *hcsp.Solver

func newSolvers(pages infoseek.Pages, n int) solvers {
	s := make(solvers, n)
	for range n {
		s <- hcsp.NewSolver(pages)
	}
	return s
}

func (s solvers) RelatedTo(ctx context.Context, dst, set, within []infoseek.PageNum) ([]infoseek.PageNum, error) {
	one := <-s
	defer func() { s <- one }()
	return one.RelatedTo(ctx, dst, set, within)
}

func (s solvers) Certify(ctx context.Context, t infoseek.Tree) (infoseek.Certificate, error) {
	one := <-s
	defer func() { s <- one }()
	return one.Certify(ctx, t)
}
