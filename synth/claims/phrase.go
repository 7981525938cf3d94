package claims

import (
	"strings"
	"unicode"
)

// maxPhrase is the most words a phrase may keep.
const maxPhrase = 9

// phrase reduces the words from the verb up to an object to a plain verb phrase, or refuses. Adverbs and adjectives of nationality are dropped.
func phrase(tokens []token) (string, bool) {
	var out []string
	for i, t := range tokens {
		if i > 0 && t.gap != "" && t.gap != "-" {
			return "", false
		}
		if len(t.raw) == 4 && strings.Trim(t.raw, "0123456789") == "" && i > 1 && i+1 < len(tokens) && (tokens[i-1].lower == "a" || tokens[i-1].lower == "an") && tokens[i+1].gap == "" && !tokens[i+1].upper {
			continue // "is a 1983 film by"
		}
		if i > 0 && i+1 < len(tokens) && digitOrdinal(t.raw) && tokens[i-1].lower == "the" && lowerWord(tokens[i+1].raw) && !superlative(tokens[i+1:i+2]) && len(out) > 0 {
			out[len(out)-1] = "a" // "became the 160th member of"
			continue
		}
		if t.digit || banned[t.lower] || strings.ContainsAny(t.raw, "'’") {
			return "", false
		}
		if dropped[t.lower] {
			if i > 0 && determiners[tokens[i-1].lower] {
				return "", false // no adverb: "his first ranking", "the then capital"
			}
			continue
		}
		if t.upper && i > 0 && offices[t.lower] && !(i+1 < len(tokens) && tokens[i+1].upper && !offices[tokens[i+1].lower]) {
			out = append(out, t.lower)
			continue
		}
		if t.upper {
			// An adjective of nationality between article and noun says nothing that the claim needs.
			if i == 0 || superlative(tokens[:i]) || i+1 >= len(tokens) || tokens[i+1].upper || tokens[i+1].gap != "" || prepositions[tokens[i+1].lower] || !determinerOrAdjective(tokens[i-1].lower) || !Nationality(t.lower) {
				return "", false
			}
			continue
		}
		if !lowerWord(t.raw) {
			return "", false
		}
		if t.lower == "and" && i+1 < len(tokens) && (determiners[tokens[i+1].lower] || verbAt(tokens[i+1].lower) && i > 1 && (i > 2 || !copulas[tokens[0].lower])) {
			return "", false
		}
		if t.gap == "-" && len(out) > 0 {
			out[len(out)-1] += "-" + t.raw
			continue
		}
		w := t.raw
		if p := plurals[w]; p != "" {
			if i > 0 && plurals[tokens[0].raw] != "" || i == 0 && w != "live" && !singularAfter(tokens) {
				return "", false
			}
			if i == 0 {
				w = p
			}
		}
		out = append(out, w)
	}
	if len(out) < 1 || len(out) > maxPhrase || phraseEnds[out[len(out)-1]] {
		return "", false
	}
	for i := 0; i+1 < len(out); i++ {
		if out[i] == "a" || out[i] == "an" {
			out[i] = Indefinite(out[i+1])
		}
	}
	return strings.ReplaceAll(strings.Join(out, " "), " in coat of arms", " in the coat of arms"), true
}

// digitOrdinal reports whether w is an ordinal in digits: "160th".
func digitOrdinal(w string) bool {
	n := strings.TrimLeft(w, "0123456789")
	return len(n) < len(w) && (n == "st" || n == "nd" || n == "rd" || n == "th")
}

// singularAfter reports whether what follows a plural verb may follow a singular one too: no noun phrase that is plural itself.
func singularAfter(tokens []token) bool {
	for i := 1; i < len(tokens); i++ {
		w := tokens[i].lower
		if dropped[w] || strings.HasSuffix(w, "ly") {
			continue
		}
		if copulas[w] || w == "been" {
			continue
		}
		return prepositions[w] || participles[w] || strings.HasSuffix(w, "ed") || w == "native" || w == "endemic" || w == "common" || w == "known" || w == "indigenous" || w == "widespread"
	}
	return plurals[tokens[0].lower] != "" && tokens[0].lower != "are" && tokens[0].lower != "were" && tokens[0].lower != "have"
}

// superlative reports whether a phrase ranks its subject: then every adjective counts.
func superlative(tokens []token) bool {
	for _, t := range tokens {
		switch t.lower {
		case "first", "last", "only", "most", "least", "one", "few", "second", "third", "largest-ever", "leading", "main", "all":
			return true
		}
		if strings.HasSuffix(t.lower, "est") && len(t.lower) > 5 {
			return true
		}
	}
	return false
}

func determinerOrAdjective(w string) bool {
	return w == "a" || w == "an" || w == "famous" || w == "major" || w == "former" || w == "influential"
}

// Nationality reports whether a lower-case word looks like an adjective of nationality: it goes by the endings of adjectives made from names of places and peoples.
func Nationality(w string) bool {
	for _, s := range []string{"an", "ish", "ese", "ch", "ek", "ic", "man", "i", "ss"} {
		if strings.HasSuffix(w, s) && len(w) > 4 {
			return true
		}
	}
	return w == "dutch" || w == "thai" || w == "czech"
}

func lowerWord(w string) bool {
	for _, r := range w {
		if !unicode.IsLower(r) {
			return false
		}
	}
	return true
}
