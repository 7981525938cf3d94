package claims

import (
	"slices"
	"strings"

	"infoseek"
)

// peelAdjectives goes back over words that only qualify the name behind them ("northern Italy" is in Italy).
func peelAdjectives(s sentence, verb, end int) int {
	at := end
	for at-1 > verb && (qualifiers[s.tokens[at-1].raw] || s.tokens[at].gap == "-" && at < end) && (s.tokens[at].gap == "" || s.tokens[at].gap == "-") {
		at--
	}
	if at < end && at-1 > verb && s.tokens[at].gap == "" && (s.tokens[at-1].lower == "the" || prepositions[s.tokens[at-1].lower]) {
		return at
	}
	return end
}

// peel goes back over a common noun in apposition: "the city of Vienna" is Vienna, "the composer Joseph Haydn" is Joseph Haydn.
func (r *reading) peel(s sentence, verb, end int, m infoseek.Mention) int {
	t := s.tokens
	if end-3 > verb && t[end-1].lower == "of" && places[t[end-2].lower] {
		at := end - 2
		for at-1 > verb && (qualifiers[t[at-1].raw] || nationality(t[at-1].lower) && t[at-1].upper) {
			at--
		}
		if t[at-1].lower == "the" && at-2 >= verb && !copulas[t[at-2].lower] {
			return at - 1
		}
	}
	p, err := r.pages.Page(r.ctx, m.Pages[0])
	if err != nil || p.Classes != infoseek.Person && (p.Classes != 0 || !strings.Contains(r.text[m.Span.Start:m.Span.End], " ")) {
		return end
	}
	at := end
	for at-1 > verb && end-at < 4 && lowerWord(t[at-1].raw) && !prepositions[t[at-1].lower] && !determiners[t[at-1].lower] && !verbal(t[at-1].lower) && !copulas[t[at-1].lower] && !dropped[t[at-1].lower] && t[at-1].lower != "and" &&
		(at == end || t[at].gap == "") {
		at--
	}
	if at == end || end-at == 4 {
		return end
	}
	for at-1 > verb && (t[at-1].lower == "the" || t[at-1].upper && nationality(t[at-1].lower)) {
		at--
	}
	if prepositions[t[at-1].lower] {
		return at
	}
	return end
}

// endsPhrase reports whether nothing behind the object, at token i, belongs to its noun phrase or changes what is said of it.
func endsPhrase(s sentence, i int, direct, linked bool) bool {
	gap, t, ok := s.next(i)
	if !ok {
		return true
	}
	if gap != "" {
		return strings.HasPrefix(gap, ",") && !t.digit && (!t.upper || linked) || strings.HasPrefix(gap, ";") || strings.HasPrefix(gap, ".")
	}
	if t.upper || t.digit || direct && complementers[t.lower] || t.lower == "for" && !linked {
		return false
	}
	if t.lower == "and" || t.lower == "or" {
		// "France and Spain" ends at France; "oil and gas company" does not.
		_, n, ok := s.next(i + 1)
		return ok && (n.upper && linked && !longer(s, i+1) || determiners[n.lower] || verbAt(n.lower) || n.lower == "in" || n.lower == "later" || strings.HasSuffix(n.lower, "ing") && len(n.lower) > 5 || n.lower == "written")
	}
	return enders[t.lower] || !direct && (t.lower == "to" || t.lower == "as" || t.lower == "that" || participle(t.lower) || strings.HasSuffix(t.lower, "ing") && len(t.lower) > 5 || strings.HasSuffix(t.lower, "wards"))
}

// longer reports whether the capitalised words from token i on are at least three: "the Oxford and Cambridge Boat Race".
func longer(s sentence, i int) bool {
	n := 0
	for i+n < len(s.tokens) && s.tokens[i+n].upper && (n == 0 || s.tokens[i+n].gap == "") {
		n++
	}
	return n > 2
}

// beforeConjuncts goes back over other names in a list ("France, Spain and Italy", "by Chad to the north, Benin to the west and") and returns the index behind the phrase proper.
func (r *reading) beforeConjuncts(s sentence, verb, first int, earlier []infoseek.Mention) int {
	end := first
	for {
		at := joined(s, verb, end)
		if at < 0 {
			return end
		}
		begin := r.nameBefore(s, verb, at, earlier)
		if begin < 0 || begin >= end {
			return end
		}
		end = begin
		if t := s.tokens[end-1]; t.lower == "the" && s.tokens[end].gap == "" && end-2 > verb && joined(s, verb, end-1) >= 0 {
			end--
		}
	}
}

// directions are the words of an aside like "to the north-west", by which bordering places are told apart.
var directions = words("north south east west northeast northwest southeast southwest northern southern eastern western")

// joined goes back over a comma or "and" before token i, with "the", a repeated "by" and a direction beside it, and returns the index where the name before must end; -1 if
// there is none.
func joined(s sentence, verb, i int) int {
	comma, conjunction := false, false
	for at := i; at > verb+1; at-- {
		switch s.tokens[at].gap {
		case "":
		case ",":
			comma = true
		default:
			return -1
		}
		t := s.tokens[at-1]
		switch {
		case t.lower == "and":
			conjunction = true
			continue
		case (t.lower == "the" || t.lower == "by") && at == i, t.lower == "by" && at == i-1 && s.tokens[at].lower == "the":
			continue
		}
		if n := directed(s, verb, at); n > 0 && (comma || conjunction) {
			return at - n
		}
		if !comma && !conjunction || !t.upper {
			return -1
		}
		return at
	}
	return -1
}

// directed counts the tokens of "to the north" that end before token i.
func directed(s sentence, verb, i int) int {
	n := 0
	for i-n-1 > verb && (directions[s.tokens[i-n-1].lower] || s.tokens[i-n-1].lower == "and" && n > 0) && (n == 0 || s.tokens[i-n].gap == "" || s.tokens[i-n].gap == "-") {
		n++
	}
	if n == 0 || i-n-2 <= verb || s.tokens[i-n-1].lower != "the" || s.tokens[i-n].gap != "" || s.tokens[i-n-1].gap != "" {
		return 0
	}
	if w := s.tokens[i-n-2].lower; w != "to" && w != "on" && w != "in" || s.tokens[i-n-2].gap != "" {
		return 0
	}
	return n + 2
}

// nameBefore returns where the name begins that ends before token i: one that a page has, or any run of capitalised words; -1 if there is none.
func (r *reading) nameBefore(s sentence, verb, i int, earlier []infoseek.Mention) int {
	for k := len(earlier) - 1; k >= 0; k-- {
		if m := earlier[k]; s.at(m.Span.End) == i {
			if begin := s.at(m.Span.Start); begin > verb && begin < i {
				return begin
			}
			return -1
		}
	}
	at := i
	for at-1 > verb && s.tokens[at-1].upper && (at == i || s.tokens[at].gap == "" || s.tokens[at].gap == "-") {
		at--
	}
	if at == i {
		return -1
	}
	return at
}

// listed reports whether the name behind m, after a comma, is of a page that m's is related to: "Dublin, Ireland".
func (r *reading) listed(m, next infoseek.Mention) (bool, error) {
	if strings.TrimSpace(r.text[m.Span.End:max(next.Span.Start, m.Span.End)]) != "," {
		return false, nil
	}
	if len(next.Pages) != 1 || len(m.Pages) != 1 {
		return false, nil
	}
	near, err := r.pages.Related(r.ctx, m.Pages[0])
	if err != nil {
		return false, err
	}
	_, ok := slices.BinarySearch(near, next.Pages[0])
	return ok, nil
}
