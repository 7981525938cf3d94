package claims

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// mayBeSubject looks at the first word alone, so that most sentences cost nothing.
func (r *reading) mayBeSubject(span infoseek.Span) bool {
	s := strings.TrimLeft(r.text[span.Start:span.End], `"“ `)
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		return r.topicFirst(s)
	}
	word, _, _ := strings.Cut(s, " ")
	return openers[strings.TrimSuffix(word, ",")] || r.topicFirst(s)
}

func (r *reading) topicFirst(s string) bool {
	end := strings.IndexFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	if end < 0 {
		end = len(s)
	}
	return r.topic.first[text.Norm(s[:end])]
}

// subject finds the topic as the sentence's subject and returns the index of the token behind it, and the span of a bracket between the two.
func (r *reading) subject(s sentence) (verb int, bracket infoseek.Span, ok bool) {
	i := r.opening(s)
	if i >= len(s.tokens) {
		return 0, bracket, false
	}
	n := r.nameAt(s, i)
	if n == 0 {
		n = r.fullName(s, i)
	}
	if r.ofNamesake(s, i, n) {
		r.chain = false
		return 0, bracket, false
	}
	if n > 0 {
		r.chain, r.named = true, true
		if i+n < len(s.tokens) && s.tokens[i+n].gap != "" && strings.Trim(s.tokens[i+n].gap, `"”“`) == "" {
			s.tokens[i+n].gap = "" // a title in quotes
		}
		if s.tokens[i].lower == "the" {
			r.topic.article++
		} else {
			r.topic.bare++
		}
		return i + n, bracketAt(s, r.text, i+n), true
	}
	if r.standsFor(s, i) && !r.namedBehind(s, i) && (i == 0 || s.tokens[i].lower != "it" || r.lead && participialEnd(s) == i) {
		verb = i + 1
		if w := s.tokens[i].lower; w == "the" || w == "this" {
			verb = i + 2
		}
		return verb, bracket, true
	}
	return 0, bracket, false
}

// opening is where the subject must begin: behind an adverbial or a single adverb of time, or a year that no comma ends.
func (r *reading) opening(s sentence) int {
	if i := skipOpening(s); i > 0 || len(s.tokens) < 4 {
		return i
	}
	if i := participialEnd(s); i > 0 {
		return i
	}
	if afterwards[s.tokens[0].lower] && (s.tokens[1].gap == "," || s.tokens[1].gap == "") {
		return 1
	}
	if w := s.tokens[0].lower; w != "in" && w != "by" {
		return 0
	}
	i := 1
	for i < 4 && (months[s.tokens[i].lower] || s.tokens[i].lower == "early" || s.tokens[i].lower == "late") && s.tokens[i].gap == "" {
		i++
	}
	if t := s.tokens[i]; i+2 >= len(s.tokens) || len(t.raw) != 4 || strings.Trim(t.raw, "0123456789") != "" || t.gap != "" || s.tokens[i+1].gap != "" {
		return 0
	}
	if t := s.tokens[i+1]; t.lower == "he" || t.lower == "she" || r.nameAt(s, i+1) > 0 {
		return i + 1
	}
	return 0
}

// afterwards are adverbs that a statement does without.
var afterwards = text.WordSet("later soon eventually subsequently afterwards thereafter finally today currently then")

// maxOpening is the most words that may stand before the subject.
const maxOpening = 14

// skipOpening passes "In 1809," and "After leaving Vienna,": an adverbial of time or place up to its comma.
func skipOpening(s sentence) int {
	if len(s.tokens) < 4 || !opensAdverbial[s.tokens[0].lower] {
		return 0
	}
	for i := 1; i < maxOpening && i < len(s.tokens); i++ {
		t := s.tokens[i]
		if strings.HasPrefix(t.gap, ",") {
			if len(t.gap) > 1 || i+1 < len(s.tokens) && months[s.tokens[i-1].lower] {
				return 0
			}
			if t.digit {
				continue // "On May 4, 1809,"
			}
			return i
		}
		if t.gap != "" && t.gap != "-" || banned[t.lower] {
			return 0
		}
	}
	return 0
}

// nameAt returns how many tokens from i on are a name of the topic (with an article), 0 if they are none.
func (r *reading) nameAt(s sentence, i int) int {
	skip := 0
	if s.tokens[i].lower == "the" {
		skip = 1
		if !r.topic.person && i+3 < len(s.tokens) && s.tokens[i+2].lower == "of" && styles[s.tokens[i+1].lower] {
			skip = 3 // "The Republic of Albania"
		}
	}
	best := r.longestForm(s, i+skip)
	if skip == 3 {
		if own := r.longestForm(s, i+1); own > 2 {
			skip, best = 1, own
		} else if !r.styled(s, i+1, i+skip+best) {
			return 0
		}
	}
	if best == 0 {
		return 0
	}
	// "Venus Express" is not Venus.
	if gap, t, ok := s.next(i + skip + best); ok && (gap == "" || gap == "-") && (t.upper || t.digit) && t.lower != "ipa" {
		return 0
	}
	return best + skip
}

// longestForm is how many tokens from i on are the longest name of the topic there; 0 if none is.
func (r *reading) longestForm(s sentence, i int) int {
	best := 0
	for _, form := range r.topic.forms {
		if len(form) > best && r.formAt(s, i, form) {
			best = len(form)
		}
	}
	return best
}

// styled reports whether the topic may be meant by its name behind the style at token i, with the predicate from token verb on: what "The Kingdom of Albania was" is what was before Albania, and
// what was established as its republic is no more than that.
func (r *reading) styled(s sentence, i, verb int) bool {
	style := s.tokens[i].lower
	_, t, ok := s.next(verb)
	switch {
	case !ok || lasting(t.lower):
		return true
	case towns[style]:
		return r.topic.nouns[style] || r.page.Noun == "city"
	case style != "republic" && style != "state" && style != "commonwealth":
		return false
	}
	_, done, ok := s.next(verb + 1)
	return !(copulas[t.lower] && ok && (dropped[done.lower] || strings.HasSuffix(done.lower, "ly") || participle(done.lower)))
}

// towns are styles of settlements.
var towns = text.WordSet("city town village municipality borough")

// lasting reports whether w is a verb that tells what still is.
func lasting(w string) bool {
	return w == "is" || w == "are" || w == "has" || w == "have" || presents[w]
}

// maxFullName is the most words of a full name.
const maxFullName = 7

// fullName returns how many tokens from i on are a longer name of the topic than any that is known, in the sentence that introduces it: "Sholto Charles Douglas", "Tracinda Corporation".
func (r *reading) fullName(s sentence, i int) int {
	if r.para > 1 || r.named || s.span.Start > introduction {
		return 0
	}
	n := 0
	for i+n < len(s.tokens) && n < maxFullName {
		t := s.tokens[i+n]
		if n > 0 && t.gap != "" && t.gap != "-" && t.gap != "." || !t.upper && !(n > 0 && inName[t.lower] && t.lower != "and" && t.lower != "for") {
			break
		}
		n++
	}
	base, _, _ := strings.Cut(Base(r.page.Title), ", ")
	words := strings.Fields(base)
	if len(words) == 0 || n <= len(words) || n > len(words)+3 || !r.topic.person && len(words) == 1 && n > 2 {
		return 0
	}
	at := i
	for _, w := range words {
		for at < i+n && text.Norm(s.tokens[at].raw) != text.Norm(w) {
			at++
		}
		if at == i+n {
			return 0
		}
		at++
	}
	if !r.topic.person && at != i+len(words) {
		return 0
	}
	return n
}

// introduction is where in a text the sentence that introduces its topic must begin.
const introduction = 120

// styles are what the name of a place may follow.
var styles = text.WordSet("republic kingdom state commonwealth city town borough principality federation union county duchy province island sultanate emirate archipelago district municipality village territory")

func (r *reading) formAt(s sentence, i int, form []string) bool {
	if i+len(form) > len(s.tokens) {
		return false
	}
	for k, w := range form {
		t := s.tokens[i+k]
		if k > 0 && strings.ContainsAny(t.gap, "();:") || text.Norm(t.raw) != w {
			return false
		}
	}
	return true
}

// bracketAt returns the span of a bracket that follows token i-1 ("Uranus (symbol …) is"); zero if there is none.
func bracketAt(s sentence, txt string, i int) infoseek.Span {
	start := s.tokens[i-1].span.End
	rest := txt[start:s.span.End]
	if !strings.HasPrefix(strings.TrimLeft(rest, " "), "(") {
		return infoseek.Span{}
	}
	depth := 0
	for k, c := range rest {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return infoseek.Span{Start: start, End: start + k + 1}
			}
		}
	}
	return infoseek.Span{}
}

// skipApposition passes ", the capital of Austria," between the subject and its verb.
func skipApposition(s sentence, i int) int {
	if i+3 >= len(s.tokens) || s.tokens[i].gap != "," {
		return i
	}
	if w := s.tokens[i].lower; copulas[w] || auxes[w] { // "Yttrium (…), is"
		s.tokens[i].gap = ""
		return i
	}
	if w := s.tokens[i].lower; verbAt(w) && !naming2[w] && !(begun[w] && prepositions[s.tokens[i+1].lower]) {
		return i
	}
	if w := s.tokens[i].lower; s.tokens[i].upper || s.tokens[i].digit || w == "and" || w == "or" || w == "but" || w == "nor" || w == "that" || pronouns[w] {
		return i
	}
	for k := i + 1; k < len(s.tokens) && k < i+16; k++ {
		t := s.tokens[k]
		if t.gap == "" || t.gap == "-" {
			continue
		}
		if t.gap != "," {
			return i
		}
		if t.upper || t.digit { // "born in Urbino, Italy, was"
			continue
		}
		for k < len(s.tokens)-1 && dropped[s.tokens[k].lower] {
			k++
		}
		if w := s.tokens[k].lower; copulas[w] || auxes[w] || presents[w] || pasts[w] && !participles[w] {
			return k
		}
		return i
	}
	return i
}

var (
	pronouns = text.WordSet("he she it they we i you him them there")
	// naming2 are participles with which an aside may begin.
	naming2 = text.WordSet("born located situated called named nicknamed titled dubbed")
)

// namedBehind reports whether a sentence with a pronoun for its subject goes on to name the person who is the topic: then the pronoun is somebody else.
func (r *reading) namedBehind(s sentence, i int) bool {
	if !r.topic.person || s.tokens[i].lower != "he" && s.tokens[i].lower != "she" {
		return false
	}
	for _, t := range s.tokens[i+1:] {
		if t.upper && r.topic.first[text.Norm(t.raw)] {
			return true
		}
	}
	return false
}

// standsFor reports whether the pronoun or noun at i stands for the topic.
func (r *reading) standsFor(s sentence, i int) bool {
	switch w := s.tokens[i].lower; w {
	case "he", "she":
		return r.topic.person && r.topic.pronoun == w && r.chain && !r.items
	case "it":
		return r.topic.pronoun == "it" && r.chain && (r.named || r.lead) && !r.items && !r.plural && i+2 < len(s.tokens) && !expletives[s.tokens[i+2].lower]
	case "they":
		return r.page.Classes == infoseek.Organism && r.plural && r.chain && r.named && !r.items && i+1 < len(s.tokens)
	case "the", "this":
		if r.topic.person || i+1 >= len(s.tokens) || s.tokens[i+1].gap != "" {
			return false
		}
		next := s.tokens[i+1].lower
		if next == r.topic.last {
			return w == "the" || r.chain
		}
		if !r.topic.nouns[next] || !r.chain && !r.named && !r.lead && r.para > 3 {
			return false
		}
		r.named = r.named || w == "the"
		return true
	}
	return false
}
