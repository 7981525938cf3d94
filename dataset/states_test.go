package dataset

import (
	"slices"
	"strings"
	"testing"

	"infoseek"

	"pgregory.net/rapid"
)

// told makes a question of marked text: "[2:who sang]" is the clause that tells of edge 2, "[2,3:…]" of two; clauses may hold others.
func told(t interface{ Fatalf(string, ...any) }, marked string) infoseek.Question {
	var q infoseek.Question
	var open []int // clauses not yet closed
	for i := 0; i < len(marked); i++ {
		switch marked[i] {
		case '[':
			colon := i + strings.IndexByte(marked[i:], ':')
			var edges []int
			for _, c := range marked[i+1 : colon] {
				if c != ',' {
					edges = append(edges, int(c-'0'))
				}
			}
			open = append(open, len(q.Clauses))
			q.Clauses = append(q.Clauses, infoseek.Clause{Edges: edges, Start: len(q.Question)})
			i = colon
		case ']':
			q.Clauses[open[len(open)-1]].End = len(q.Question)
			open = open[:len(open)-1]
		default:
			q.Question += marked[i : i+1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("%q: a clause is not closed", marked)
	}
	return q
}

// grown is a tree whose vertex i+1 hangs below parents[i]; the vertices in types are types.
func grown(parents []int, types ...int) infoseek.Tree {
	t := infoseek.Tree{Vertices: make([]infoseek.Vertex, len(parents)+1)}
	for i, p := range parents {
		t.Edges = append(t.Edges, infoseek.Edge{Parent: p, Child: i + 1})
	}
	for _, id := range types {
		t.Vertices[id].Attribute = &infoseek.Attribute{Kind: infoseek.AttrType}
	}
	return t
}

func TestStates(t *testing.T) {
	for _, c := range []struct {
		name, marked string
		tree         infoseek.Tree
		want         []string
	}{
		{"one after the other", "Which light [1:was designed by an engineer] [2:who was born in the 1850s] and [3:who built the Tarn Viaduct], and [4:stands on an island]?", grown([]int{0, 1, 1, 0}), []string{
			"Which light was designed by an engineer?",
			"Which light was designed by an engineer who was born in the 1850s?",
			"Which light was designed by an engineer who was born in the 1850s and who built the Tarn Viaduct?",
			"Which light was designed by an engineer who was born in the 1850s and who built the Tarn Viaduct, and stands on an island?",
		}},
		{"the first comes last", "Which light, [3:which was lit in 1871], [2:which has two lamps] and [1:which stands on Holm], burns?", grown([]int{0, 0, 0}), []string{
			"Which light, which stands on Holm, burns?",
			"Which light, which has two lamps and which stands on Holm, burns?",
			"Which light, which was lit in 1871, which has two lamps and which stands on Holm, burns?",
		}},
		{"one within another", "Name the ship [1:that carried a cook [2:who sang] and [3:who lost a leg]].", grown([]int{0, 1, 1}), []string{
			"Name the ship that carried a cook.",
			"Name the ship that carried a cook who sang.",
			"Name the ship that carried a cook who sang and who lost a leg.",
		}},
		{"two edges in one clause", "What [1,2:flows from Tarn to Holm] and [3:froze in 1907]?", grown([]int{0, 0, 0}), []string{
			"What flows from Tarn to Holm?",
			"What flows from Tarn to Holm and froze in 1907?",
		}},
		{"sentences", "Consider a cook who [2:sang in St. Ives] and who [3:lost a leg]. Take a [6:ship] that [5:sank in 1907]. Which island [1:was home to that cook] and [4:was passed by that ship]?", grown([]int{0, 1, 1, 0, 4, 4}, 6), []string{
			"Consider a cook. Which island was home to that cook?",
			"Consider a cook who sang in St. Ives. Which island was home to that cook?",
			"Consider a cook who sang in St. Ives and who lost a leg. Which island was home to that cook?",
			"Consider a cook who sang in St. Ives and who lost a leg. Take a ship. Which island was home to that cook and was passed by that ship?",
			"Consider a cook who sang in St. Ives and who lost a leg. Take a ship that sank in 1907. Which island was home to that cook and was passed by that ship?",
		}},
		{"pronouns before clauses", "Which [4:man] is the one who [3:sang], who [2:lost a leg], and [1:whose ship is the Wren]?", grown([]int{0, 0, 0, 0}, 4), []string{
			"Which man is the one whose ship is the Wren?",
			"Which man is the one who lost a leg, and whose ship is the Wren?",
			"Which man is the one who sang, who lost a leg, and whose ship is the Wren?",
		}},
		{"told inline", "Which town [3:froze in 1907] and [1,4:lies on a river] that [2:flows from the Fells]?", grown([]int{0, 1, 0, 1}, 4), []string{
			"Which town lies on a river?",
			"Which town lies on a river that flows from the Fells?",
			"Which town froze in 1907 and lies on a river that flows from the Fells?",
		}},
		{"lists", "Take a cook who [1:sang], who [2:danced], who [3:fenced], and who [4:swam].", grown([]int{0, 0, 0, 0}), []string{
			"Take a cook who sang.",
			"Take a cook who sang and who danced.",
			"Take a cook who sang, who danced and who fenced.",
			"Take a cook who sang, who danced, who fenced, and who swam.",
		}},
		{"no clauses", "Which light burns?", grown([]int{0, 0, 0}), []string{"Which light burns?"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := told(t, c.marked)
			q.Tree = c.tree
			var got []string
			for _, s := range states(q) {
				got = append(got, s.question)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// Whatever the clauses, states grow, end with the whole question, and hold each clause told entire.
func TestStatesHoldWhatIsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "vertices")
		var b strings.Builder
		b.WriteString("Which ship")
		for child := 1; child < n; child++ {
			b.WriteString(rapid.SampledFrom([]string{" ", ", ", " and ", ", and "}).Draw(t, "joint"))
			b.WriteString("[" + string(rune('0'+rapid.IntRange(1, n-1).Draw(t, "edge"))) + ":clause" + string(rune('a'+child)) + "]")
		}
		q := told(t, b.String()+"?")
		q.Tree = grown(make([]int, n-1))
		all := states(q)
		last := 1
		for i, s := range all {
			if s.vertices < last || i > 0 && s.vertices == last {
				t.Fatalf("states %v don't grow", all)
			}
			last = s.vertices
			for _, c := range q.Clauses {
				if (cutter{q, s.vertices}).tells(c) != strings.Contains(s.question, q.Question[c.Start:c.End]) {
					t.Fatalf("%d vertices: %q", s.vertices, s.question)
				}
			}
			if strings.Contains(s.question, "  ") || strings.Contains(s.question, ", ?") || strings.Contains(s.question, "and?") {
				t.Fatalf("%q", s.question)
			}
		}
		if whole := all[len(all)-1]; whole.question != q.Question || whole.vertices != n {
			t.Fatalf("the last state is %v", whole)
		}
	})
}
