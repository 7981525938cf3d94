package claims

import (
	"strings"

	"infoseek/text"
)

// restricting words open a clause that tells which one is meant.
var restricting = text.WordSet("that which who where whose whom")

// casts reports whether the names that end before token i are what "stars" governs.
func casts(s sentence, i int) bool {
	for k := i - 1; k > 0 && i-k < 12; k-- {
		switch s.tokens[k].lower {
		case "stars", "starring", "starred", "features", "featuring", "featured":
			return true
		}
		if !s.tokens[k].upper && s.tokens[k].lower != "and" {
			return false
		}
	}
	return false
}

// endsPhrase reports whether nothing behind the object, at token i, belongs to its noun phrase or changes what is said of it. person is set where the object is a person by first name and surname.
func endsPhrase(s sentence, i int, direct, linked, person bool) bool {
	gap, t, ok := s.next(i)
	if !ok {
		return true
	}
	if person && gap == "" {
		if t.lower == "for" && !direct || t.lower == "as" && (strings.HasPrefix(s.tokens[i-1].lower, "star") || casts(s, i)) {
			return true
		}
		if _, n, ok := s.next(i + 1); (t.lower == "and" || t.lower == "with") && ok && !n.upper && lowerWord(n.raw) && i+2 < len(s.tokens) && s.tokens[i+2].upper && s.tokens[i+2].gap == "" && personal(n.lower) {
			return true // "and debutante Mara Dell"
		}
		if t.lower == "and" && namesOne(s, i+1) {
			return true // "by Mara Dell and Karl Weber"
		}
	}
	if gap != "" {
		return strings.HasPrefix(gap, ",") && !t.digit && (!t.upper || linked || person && inList(s, i)) || strings.HasPrefix(gap, ";") || strings.HasPrefix(gap, ".")
	}
	if direct && t.lower == "in" && i+1 < len(s.tokens) && strings.HasSuffix(s.tokens[i+1].lower, "ing") {
		return false // "joined X in sending"
	}
	if t.upper || t.digit || direct && complementers[t.lower] || t.lower == "for" && !linked {
		return false
	}
	if t.lower == "and" || t.lower == "or" {
		// "France and Spain" ends at France; "oil and gas company" does not.
		_, n, ok := s.next(i + 1)
		return ok && (n.upper && linked && !longer(s, i+1) || portions[n.lower] || n.lower == "into" || qualifiers[n.lower] && i+2 < len(s.tokens) && s.tokens[i+2].upper || determiners[n.lower] || verbAt(n.lower) || n.lower == "in" || n.lower == "to" || n.lower == "on" || n.lower == "by" || n.lower == "later" || strings.HasSuffix(n.lower, "ing") && len(n.lower) > 5 || n.lower == "written")
	}
	return enders[t.lower] || !direct && (t.lower == "to" || t.lower == "as" || t.lower == "that" || participle(t.lower) || strings.HasSuffix(t.lower, "ing") && len(t.lower) > 5 || strings.HasSuffix(t.lower, "wards"))
}

// namesOne reports whether the words from token i on are a name of two or three words, and no more: the first two with capitals and nothing between.
func namesOne(s sentence, i int) bool {
	n := 0
	for i+n < len(s.tokens) && (s.tokens[i+n].upper || n > 0 && inName[s.tokens[i+n].lower] && s.tokens[i+n].lower != "and" && s.tokens[i+n].lower != "for") && (n == 0 || s.tokens[i+n].gap == "" || s.tokens[i+n].gap == "." || s.tokens[i+n].gap == "-") {
		if companies[s.tokens[i+n].lower] {
			return false
		}
		n++
	}
	return n > 1 && n < 5 && s.tokens[i].gap == ""
}

// companies are words that end the names of what is called after several persons.
var companies = text.WordSet("company co show sons brothers associates trio duo band orchestra award prize hall school foundation")

// modifies reports whether the common noun that ends before token i is the first of several words before another noun: "a cornucopia of forest, cavern and mountain-dwelling wildlife", "an oil and gas
// company".
func modifies(s sentence, i int) bool {
	for k := i; k < len(s.tokens); k++ {
		t := s.tokens[k]
		switch last := t.lower == "and" || t.lower == "or"; {
		case t.gap == "-" || t.gap == "/":
			return true
		case t.gap != "" && t.gap != ",", determiners[t.lower]:
			return false
		case last:
			return manyWords(s, k+1)
		case t.gap == "":
			return false
		}
	}
	return false
}

// gerund reports whether the common noun that ends before token i goes on with a verb's: "a byproduct of copper refining".
func gerund(s sentence, i int) bool {
	gap, t, ok := s.next(i)
	return ok && gap == "" && strings.HasSuffix(t.lower, "ing") && len(t.lower) > 5
}

// manyWords reports whether the item of a list that begins with token i has several words.
func manyWords(s sentence, i int) bool {
	if i+1 >= len(s.tokens) || determiners[s.tokens[i].lower] || s.tokens[i].lower == "other" || verbAt(s.tokens[i].lower) || prepositions[s.tokens[i].lower] {
		return false
	}
	next := s.tokens[i+1]
	return next.gap == "-" || next.gap == "" && !enders[next.lower] && !prepositions[next.lower] && !copulas[next.lower] && next.lower != "to" && next.lower != "is" && !verbAt(next.lower)
}
