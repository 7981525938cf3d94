package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"infoseek"
)

// clue is a constraint about the answer, with what hangs below it, as a reader who doesn't know the hidden entities is told it.
type clue struct {
	Child int
	Text  string
}

// clues lists the clues about the answer, without the edge to dropped and what hangs below that (0: all). What the question says of an edge is used where it says it apart from others, else the edge's claim
// with X for the answer and Y1, Y2 … for other hidden entities.
func clues(q infoseek.Question, dropped int) []clue {
	var all []clue
	for _, e := range q.Tree.Edges {
		if e.Parent == 0 && e.Child != dropped {
			all = append(all, clue{e.Child, tell(q, e, dropped)})
		}
	}
	return all
}

// tell words an edge, and in brackets what hangs below it.
func tell(q infoseek.Question, e infoseek.Edge, dropped int) string {
	var below []string
	for _, d := range q.Tree.Edges {
		if d.Parent == e.Child && d.Child != dropped {
			below = append(below, tell(q, d, dropped))
		}
	}
	said := wording(q, e)
	if len(below) == 0 {
		return said
	}
	return said + " [of that: " + strings.Join(below, "; ") + "]"
}

func wording(q infoseek.Question, e infoseek.Edge) string {
	for _, c := range q.Clauses {
		if len(c.Edges) == 1 && c.Edges[0] == e.Child && 0 <= c.Start && c.Start < c.End && c.End <= len(q.Question) {
			return q.Question[c.Start:c.End]
		}
	}
	return masked(q.Tree, e.Claim)
}

// masked puts letters for the names of hidden vertices in a claim, the longest names first.
func masked(t infoseek.Tree, claim string) string {
	type mask struct{ name, letter string }
	var masks []mask
	for _, v := range t.Vertices {
		if !v.Hidden || v.Entity == nil {
			continue
		}
		letter := "X"
		if v.ID > 0 {
			letter = fmt.Sprintf("Y%d", v.ID)
		}
		base, _, _ := strings.Cut(*v.Entity, " (")
		masks = append(masks, mask{*v.Entity, letter}, mask{base, letter})
	}
	slices.SortStableFunc(masks, func(a, b mask) int { return cmp.Compare(len(b.name), len(a.name)) })
	var pairs []string
	for _, m := range masks {
		if m.name != "" {
			pairs = append(pairs, m.name, m.letter)
		}
	}
	return strings.NewReplacer(pairs...).Replace(claim)
}

func clueTexts(all []clue) []string {
	texts := make([]string, len(all))
	for i, c := range all {
		texts[i] = c.Text
	}
	return texts
}
