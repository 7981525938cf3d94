package report

import (
	"context"
	"fmt"

	"infoseek"
)

// card is a question as the page's script reads it.
type card struct {
	ID          string      `json:"id"`
	Parts       []segment   `json:"parts"`
	Answer      string      `json:"answer"`
	Aliases     []string    `json:"aliases,omitempty"`
	Vertices    int         `json:"vertices"`
	Hops        int         `json:"hops"`
	Hidden      int         `json:"hidden"`
	Selectivity int         `json:"selectivity"`
	Unique      bool        `json:"unique"`
	Minimal     bool        `json:"minimal"`
	Grade       string      `json:"grade"`
	Determined  string      `json:"determined"`
	CoverPages  int         `json:"coverPages"`
	CoverMost   int         `json:"coverMost"`
	Tree        drawing     `json:"tree"`
	Claims      []claim     `json:"claims"`
	Candidates  []candidate `json:"candidates"`
	Ranks       []ranks     `json:"ranks"`
	Depth       int         `json:"depth"`
}

// claim is an edge with what the certificate says of it, and its evidence.
type claim struct {
	Child   int      `json:"c"`
	From    string   `json:"from"`
	Text    string   `json:"text"`
	To      string   `json:"to"`
	Alone   int      `json:"alone"`
	Without int      `json:"without"`
	Others  []string `json:"others,omitempty"`
	Quote   Quote    `json:"quote"`
}

// candidate is a hidden vertex with the sizes of its candidate sets.
type candidate struct {
	Name string `json:"name"`
	Up   int    `json:"up"`
	Both int    `json:"both"`
}

// ranks is a row of the one-shot table; 0 is deeper than looked.
type ranks struct {
	Query  string       `json:"query"`
	Answer int          `json:"answer"`
	Hidden []hiddenRank `json:"hidden,omitempty"`
}

type hiddenRank struct {
	Name string `json:"name"`
	Rank int    `json:"rank"`
}

func newCard(ctx context.Context, q infoseek.Question, quotes *quoter) (card, error) {
	c := q.Certificate
	out := card{
		ID: q.ID, Parts: segments(q), Answer: q.Answer, Aliases: q.Aliases, Vertices: len(q.Tree.Vertices), Hops: q.Hops, Hidden: hidden(q.Tree),
		Selectivity: c.Selectivity, Unique: c.Unique, Minimal: c.Minimal, Grade: string(c.Grade), Determined: string(c.Determined),
		CoverPages: c.Cover.Pages, CoverMost: c.Cover.Most, Tree: layout(q.Tree), Claims: []claim{},
		Candidates: candidates(q), Ranks: rankRows(q), Depth: q.Retriever.Depth,
	}
	for _, e := range q.Tree.Edges {
		cl := newClaim(q, e)
		var err error
		if cl.Quote, err = quotes.quote(ctx, e.Evidence); err != nil {
			return card{}, fmt.Errorf("question %q: %w", q.ID, err)
		}
		out.Claims = append(out.Claims, cl)
	}
	return out, nil
}

func newClaim(q infoseek.Question, e infoseek.Edge) claim {
	c := claim{Child: e.Child, From: name(q.Tree, e.Parent), Text: e.Claim, To: name(q.Tree, e.Child)}
	for _, ec := range q.Certificate.Edges {
		if ec.Child == e.Child {
			c.Alone, c.Without = ec.Alone, ec.Without
		}
	}
	for _, a := range q.Certificate.Alternatives {
		if a.Child == e.Child {
			c.Others = a.Pages
		}
	}
	return c
}

func name(t infoseek.Tree, id int) string {
	if id < 0 || id >= len(t.Vertices) {
		return fmt.Sprintf("vertex %d", id)
	}
	return vertexLabel(t.Vertices[id])
}

func candidates(q infoseek.Question) []candidate {
	out := []candidate{}
	for _, v := range q.Certificate.Vertices {
		if v.ID >= 0 && v.ID < len(q.Tree.Vertices) && q.Tree.Vertices[v.ID].Hidden {
			out = append(out, candidate{name(q.Tree, v.ID), v.Up, v.Both})
		}
	}
	return out
}

func rankRows(q infoseek.Question) []ranks {
	o := q.Certificate.OneShot
	rows := []ranks{newRanks(q.Tree, "whole question", o.Question), newRanks(q.Tree, "best clause", o.Clause)}
	if o.Pair != nil {
		rows = append(rows, newRanks(q.Tree, "best pair of clauses", *o.Pair))
	}
	return rows
}

func newRanks(t infoseek.Tree, query string, r infoseek.Ranks) ranks {
	out := ranks{Query: query, Answer: value(r.Answer)}
	for _, h := range r.Hidden {
		out.Hidden = append(out.Hidden, hiddenRank{name(t, h.ID), value(h.Rank)})
	}
	return out
}

func value(rank *int) int {
	if rank == nil {
		return 0
	}
	return *rank
}
