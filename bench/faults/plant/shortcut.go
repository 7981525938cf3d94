package plant

import (
	"context"
	"strings"

	"infoseek"
)

// rareWords puts words that no or hardly another page has in the place of a clue about the answer.
func rareWords(ctx context.Context, p *planter, q *infoseek.Question) error {
	child, clause := ownClue(q)
	if child < 0 {
		return errUnfit
	}
	return p.sentences(ctx, q, func(page infoseek.Page, span infoseek.Span, text string) (bool, error) {
		words := longWords(text)
		for i := 1; i < len(words); i++ {
			a := infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: words[i-1] + " " + words[i]}
			set, err := p.pages.Attribute(ctx, a)
			if err != nil {
				return false, err
			}
			if len(set) < 1 || len(set) > 2 || words[i] == words[i-1] {
				continue
			}
			q.Tree.Vertices[child].Attribute = &a
			e := &q.Tree.Edges[child-1]
			e.Claim, e.Evidence = page.Title+" has to do with "+a.Value, cite(page, span, text)
			c := q.Clauses[clause]
			replaceBytes(q, c.Start, c.End, "has to do with "+a.Value)
			return true, nil
		}
		return false, nil
	})
}

// copySentence puts a sentence of the answer's page in the place of what a clause about it says, names left out.
func copySentence(ctx context.Context, p *planter, q *infoseek.Question) error {
	_, clause := ownClue(q)
	if clause < 0 {
		return errUnfit
	}
	return p.sentences(ctx, q, func(page infoseek.Page, span infoseek.Span, text string) (bool, error) {
		var kept []string
		for i, w := range strings.Fields(text) {
			if i > 0 && w == strings.ToLower(w) && !strings.ContainsAny(w, "0123456789()[]\"“”") {
				kept = append(kept, strings.Trim(w, ".;:"))
			}
		}
		if len(kept) < 10 || len(kept) > 30 {
			return false, nil
		}
		c := q.Clauses[clause]
		replaceBytes(q, c.Start, c.End, "is told of with the words: "+strings.Join(kept, " "))
		return true, nil
	})
}

// ownClue is an attribute of the answer that has a clause of its own, -1 if there is none.
func ownClue(q *infoseek.Question) (child, clause int) {
	for _, e := range q.Tree.Edges {
		if i := clauseOf(q, e.Child); e.Parent == 0 && e.Kind == infoseek.EdgeAttribute && i >= 0 {
			return e.Child, i
		}
	}
	return -1, -1
}

// sentences shows take the sentences of the answer's page, in an order by chance, until it takes one.
func (p *planter) sentences(ctx context.Context, q *infoseek.Question, take func(infoseek.Page, infoseek.Span, string) (bool, error)) error {
	n, err := p.pages.ByID(ctx, *q.Tree.Vertices[0].Page)
	if err != nil {
		return err
	}
	page, err := p.pages.Page(ctx, n)
	if err != nil {
		return err
	}
	all, err := p.pages.Sentences(ctx, n)
	if err != nil {
		return err
	}
	for _, i := range p.r.Perm(len(all)) {
		text, err := p.pages.Text(ctx, n, all[i])
		if err != nil {
			return err
		}
		if taken, err := take(page, all[i], text); err != nil || taken {
			return err
		}
	}
	return errUnfit
}
