package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// generic copies tokens [from, to) of s, with each name of another entity told by what kind of thing it is: "moved to Vienna with" becomes "moved to a city with". Names that no page of
// the corpus has stay as they are, and make the phrase refused later; so do names behind one of the spared prepositions, which spare may leave out.
func (r *reading) generic(dst []token, s sentence, from, to int, spared map[string]bool) ([]token, bool) {
	for i := from; i < to; i++ {
		t := s.tokens[i]
		m, ok := r.mentionAt(t)
		if !ok || !t.upper || i == from || spared[s.tokens[i-1].lower] {
			dst = append(dst, t)
			continue
		}
		last := s.at(m.Span.End)
		noun, ok, err := r.kind(m)
		if err != nil {
			return dst, false
		}
		if !ok || last > to || !r.whole(s, last) {
			dst = append(dst, t)
			continue
		}
		if landforms[noun] && slices.ContainsFunc(dst, func(w token) bool { return statehood[w.lower] }) {
			return dst, false // a state of that name
		}
		if n := len(dst); n > 1 && dst[n-1].lower == "the" && dst[n-1].gap == "" {
			dst = dst[:n-1]
		}
		if len(dst) == 0 || !governs(dst) || t.gap != "" {
			return dst, false
		}
		for k, w := range append([]string{Indefinite(noun)}, strings.Fields(noun)...) {
			dst = append(dst, token{span: t.span, raw: w, lower: w, gap: map[bool]string{true: t.gap, false: ""}[k == 0]})
		}
		i = last - 1
	}
	return dst, len(dst) > 0
}

// circumstance are prepositions whose phrases a statement can do without, which is better than a kind in place of a name.
var (
	circumstance = text.WordSet("with by under during after before along")
	beforeYear   = text.WordSet("with by under during after before along in at near on")
)

// mentionAt returns the name that begins with token t.
func (r *reading) mentionAt(t token) (infoseek.Mention, bool) {
	for _, m := range r.mentions {
		if m.Span.Start == t.span.Start {
			return m, len(m.Pages) == 1 && m.Pages[0] != r.page.Num
		}
	}
	return infoseek.Mention{}, false
}

// kind is the noun for what m names.
func (r *reading) kind(m infoseek.Mention) (string, bool, error) {
	p, err := r.pages.Page(r.ctx, m.Pages[0])
	if err != nil || !p.Entity || !r.stands(m, p) {
		return "", false, err
	}
	if r.bare { // "the municipality of Moss" is no moss
		if ok, err := r.trusted(m, p); !ok || err != nil {
			return "", false, err
		}
	}
	noun := Noun(p)
	return noun, noun != "", nil
}

// whole reports whether the name that ends before token i is not the beginning of a longer one.
func (r *reading) whole(s sentence, i int) bool {
	gap, t, ok := s.next(i)
	return !ok || gap != "" && gap != "-" || !t.upper && (t.digit || prepositions[t.lower] && t.lower != "of" && t.lower != "for" || t.lower == "and")
}
