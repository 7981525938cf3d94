package report

import (
	"slices"
	"strconv"

	"infoseek"
)

// distributions draws how the questions' trees, candidates and ranks are spread; charts of what was not measured are left out.
func distributions(qs []infoseek.Question) []*histogram {
	if len(qs) == 0 {
		return nil
	}
	depth := qs[0].Retriever.Depth
	rank := func(title, note string, of func(infoseek.OneShot) *infoseek.Ranks) *histogram {
		return newHistogram(title, note+beyond(depth), ranked(answerRanks(qs, of), depth))
	}
	charts := []*histogram{
		newHistogram("Vertices", "of a tree, attributes included", binned(measure(qs, func(q infoseek.Question) int { return len(q.Tree.Vertices) }))),
		newHistogram("Hops", "edges from page to page", binned(measure(qs, func(q infoseek.Question) int { return q.Hops }))),
		newHistogram("Hidden vertices", "to be found, the answer included", binned(measure(qs, func(q infoseek.Question) int { return hidden(q.Tree) }))),
		newHistogram("Selectivity", "answers that the sharpest single clue leaves", binned(measure(qs, func(q infoseek.Question) int { return q.Certificate.Selectivity }))),
		newHistogram("One clue alone", "answers that each clue about the answer leaves", binned(edgeCounts(qs, true, func(e infoseek.EdgeCert) int { return e.Alone }))),
		newHistogram("One clue dropped", "answers left without it: 2 or more, if needed", binned(edgeCounts(qs, false, func(e infoseek.EdgeCert) int { return e.Without }))),
		newHistogram("Candidates on the way", "of hidden vertices, by their own clues", binned(upCounts(qs))),
		newHistogram("Pages needed", "fewest that between them state all claims", binned(measure(qs, func(q infoseek.Question) int { return q.Certificate.Cover.Pages }))),
		newHistogram("Claims on one page", "most that a page other than the answer's states", binned(measure(qs, func(q infoseek.Question) int { return q.Certificate.Cover.Most }))),
		rank("Rank: whole question", "of the answer's page", func(o infoseek.OneShot) *infoseek.Ranks { return &o.Question }),
		rank("Rank: best clause", "of the answer's page", func(o infoseek.OneShot) *infoseek.Ranks { return &o.Clause }),
		rank("Rank: best pair of clauses", "of the answer's page", func(o infoseek.OneShot) *infoseek.Ranks { return o.Pair }),
	}
	return slices.DeleteFunc(charts, func(h *histogram) bool { return h == nil })
}

func beyond(depth int) string {
	if depth <= 0 {
		return ""
	}
	return ", looked for to " + strconv.Itoa(depth)
}

// edgeCounts gathers a number of every edge, or of the root's edges alone.
func edgeCounts(qs []infoseek.Question, rootOnly bool, of func(infoseek.EdgeCert) int) []int {
	var out []int
	for _, q := range qs {
		for _, e := range q.Certificate.Edges {
			if !rootOnly || parent(q.Tree, e.Child) == 0 {
				out = append(out, of(e))
			}
		}
	}
	return out
}

func parent(t infoseek.Tree, child int) int {
	for _, e := range t.Edges {
		if e.Child == child {
			return e.Parent
		}
	}
	return -1
}

func upCounts(qs []infoseek.Question) []int {
	var out []int
	for _, q := range qs {
		for _, v := range q.Certificate.Vertices {
			if v.ID > 0 && v.ID < len(q.Tree.Vertices) && q.Tree.Vertices[v.ID].Hidden {
				out = append(out, v.Up)
			}
		}
	}
	return out
}

// answerRanks skips the questions for which nothing was measured.
func answerRanks(qs []infoseek.Question, of func(infoseek.OneShot) *infoseek.Ranks) []int {
	var out []int
	for _, q := range qs {
		switch r := of(q.Certificate.OneShot); {
		case r == nil:
		case r.Answer == nil:
			out = append(out, deeper)
		default:
			out = append(out, *r.Answer)
		}
	}
	return out
}
