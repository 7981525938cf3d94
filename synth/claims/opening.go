package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// opening is where a predicate of the topic begins: at a verb, or at a participle that is told with another form ("a novel written by": "was written by").
type opening struct {
	at     int
	prefix string // before the words
	verb   string // instead of the first word
}

// say tells a phrase that was read from the opening on.
func (o opening) say(phrase string) string {
	if o.verb != "" {
		_, rest, _ := strings.Cut(phrase, " ")
		phrase = strings.TrimSpace(o.verb + " " + rest)
	}
	return o.prefix + phrase
}

// participlesIng are present participles behind the noun that a topic is said to be, with the verb they stand for.
var participlesIng = map[string]string{"belonging": "belongs", "connecting": "connects", "linking": "links", "spanning": "spans", "covering": "covers", "orbiting": "orbits",
	"bordering": "borders", "featuring": "features", "starring": "stars", "containing": "contains", "flowing": "flows", "lying": "lies", "living": "lives", "running": "runs",
	"separating": "separates", "joining": "joins", "serving": "serves", "depicting": "depicts", "overlooking": "overlooks", "extending": "extends", "stretching": "stretches", "reaching": "reaches", "growing": "grows", "measuring": "measures", "weighing": "weighs", "inhabiting": "inhabits"}

// still are participles of a lasting state.
var still = text.WordSet("located situated found based headquartered surrounded bounded bordered named native owned operated known used spoken composed comprised played practised practiced worn eaten grown")

// apposition is what is said of the topic between it and its verb: "Raphael, born in Urbino, was", "Vienna, the capital of Austria, is".
func apposition(s sentence, at, verb int) (opening, bool) {
	main := s.tokens[verb].lower
	switch s.tokens[at].lower {
	case "born":
		return opening{at: at, prefix: "was "}, true
	case "located", "situated", "a", "an", "the":
		return opening{at: at, prefix: main + " "}, copulas[main]
	}
	if w := s.tokens[at].lower; begun[w] && prepositions[s.tokens[at+1].lower] {
		return opening{at: at, prefix: "was "}, true
	}
	return opening{}, false
}

// begun are participles of what once was done with a thing.
var begun = text.WordSet("founded established built opened completed released formed published discovered launched designed written created introduced constructed composed recorded signed fought")

// outlying are words that behind a comma are said of the topic, not of the name before it; some only of a topic of one class.
var (
	outlying   = text.WordSet("bordered bounded surrounded located situated bordering flowing connecting linking spanning starring featuring native endemic reaching growing measuring weighing")
	outlyingOf = map[infoseek.Classes]map[string]bool{
		infoseek.Work:         text.WordSet("directed written produced published composed based created developed"),
		infoseek.Organisation: text.WordSet("headquartered based"),
		infoseek.Person:       text.WordSet("born"),
	}
)

// spreads are what is said of where a living thing lives.
var spreads = text.WordSet("native endemic found distributed widespread common indigenous")

// addedNoun reports whether tokens hold an apposition: "in the Lom, a magazine started and".
func addedNoun(tokens []token) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return t.gap == "," && determiners[t.lower] })
}

// laterVerbs finds further predicates of the same subject: "was born in X and moved to Y", "is a planet that orbits X", "is a novel written by X". A participle that may hang
// on the first verb's auxiliary ("was born and raised") is none. The topic is of class of.
func laterVerbs(dst []opening, s sentence, verb int, of infoseek.Classes) []opening {
	first := s.tokens[verb].lower
	reduced := false         // a participle was found behind the noun
	simple := copulas[first] // the words so far are the verb and one noun phrase without complements
	for i := verb + 1; i < len(s.tokens); i++ {
		prev, t := s.tokens[i-1], s.tokens[i]
		if simple && i > verb+2 && t.gap == "" && !t.upper {
			switch w := t.lower; {
			case (prev.lower == "that" || prev.lower == "which" || prev.lower == "who") && (copulas[w] || auxes[w] || presents[w] || pasts[w] || strings.HasSuffix(w, "ed")):
				return append(dst, opening{at: i})
			case banned[prev.lower]:
				simple = false
			case participlesIng[w] != "" && !determiners[prev.lower] && first != "was" && (!measuring[participlesIng[w]] || beforeMeasure(s, i+1)):
				return append(dst, opening{at: i, verb: participlesIng[w]})
			case participle(w) && i+1 < len(s.tokens) && (prepositions[s.tokens[i+1].lower] || twoDeeds(s, i)) && s.tokens[i+1].gap == "" && !determiners[prev.lower] && prev.lower != "name" && prev.lower != "term" && prev.lower != "title":
				prefix := "was "
				if still[w] {
					prefix = first + " "
				}
				dst = append(dst, opening{at: i, prefix: prefix})
				reduced, simple = true, false
				continue
			}
		}
		if of == infoseek.Organism && copulas[first] && copulas[t.lower] && (prev.lower == "that" || prev.lower == "which") && i+1 < len(s.tokens) && spreads[s.tokens[i+1].lower] && plainBetween(s.tokens[verb:i-1]) {
			return append(dst, opening{at: i}) // "a plant of the aster family that is native to"
		}
		if copulas[first] && t.gap == "," && i > verb+2 && determiners[s.tokens[verb+1].lower] && plainBetween(s.tokens[verb:i]) {
			if w := t.lower; (outlying[w] || outlyingOf[of][w]) && i+1 < len(s.tokens) && (prepositions[s.tokens[i+1].lower] || participlesIng[w] != "") {
				if participlesIng[w] != "" {
					dst = append(dst, opening{at: i, verb: participlesIng[w]})
				} else if outlying[w] || of != infoseek.Work && still[w] || w == "based" {
					dst = append(dst, opening{at: i, prefix: first + " "})
				} else {
					dst = append(dst, opening{at: i, prefix: "was "})
				}
				continue
			}
		}
		if simple && (prepositions[t.lower] || strings.Trim(t.gap, "-/,\"“”' ") != "") {
			simple = false
		}
		if t.upper || i < verb+2 || !(t.gap == "" && prev.lower == "and" || t.gap == "," && !copulas[first] && !auxes[first]) {
			continue
		}
		at, w := i, t.lower
		if reduced && participlesIng[w] != "" && (prev.lower == "and" || t.gap == ",") && plainBetween(s.tokens[verb:i-1]) {
			dst = append(dst, opening{at: i, verb: participlesIng[w]}) // "a film directed by X and starring Y"
			continue
		}
		if reduced && t.gap == "" && participle(w) && i+1 < len(s.tokens) && s.tokens[i+1].lower == "by" && plainBetween(s.tokens[verb:i-1]) {
			dst = append(dst, opening{at: i, prefix: "was "}) // "a film released by X and directed by"
			continue
		}
		if dropped[w] && i+1 < len(s.tokens) {
			at, w = i+1, s.tokens[i+1].lower
		}
		if copulas[first] && t.gap == "" && prev.lower == "and" && participle(w) && at+1 < len(s.tokens) && s.tokens[at+1].lower == "by" && participle(nextWord(s, verb+1)) && plainBetween(s.tokens[verb:i-1]) && !addedNoun(s.tokens[verb:i]) {
			dst = append(dst, opening{at: at, prefix: first + " "}) // "was shot and succeeded by"
			continue
		}
		open := copulas[w] || auxes[w] || pasts[w] && !participles[w] || presents[w] && (presents[first] || first == "is" || first == "has")
		if copulas[first] && determiners[nextWord(s, verb+1)] && t.gap == "" && nextIsObject(s, at) {
			open = open || intransitive[w] || !reduced && determiners[s.tokens[at+1].lower] && strings.HasSuffix(w, "ed") && len(w) > 4 // "was a lawyer and served in"
		}
		if !copulas[first] && !auxes[first] && !presents[first] || nextWord(s, verb+1) == "born" && s.tokens[i-2].upper {
			open = open || pasts[w] || strings.HasSuffix(w, "ed") && len(w) > 4 && !adjectives[w]
		}
		if open && plainBetween(s.tokens[verb:i-1]) && !(t.gap == "," && strings.HasSuffix(w, "ed")) {
			dst = append(dst, opening{at: at})
		}
	}
	return dst
}

// beforeMeasure reports whether a number stands at token i, or behind "to" there: "growing to 30 cm", not "growing city".
func beforeMeasure(s sentence, i int) bool {
	if i < len(s.tokens) && s.tokens[i].lower == "to" {
		i++
	}
	return i < len(s.tokens) && s.tokens[i].digit
}

// twoDeeds reports whether token i begins "directed and produced by".
func twoDeeds(s sentence, i int) bool {
	return i+3 < len(s.tokens) && s.tokens[i+1].lower == "and" && participle(s.tokens[i+2].lower) && s.tokens[i+3].lower == "by" && s.tokens[i+2].gap == "" && s.tokens[i+3].gap == ""
}

// nextIsObject reports whether the verb at token i has an object or adverbial behind it, and no "by", which a participle has.
func nextIsObject(s sentence, i int) bool {
	return i+1 < len(s.tokens) && s.tokens[i+1].gap == "" && s.tokens[i+1].lower != "by" && (prepositions[s.tokens[i+1].lower] || determiners[s.tokens[i+1].lower])
}

func participle(w string) bool { return participles[w] || strings.HasSuffix(w, "ed") && len(w) > 4 }

// nextWord is the first word from token i on that is no adverb; "" if there is none.
func nextWord(s sentence, i int) string {
	for ; i < len(s.tokens); i++ {
		if w := s.tokens[i].lower; !dropped[w] {
			return w
		}
	}
	return ""
}

// plainBetween reports whether no other clause with a subject of its own begins in tokens.
func plainBetween(tokens []token) bool {
	for i, t := range tokens {
		if t.lower == "and" && strings.HasPrefix(t.gap, ",") && i+1 < len(tokens) && (determiners[tokens[i+1].lower] || tokens[i+1].upper) {
			return false // ", and the Government …": another subject
		}
		switch t.lower {
		case "who", "which", "that", "where", "when", "while", "whose", "whom", "but", "because", "although", "though", "if", "he", "she", "they", "it", "as":
			return false
		}
		if strings.ContainsAny(t.gap, ";:()\"“”") {
			return false
		}
	}
	return true
}
