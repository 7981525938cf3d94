package report

import (
	"slices"
	"unicode/utf8"

	"infoseek"
)

// segment is a piece of a question's text: of one clause or none, of one exposed constant or none.
type segment struct {
	Text    string `json:"t"`
	Edges   []int  `json:"e,omitempty"` // children of the edges that the piece tells
	Exposed string `json:"x,omitempty"` // kind of the constant
	Barred  bool   `json:"b,omitempty"` // a constant that the policy does not allow
}

// segments cuts q's text at the bounds of clauses and constants. Together they are the text; spans that do not fit it are passed over.
func segments(q infoseek.Question) []segment {
	text := q.Question
	cuts := []int{0, len(text)}
	for _, c := range q.Clauses {
		if fits(text, c.Start, c.End) {
			cuts = append(cuts, c.Start, c.End)
		}
	}
	for _, e := range q.Certificate.Exposed {
		if fits(text, e.Start, e.End) {
			cuts = append(cuts, e.Start, e.End)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	out := []segment{}
	for i := 1; i < len(cuts); i++ {
		out = append(out, segmentAt(q, cuts[i-1], cuts[i]))
	}
	return out
}

func segmentAt(q infoseek.Question, start, end int) segment {
	s := segment{Text: q.Question[start:end]}
	for _, c := range q.Clauses {
		if fits(q.Question, c.Start, c.End) && c.Start <= start && end <= c.End {
			s.Edges = append(s.Edges, c.Edges...)
		}
	}
	for _, e := range q.Certificate.Exposed {
		if fits(q.Question, e.Start, e.End) && e.Start <= start && end <= e.End {
			s.Exposed, s.Barred = e.Kind, !e.Allowed
		}
	}
	return s
}

// fits says whether [start, end) is a stretch of whole characters of text.
func fits(text string, start, end int) bool {
	return 0 <= start && start < end && end <= len(text) && boundary(text, start) && boundary(text, end)
}

func boundary(text string, i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }
