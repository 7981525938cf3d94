package claims

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// token is a word of a sentence.
type token struct {
	span  infoseek.Span // in the page's text
	raw   string
	lower string
	// gap is what stands between the token before and this one, blanks trimmed: "" or punctuation.
	gap   string
	upper bool // starts with a capital letter
	digit bool // has a digit
}

// sentence is a sentence cut into tokens. tail is what stands behind the last token.
type sentence struct {
	span   infoseek.Span
	tokens []token
	tail   string
}

// cut cuts span into tokens. What stands in round brackets is left out, as if the sentence had been written without it.
func (r *reading) cut(span infoseek.Span) sentence {
	s := r.text[span.Start:span.End]
	r.words = text.Words(r.words[:0], s)
	r.tokens = r.tokens[:0]
	end, depth := 0, 0
	for _, w := range r.words {
		gap := s[end:w.Start]
		end = w.End
		if gap == " " {
			gap = ""
		}
		if gap != "" {
			depth += strings.Count(gap, "(") - strings.Count(gap, ")")
		}
		if depth > 0 {
			continue
		}
		depth = 0
		if at := strings.LastIndexByte(gap, ')'); at >= 0 {
			gap = gap[at+1:]
		}
		raw := s[w.Start:w.End]
		first, _ := utf8.DecodeRuneInString(raw)
		r.tokens = append(r.tokens, token{
			span:  infoseek.Span{Start: span.Start + w.Start, End: span.Start + w.End},
			raw:   raw,
			lower: lower(raw),
			gap:   strings.TrimSpace(gap),
			upper: unicode.IsUpper(first),
			digit: hasDigit(raw),
		})
	}
	tail := s[end:]
	if at := strings.LastIndexByte(tail, ')'); at >= 0 {
		tail = tail[at+1:]
	}
	return sentence{span: span, tokens: r.tokens, tail: strings.TrimSpace(tail)}
}

// lower is strings.ToLower, quicker for the many words that are in lower case already.
func lower(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			return true
		}
	}
	return false
}

// at returns the index of the first token that starts at or after byte offset pos.
func (s sentence) at(pos int) int {
	for i, t := range s.tokens {
		if t.span.Start >= pos {
			return i
		}
	}
	return len(s.tokens)
}

// next returns the gap and the token at i; the sentence's tail and no token at its end.
func (s sentence) next(i int) (gap string, t token, ok bool) {
	if i >= len(s.tokens) {
		return s.tail, token{}, false
	}
	return s.tokens[i].gap, s.tokens[i], true
}

// spare returns tokens without the times and the prepositional phrases with names that a statement can do without: "was born on 20 April 1889 in" is "was born in",
// "studied under Haydn in" is "studied in". A phrase that the next word depends on ("of") stays.
func spare(dst, tokens []token) []token {
	for i := 0; i < len(tokens); {
		if n := timeGroup(tokens[i:]); i > 0 && n > 0 {
			if i += n; i < len(tokens) && tokens[i].gap == "," {
				tokens[i].gap = ""
			}
			continue
		}
		if n := bearing(tokens[i:]); i > 0 && n > 0 {
			i += n
			continue
		}
		if n := nameGroup(tokens[i:]); i > 0 && n > 0 && !copulas[tokens[i-1].lower] {
			if i += n; i < len(tokens) && tokens[i].gap == "," {
				tokens[i].gap = ""
			}
			continue
		}
		dst = append(dst, tokens[i])
		i++
	}
	return dst
}

// timeGroup counts the tokens of "in 1809", "on May 4, 1809", "in early May 1809" at the start of tokens.
func timeGroup(tokens []token) int {
	if len(tokens) < 2 || tokens[0].lower != "in" && tokens[0].lower != "on" && tokens[0].lower != "around" && tokens[0].lower != "about" {
		return 0
	}
	n, digits := 1, false
	for ; n < len(tokens) && n < 7; n++ {
		t := tokens[n]
		switch {
		case t.gap != "" && !(t.gap == "," && t.digit):
			return 0
		case t.digit:
			digits = true
			continue
		case months[t.lower], t.lower == "early", t.lower == "late", t.lower == "about", t.lower == "around":
			continue
		}
		break
	}
	if !digits || n >= len(tokens) || !prepositions[tokens[n].lower] && tokens[n].gap != "," {
		return 0
	}
	return n
}

// nameGroup counts the tokens of "in Rohrau, Austria," or "under the composer Joseph Haydn" at the start of tokens, if another phrase of the same verb may follow.
func nameGroup(tokens []token) int {
	if len(tokens) < 2 || tokens[0].gap != "" || !dropGroups[tokens[0].lower] {
		return 0
	}
	n := 1
	for n < len(tokens) && n < 4 && tokens[n].gap == "" && !tokens[n].upper && lowerWord(tokens[n].raw) && !banned[tokens[n].lower] && !prepositions[tokens[n].lower] && tokens[n].lower != "and" {
		n++
	}
	if n > 1 && n+1 < len(tokens) && tokens[n].lower == "of" && places[tokens[n-1].lower] && tokens[n+1].upper && tokens[n+1].gap == "" {
		n++ // "in the town of Horsens"
	}
	if tokens[0].lower == "to" && n > 1 && !determiners[tokens[1].lower] {
		return 0 // "to persuade Haydn"
	}
	names := 0
	for n < len(tokens) && (tokens[n].upper && (tokens[n].gap == "" || tokens[n].gap == "," || tokens[n].gap == "-") ||
		names > 0 && tokens[n].gap == "" && n+1 < len(tokens) && tokens[n+1].upper && tokens[n+1].gap == "" && inName[tokens[n].lower]) {
		n++
		names++
	}
	if names == 0 {
		return 0
	}
	if n == len(tokens) { // the object or year follows at once, after a preposition of its own
		return n
	}
	t := tokens[n]
	if t.gap != "" && t.gap != "," || !prepositions[t.lower] || t.lower == "of" || t.lower == "as" || t.lower == "on" || t.lower == "for" || t.lower == "about" {
		return 0
	}
	return n
}

// bearing counts the tokens of "to the north" before "by" at the start of tokens: "is bordered to the north by".
func bearing(tokens []token) int {
	if len(tokens) < 4 || tokens[1].lower != "the" || tokens[0].lower != "to" && tokens[0].lower != "on" && tokens[0].lower != "in" {
		return 0
	}
	n := 2
	for n < len(tokens) && (directions[tokens[n].lower] || tokens[n].lower == "and" || tokens[n].lower == "side") {
		n++
	}
	if n == 2 || n >= len(tokens) || tokens[n].lower != "by" || tokens[n].gap != "" {
		return 0
	}
	return n
}
