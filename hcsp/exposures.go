package hcsp

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// Kinds of exposed constants.
const (
	exposedName   = "name"
	exposedDate   = "date"
	exposedNumber = "number"
)

// Exposures lists every name, date and number that the question's text shows, in order of position. names gives the names of a page by the source's id.
//
// A name is any name of a vertex of the tree, or a run of capitalised words that no sentence start accounts for. It is allowed if it is a named leaf's, or
// spelled in an attribute vertex. A hidden vertex's name is never allowed, not even as part of a longer, allowed one. A date or number is allowed if an attribute vertex's range holds it.
func Exposures(question string, t infoseek.Tree, names func(page string) []infoseek.Name) []infoseek.Exposed {
	x := newExposing(question)
	x.vertexNames(t, names)
	x.dates(t)
	x.numbers(t)
	x.capitals(t)
	slices.SortFunc(x.found, func(a, b infoseek.Exposed) int {
		return cmp.Or(a.Start-b.Start, a.End-b.End, cmp.Compare(a.Kind, b.Kind))
	})
	return x.found
}

type exposing struct {
	question string
	words    []infoseek.Span
	norms    []string
	taken    []bool // words that belong to what was found
	found    []infoseek.Exposed
}

func newExposing(question string) *exposing {
	x := &exposing{question: question, words: text.Words(nil, question), found: []infoseek.Exposed{}}
	x.norms = norms(question, x.words)
	x.taken = make([]bool, len(x.words))
	return x
}

func norms(s string, words []infoseek.Span) []string {
	n := make([]string, len(words))
	for i, w := range words {
		n[i] = text.Norm(s[w.Start:w.End])
	}
	return n
}

func (x *exposing) add(kind string, start, end int, allowed bool) {
	x.found = append(x.found, infoseek.Exposed{Kind: kind, Text: x.question[start:end], Start: start, End: end, Allowed: allowed})
	for i, w := range x.words {
		if w.Start < end && start < w.End {
			x.taken[i] = true
		}
	}
}

func (x *exposing) overlaps(s infoseek.Span) bool {
	for i, w := range x.words {
		if x.taken[i] && w.Start < s.End && s.Start < w.End {
			return true
		}
	}
	return false
}

// vertexNames finds the longest name at each word, of named leaves and of hidden vertices apart, so that neither hides the other.
func (x *exposing) vertexNames(t infoseek.Tree, names func(page string) []infoseek.Name) {
	for _, hidden := range []bool{false, true} {
		var known []knownName
		for _, v := range t.Vertices {
			switch {
			case v.Kind == infoseek.EntityVertex && v.Hidden == hidden:
				known = append(known, knownNames(names(*v.Page))...)
			case v.Attribute != nil && v.Attribute.Kind == infoseek.AttrCategory && !hidden:
				known = append(known, categoryNames(v.Attribute.Value)...)
			}
		}
		for i := 0; i < len(x.words); {
			n := x.longest(i, known)
			if n > 0 {
				x.add(exposedName, x.words[i].Start, x.words[i+n-1].End, !hidden)
			}
			i += max(n, 1)
		}
	}
}

// knownName is a name as normalised words. A title counts however it is written; a surname, an acronym or an anchor only with a capital where it has one ("Wood", "IT").
type knownName struct {
	norms   []string
	capital bool
}

func knownNames(names []infoseek.Name) []knownName {
	known := make([]knownName, 0, len(names))
	for _, n := range names {
		words := text.Words(nil, n.Text)
		if len(words) == 0 {
			continue
		}
		derived := n.Kind == infoseek.NameAnchor || n.Kind == infoseek.NameSurname || n.Kind == infoseek.NameAcronym
		known = append(known, knownName{norms(n.Text, words), derived && capitalised(n.Text, words)})
	}
	return known
}

// categoryNames are the category as a whole and, where categories are paths ("Geography.European countries"), its last part.
func categoryNames(value string) []knownName {
	var known []knownName
	for _, s := range []string{value, value[strings.LastIndexByte(value, '.')+1:]} {
		if words := text.Words(nil, s); len(words) > 0 && capitalised(s, words) {
			known = append(known, knownName{norms(s, words), true})
		}
	}
	return known
}

// longest returns the number of words of the longest name at word i, 0 if there is none.
func (x *exposing) longest(i int, known []knownName) int {
	longest := 0
	for _, k := range known {
		n := len(k.norms)
		if n <= longest || i+n > len(x.norms) || !slices.Equal(x.norms[i:i+n], k.norms) {
			continue
		}
		if k.capital && !capitalised(x.question, x.words[i:i+n]) {
			continue
		}
		longest = n
	}
	return longest
}

func capitalised(s string, words []infoseek.Span) bool {
	return slices.ContainsFunc(words, func(w infoseek.Span) bool { return upper(s, w) })
}

func upper(s string, w infoseek.Span) bool {
	r, _ := utf8.DecodeRuneInString(s[w.Start:w.End])
	return unicode.IsUpper(r)
}

func (x *exposing) dates(t infoseek.Tree) {
	shown := text.Numbers(nil, x.question)
	for _, y := range text.Years(nil, x.question) {
		if x.overlaps(y.Span) {
			continue
		}
		// A wording may name the first year outside a range: "before 1850" for ..1849.
		allowed := stated(t, infoseek.AttrYear, "", float64(y.Low), float64(y.High), 1)
		if !allowed && slices.ContainsFunc(shown, func(n text.Number) bool { return within(n.Span, y.Span) && numberStated(t, shown, n) }) {
			continue // a number that looks like a year
		}
		x.add(exposedDate, y.Span.Start, y.Span.End, allowed)
	}
}

func (x *exposing) numbers(t infoseek.Tree) {
	shown := text.Numbers(nil, x.question)
	for _, n := range shown {
		if x.overlaps(n.Span) {
			continue
		}
		x.add(exposedNumber, n.Span.Start, n.Span.End, numberStated(t, shown, n))
	}
}

// numberStated says whether an attribute vertex's range holds the number; of a range of numbers ("between 60,000 and 100,000") both ends.
func numberStated(t infoseek.Tree, shown []text.Number, n text.Number) bool {
	ends := 0
	for _, e := range shown {
		if e.Span == n.Span || !within(n.Span, e.Span) {
			continue
		}
		if !stated(t, infoseek.AttrNumber, n.Unit, e.Value, e.Value, 0) {
			return false
		}
		ends++
	}
	return ends > 0 || stated(t, infoseek.AttrNumber, n.Unit, n.Value, n.Value, 0)
}

func within(s, part infoseek.Span) bool { return s.Start <= part.Start && part.End <= s.End }

// stated says whether an attribute vertex's range, widened by slack, holds low..high. A bound itself may be off by rounding.
func stated(t infoseek.Tree, kind infoseek.AttributeKind, unit string, low, high, slack float64) bool {
	return slices.ContainsFunc(t.Vertices, func(v infoseek.Vertex) bool {
		a := v.Attribute
		if a == nil || a.Kind != kind || a.Unit != unit {
			return false
		}
		return (a.Low == nil || low >= *a.Low-slack-rounding(*a.Low)) && (a.High == nil || high <= *a.High+slack+rounding(*a.High))
	})
}

func rounding(x float64) float64 { return 1e-9 * math.Abs(x) }

// capitals finds the runs of capitalised words that are left.
func (x *exposing) capitals(t infoseek.Tree) {
	starts := x.sentenceStarts()
	var spelled []string
	for _, v := range t.Vertices {
		if a := v.Attribute; a != nil && (a.Kind == infoseek.AttrCategory || a.Kind == infoseek.AttrPhrase) {
			spelled = append(spelled, norms(a.Value, text.Words(nil, a.Value))...)
		}
	}
	name := func(i int) bool {
		w := x.words[i]
		return !x.taken[i] && !starts[i] && upper(x.question, w) && x.question[w.Start:w.End] != "I"
	}
	for i := 0; i < len(x.words); {
		if !name(i) {
			i++
			continue
		}
		end := i + 1
		for end < len(x.words) && name(end) && x.words[end].Start == x.words[end-1].End+1 && x.question[x.words[end-1].End] != ',' {
			end++
		}
		allowed := !slices.ContainsFunc(x.norms[i:end], func(n string) bool { return !slices.Contains(spelled, n) })
		x.add(exposedName, x.words[i].Start, x.words[end-1].End, allowed)
		i = end
	}
}

// sentenceStarts marks the first word of each sentence.
func (x *exposing) sentenceStarts() []bool {
	starts := make([]bool, len(x.words))
	i := 0
	for _, s := range text.Sentences(nil, x.question) {
		for i < len(x.words) && x.words[i].Start < s.Start {
			i++
		}
		if i < len(x.words) && x.words[i].Start < s.End {
			starts[i] = true
		}
	}
	return starts
}
