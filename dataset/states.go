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
// A run keeps only the finished question, so the question of an earlier state is that one cut down: without the clauses that tell of an edge yet to come and what joined them to the rest, and
// without sentences about a vertex yet to come. What kind of thing something is stays said, for sentences need their nouns. Such a question has the same answer, fewer clues and no certificate. A question without
// clauses has the whole state alone.
func states(q infoseek.Question) []state {
	whole := state{len(q.Tree.Vertices), q.Question}
	var all []state
	told := 0
	for n := 2; n < whole.vertices; n++ {
		c := cutter{q, n}
		t := c.count()
		if t == told || t == len(q.Clauses) {
			continue
		}
		told = t
		all = append(all, state{n, c.text()})
	}
	return append(all, whole)
}

// cutter cuts a question down to what its tree's first n vertices say.
type cutter struct {
	q infoseek.Question
	n int
}

// count counts the clauses that stay.
func (c cutter) count() int {
	n := 0
	for _, cl := range c.q.Clauses {
		if c.tells(cl) {
			n++
		}
	}
	return n
}

// tells says whether a clause tells of the first n vertices only, types apart.
func (c cutter) tells(cl infoseek.Clause) bool {
	return !slices.ContainsFunc(cl.Edges, func(child int) bool { return child >= c.n && !c.isType(child) })
}

func (c cutter) isType(id int) bool {
	a := c.q.Tree.Vertices[id].Attribute
	return a != nil && a.Kind == infoseek.AttrType
}

func (c cutter) text() string {
	keep := c.keep()
	var sentences []string
	for _, s := range c.sentences() {
		if c.about(s) < c.n {
			sentences = append(sentences, c.mend(join(c.pieces(s, keep)), s))
		}
	}
	return strings.Join(sentences, " ")
}

// keep says which bytes are in no clause that goes. Of clauses within clauses the inner decides.
func (c cutter) keep() []bool {
	keep := slices.Repeat([]bool{true}, len(c.q.Question))
	longestFirst := slices.Clone(c.q.Clauses)
	slices.SortStableFunc(longestFirst, func(a, b infoseek.Clause) int { return (b.End - b.Start) - (a.End - a.Start) })
	for _, cl := range longestFirst {
		for i := cl.Start; i < cl.End; i++ {
			keep[i] = c.tells(cl)
		}
	}
	return keep
}

// sentences cuts the question where a full stop and a blank stand outside all clauses, or at the end of one.
func (c cutter) sentences() []infoseek.Span {
	var all []infoseek.Span
	start := 0
	for i := 0; i+1 < len(c.q.Question); i++ {
		if strings.ContainsRune(".?!", rune(c.q.Question[i])) && c.q.Question[i+1] == ' ' && !c.inClause(i+1) {
			all = append(all, infoseek.Span{Start: start, End: i + 1})
			start = i + 2
		}
	}
	return append(all, infoseek.Span{Start: start, End: len(c.q.Question)})
}

// about is the vertex that a sentence tells of: the first one whose edges it tells. The root, if it tells no edge.
func (c cutter) about(s infoseek.Span) int {
	first := len(c.q.Tree.Vertices)
	for _, cl := range c.q.Clauses {
		if cl.Start < s.Start || cl.End > s.End {
			continue
		}
		for _, child := range cl.Edges {
			first = min(first, c.q.Tree.Edges[child-1].Parent)
		}
	}
	if first == len(c.q.Tree.Vertices) {
		return 0
	}
	return first
}

// piece is a run of bytes that are kept.
type piece struct {
	text  string
	joint bool // nothing but what joins its neighbours
	told  bool // it ends in a clause, but for what joins it to the next
}

// pieces cuts a sentence into the runs of bytes that are kept.
func (c cutter) pieces(s infoseek.Span, keep []bool) []piece {
	var all []piece
	start := s.Start
	for i := s.Start; i <= s.End; i++ {
		if i < s.End && keep[i] {
			continue
		}
		if i > start {
			text := c.q.Question[start:i]
			own := len(trimJoint(text))
			all = append(all, piece{text, own == 0, own > 0 && c.inClause(start+own-1)})
		}
		start = i + 1
	}
	return all
}

// mend puts an "and" before the last clause of a sentence again if the one there was went with the clauses behind.
func (c cutter) mend(text string, s infoseek.Span) string {
	last, ok := c.lastTold(s)
	if !ok {
		return text
	}
	joint := c.q.Question[c.endBefore(last, s):last.Start]
	listed := strings.HasPrefix(joint, ", ") && !strings.Contains(joint, " and ")
	if !listed || !strings.Contains(c.frame(last.End, s.End), " and ") {
		return text
	}
	mark := text[len(strings.TrimRight(text, ".?!")):]
	clause := c.q.Question[last.Start:last.End] + mark
	before, ok := strings.CutSuffix(text, joint+clause)
	if !ok {
		return text
	}
	return before + " and" + joint[1:] + clause
}

// lastTold is the last clause of a sentence that stays.
func (c cutter) lastTold(s infoseek.Span) (last infoseek.Clause, ok bool) {
	for _, cl := range c.q.Clauses {
		if s.Start <= cl.Start && cl.End <= s.End && cl.End > last.End && c.tells(cl) && c.inClause(cl.Start) {
			last, ok = cl, true
		}
	}
	return last, ok
}

// endBefore is where the clause before cl ends, or else the sentence begins.
func (c cutter) endBefore(cl infoseek.Clause, s infoseek.Span) int {
	end := s.Start
	for _, other := range c.q.Clauses {
		if other.End <= cl.Start {
			end = max(end, other.End)
		}
	}
	return end
}

// frame is the text from start to end that is in no clause.
func (c cutter) frame(start, end int) string {
	var b strings.Builder
	for i := start; i < end; i++ {
		if !c.inClause(i) {
			b.WriteByte(c.q.Question[i])
		}
	}
	return b.String()
}

// inClause says whether byte i is in a clause; a type's is as good as none.
func (c cutter) inClause(i int) bool {
	return slices.ContainsFunc(c.q.Clauses, func(cl infoseek.Clause) bool {
		return cl.Start <= i && i < cl.End && slices.ContainsFunc(cl.Edges, func(child int) bool { return !c.isType(child) })
	})
}

// join puts the pieces of a sentence together. Where clauses were taken out, one joint is left of the two around the hole: none before the end of the sentence, the later one between clauses,
// the earlier one before the first clause.
func join(pieces []piece) string {
	text, told := "", false
	for i, p := range pieces {
		right := strings.TrimLeft(p.text, " ")
		switch {
		case i == 0:
			text = p.text
		case right == "" || strings.ContainsRune(".?!)", rune(right[0])):
			text = trimJoint(text) + right
		case told && strings.ContainsRune(",;:", rune(right[0])):
			text = trimJoint(text) + right
		case told:
			text = trimJoint(text) + " " + right
		default:
			right = trimLeadingJoint(right)
			text = strings.TrimRight(text, " ")
			if startsRelative(right) {
				text = trimRelative(text)
			}
			text += " " + right
		}
		if !p.joint {
			told = p.told
		}
	}
	return strings.TrimSpace(text)
}

const marks = " ,;:"

var relatives = []string{"that", "who", "which"}

func startsRelative(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	return slices.Contains(relatives, word) || word == "whose" || word == "whom"
}

// trimJoint takes marks, conjunctions and relative pronouns off the end of text.
func trimJoint(text string) string {
	for {
		t := trimRelative(strings.TrimSuffix(strings.TrimRight(text, marks), " and"))
		if t == text {
			return text
		}
		text = t
	}
}

func trimRelative(text string) string {
	for _, r := range relatives {
		text = strings.TrimSuffix(text, " "+r)
	}
	return text
}

// trimLeadingJoint takes marks and conjunctions off the beginning of text.
func trimLeadingJoint(text string) string {
	for {
		t := strings.TrimPrefix(strings.TrimLeft(text, marks), "and ")
		if t == text {
			return text
		}
		text = t
	}
}
