package plant

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"infoseek"
)

// clone copies what faults change.
func clone(q infoseek.Question) infoseek.Question {
	q.Tree.Vertices, q.Tree.Edges, q.Clauses = slices.Clone(q.Tree.Vertices), slices.Clone(q.Tree.Edges), slices.Clone(q.Clauses)
	for i := range q.Clauses {
		q.Clauses[i].Edges = slices.Clone(q.Clauses[i].Edges)
	}
	return q
}

// replaceBytes puts text in place of the bytes from start to end, and moves the clauses: one that holds them grows or shrinks.
func replaceBytes(q *infoseek.Question, start, end int, text string) {
	q.Question = q.Question[:start] + text + q.Question[end:]
	by := len(text) - (end - start)
	for i := range q.Clauses {
		c := &q.Clauses[i]
		if c.Start >= end {
			c.Start += by
		}
		if c.End >= end {
			c.End += by
		}
	}
}

// say appends words to clause i.
func say(q *infoseek.Question, i int, words string) {
	replaceBytes(q, q.Clauses[i].End, q.Clauses[i].End, words)
}

// textOf is what clause i says.
func textOf(q *infoseek.Question, i int) string {
	return q.Question[q.Clauses[i].Start:q.Clauses[i].End]
}

// clauseOf is the clause that tells the edge to child and nothing else, -1 if there is none.
func clauseOf(q *infoseek.Question, child int) int {
	return slices.IndexFunc(q.Clauses, func(c infoseek.Clause) bool { return len(c.Edges) == 1 && c.Edges[0] == child })
}

// joint is what may stand between two clauses of one list.
var joint = regexp.MustCompile(`^,? ?(and )?(that |which |who )?$`)

// isLeaf says whether nothing hangs below a vertex.
func isLeaf(t infoseek.Tree, id int) bool {
	return !slices.ContainsFunc(t.Edges, func(e infoseek.Edge) bool { return e.Parent == id })
}

// removeLeaf takes a leaf out of the tree, and its clause out of the text.
func removeLeaf(q *infoseek.Question, clause, child, from int) {
	replaceBytes(q, from, q.Clauses[clause].End, "")
	q.Clauses = slices.Delete(q.Clauses, clause, clause+1)
	q.Tree.Vertices = slices.Delete(q.Tree.Vertices, child, child+1)
	q.Tree.Edges = slices.Delete(q.Tree.Edges, child-1, child)
	down := func(id *int) {
		if *id > child {
			*id--
		}
	}
	for i := range q.Tree.Vertices {
		down(&q.Tree.Vertices[i].ID)
	}
	for i := range q.Tree.Edges {
		down(&q.Tree.Edges[i].Parent)
		down(&q.Tree.Edges[i].Child)
	}
	for i := range q.Clauses {
		for j := range q.Clauses[i].Edges {
			down(&q.Clauses[i].Edges[j])
		}
	}
}

// before is the end of the clause that stands right before this one in the same list, or -1.
func before(q *infoseek.Question, clause int) int {
	best := -1
	for i, c := range q.Clauses {
		if i != clause && c.End <= q.Clauses[clause].Start && c.End > best {
			best = c.End
		}
	}
	if best >= 0 && !joint.MatchString(q.Question[best:q.Clauses[clause].Start]) {
		return -1
	}
	return best
}

// cite is the evidence of a span of a page.
func cite(page infoseek.Page, span infoseek.Span, text string) infoseek.Evidence {
	sum := sha256.Sum256([]byte(text))
	return infoseek.Evidence{Page: page.ID, Revision: page.Revision, Start: span.Start, End: span.End, SHA256: hex.EncodeToString(sum[:])}
}

// hasAny says whether a text has one of the names, whatever the case.
func hasAny(s string, names []infoseek.Name) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc(names, func(n infoseek.Name) bool { return strings.Contains(s, strings.ToLower(n.Text)) })
}
