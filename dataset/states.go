package dataset

import (
	"slices"
	"strings"

	"infoseek"
)

// state is a tree on its way to the whole one: its first vertices, and a question that says no more than they do.
type state struct {
	vertices int
	question string
}

// states lists the states a question's tree went through, the whole one last. A tree grows vertex by vertex in the order of ids; a state is a step after which the question says
// more than before.
//
// The run keeps only the finished question, so the question of an earlier state is that one less the clauses that tell of any edge yet to come, with what joined them to the rest. It has the
// same answer, fewer clues and no certificate. A question without clauses has the whole state alone.
func states(q infoseek.Question) []state {
	whole := state{len(q.Tree.Vertices), q.Question}
	var all []state
	told := 0
	for n := 2; n < whole.vertices; n++ {
		t := tellable(q.Clauses, n)
		if t == told || t == len(q.Clauses) {
			continue
		}
		told = t
		all = append(all, state{n, without(q, n)})
	}
	return append(all, whole)
}

// tellable counts the clauses that tell of the first n vertices only.
func tellable(clauses []infoseek.Clause, n int) int {
	count := 0
	for _, c := range clauses {
		if within(c, n) {
			count++
		}
	}
	return count
}

func within(c infoseek.Clause, n int) bool {
	return !slices.ContainsFunc(c.Edges, func(child int) bool { return child >= n })
}

// without returns the question less the clauses that tell of vertices from n on.
func without(q infoseek.Question, n int) string {
	keep := slices.Repeat([]bool{true}, len(q.Question))
	longestFirst := slices.Clone(q.Clauses)
	slices.SortStableFunc(longestFirst, func(a, b infoseek.Clause) int { return (b.End - b.Start) - (a.End - a.Start) })
	for _, c := range longestFirst { // of clauses within clauses the inner decides
		for i := c.Start; i < c.End; i++ {
			keep[i] = within(c, n)
		}
	}
	return join(pieces(q, keep))
}

// piece is a run of bytes that are kept.
type piece struct {
	text  string
	joint bool // nothing but what joins its neighbours
	told  bool // it ends in a clause, but for what joins it to the next
}

// pieces cuts the question into the runs of bytes that are kept.
func pieces(q infoseek.Question, keep []bool) []piece {
	var all []piece
	start := 0
	for i := 0; i <= len(keep); i++ {
		if i < len(keep) && keep[i] {
			continue
		}
		if i > start {
			text := q.Question[start:i]
			own := len(trimJoiner(text))
			all = append(all, piece{text, own == 0, own > 0 && inClause(q.Clauses, start+own-1)})
		}
		start = i + 1
	}
	return all
}

func inClause(clauses []infoseek.Clause, i int) bool {
	return slices.ContainsFunc(clauses, func(c infoseek.Clause) bool { return c.Start <= i && i < c.End })
}

// join puts the pieces together. Where clauses were taken out, one joint is left of the two around the hole: none before the end of a sentence, the later one between clauses, the earlier
// one before the first clause.
func join(pieces []piece) string {
	text, told := "", false
	for i, p := range pieces {
		right := strings.TrimLeft(p.text, " ")
		switch {
		case i == 0:
			text = p.text
		case right == "" || strings.ContainsRune(".?!)", rune(right[0])):
			text = trimJoiner(text) + right
		case told && strings.ContainsRune(",;:", rune(right[0])):
			text = trimJoiner(text) + right
		case told:
			text = trimJoiner(text) + " " + right
		default:
			text = strings.TrimRight(text, " ") + " " + trimLeadingJoiner(right)
		}
		if !p.joint {
			told = p.told
		}
	}
	return strings.TrimSpace(text)
}

const joints = " ,;:"

// trimJoiner takes conjunctions and separating marks off the end of text, trimLeadingJoiner off its beginning.
func trimJoiner(text string) string {
	for {
		t := strings.TrimSuffix(strings.TrimRight(text, joints), " and")
		if t == text {
			return text
		}
		text = t
	}
}

func trimLeadingJoiner(text string) string {
	for {
		t := strings.TrimPrefix(strings.TrimLeft(text, joints), "and ")
		if t == text {
			return text
		}
		text = t
	}
}
