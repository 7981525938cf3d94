package plant

import (
	"context"
	"slices"
	"strings"

	"infoseek"
)

// dropClue leaves a clue out: the question was minimal, so without it there is another answer.
func dropClue(_ context.Context, _ *planter, q *infoseek.Question) error {
	for _, e := range q.Tree.Edges {
		i := clauseOf(q, e.Child)
		if i < 0 || !isLeaf(q.Tree, e.Child) || !slices.ContainsFunc(q.Tree.Edges, func(o infoseek.Edge) bool { return o.Parent == e.Parent && o.Child != e.Child }) {
			continue
		}
		if from := before(q, i); from >= 0 {
			removeLeaf(q, i, e.Child, from)
			return nil
		}
	}
	return errUnfit
}

// leakTitle says who the answer is.
func leakTitle(_ context.Context, _ *planter, q *infoseek.Question) error {
	say(q, len(q.Clauses)-1, " (it is "+*q.Tree.Vertices[0].Entity+")")
	return nil
}

// leakOther says it by another of the answer's names, which no other page has and the title does not hold.
func leakOther(ctx context.Context, p *planter, q *infoseek.Question) error {
	n, err := p.pages.ByID(ctx, *q.Tree.Vertices[0].Page)
	if err != nil {
		return err
	}
	names, err := p.pages.Names(ctx, n)
	if err != nil {
		return err
	}
	title := strings.ToLower(*q.Tree.Vertices[0].Entity)
	for _, name := range names {
		if other := strings.ToLower(name.Text); name.Owners == 1 && len(other) > 3 && other != title && !strings.Contains(strings.ToLower(q.Question), other) {
			say(q, len(q.Clauses)-1, " (also called "+name.Text+")")
			return nil
		}
	}
	return errUnfit
}

// leakHidden names an entity that should have to be found on the way.
func leakHidden(_ context.Context, _ *planter, q *infoseek.Question) error {
	for _, v := range q.Tree.Vertices[1:] {
		if i := clauseOf(q, v.ID); v.Hidden && i >= 0 {
			say(q, i, " ("+*v.Entity+")")
			return nil
		}
	}
	return errUnfit
}
