package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// peelAdjectives goes back over words that only qualify the name behind them ("northern Italy" is in Italy).
func peelAdjectives(s sentence, verb, end int) int {
	at := end
	for at-1 > verb && (qualifiers[s.tokens[at-1].raw] || quarters[s.tokens[at-1].raw] || s.tokens[at].gap == "-" && at < end) && (s.tokens[at].gap == "" || s.tokens[at].gap == "-") {
		at--
	}
	if at < end && !reachesWhole(s, verb, at, end) {
		return end
	}
	if at < end && at-1 > verb && s.tokens[at].gap == "" && (s.tokens[at-1].lower == "the" || prepositions[s.tokens[at-1].lower]) {
		return at
	}
	return end
}

// reachesWhole reports whether what is said of the part of a place that tokens [at, end) qualify is true of the place: "born in northern Italy", but not "spread through northern Italy".
func reachesWhole(s sentence, verb, at, end int) bool {
	if !slices.ContainsFunc(s.tokens[at:end], func(t token) bool { return directions[t.lower] || t.lower == "central" }) {
		return true
	}
	if s.tokens[at-1].lower == "the" && at-2 > verb {
		at--
	}
	switch p := s.tokens[at-1].lower; p {
	case "in", "within", "at", "on", "from", "into":
		return true
	case "to":
		return goes[s.tokens[verb].lower] || stays[s.tokens[verb].lower] || s.tokens[at-2].lower == "native" || s.tokens[at-2].lower == "endemic" || s.tokens[at-2].lower == "indigenous"
	}
	return false
}

// peel goes back over a common noun in apposition: "the city of Vienna" is Vienna, "the composer Joseph Haydn" is Joseph Haydn.
func (r *reading) peel(s sentence, verb, end int, m infoseek.Mention) int {
	t := s.tokens
	if at := partOf(t, verb, end); at > 0 {
		return at
	}
	if end-3 > verb && t[end-1].lower == "of" && portions[t[end-2].lower] && t[end-1].gap == "" && t[end-2].gap == "" {
		at := end - 2
		for at-1 > verb && (qualifiers[t[at-1].lower] || directions[t[at-1].lower] || t[at-1].lower == "large" || t[at-1].lower == "many" || t[at-1].lower == "other") && t[at].gap == "" {
			at--
		}
		if p := t[at-1].lower; within[p] || p == "from" || p == "into" {
			return at
		}
	}
	if end-3 > verb && t[end-1].lower == "of" && places[t[end-2].lower] && (!t[end-2].upper || sameStyle[t[end-2].lower]) {
		at := end - 2
		for at-1 > verb && (qualifiers[t[at-1].raw] || Nationality(t[at-1].lower) && t[at-1].upper) {
			at--
		}
		if t[at-1].lower == "the" && at-2 >= verb && !copulas[t[at-2].lower] {
			return at - 1
		}
	}
	p, err := r.pages.Page(r.ctx, m.Pages[0])
	if at := severalOf(t, verb, end, p.Noun); err == nil && at > 0 {
		return at
	}
	group := playing[t[end-1].lower] && playing[p.Noun]
	if err != nil || !group && p.Classes != infoseek.Person && (p.Classes != 0 || !strings.Contains(r.text[m.Span.Start:m.Span.End], " ")) {
		return end
	}
	at := end
	for at-1 > verb && end-at < 5 && apposed(t[at-1]) && (at == end || t[at].gap == "" || t[at].gap == "-") {
		at--
	}
	if at == end || !t[end-1].upper && !group && !personal(t[end-1].lower) {
		return end // "the fashionable philosophers of the time John Locke"
	}
	if t[at-1].lower == "the" || t[at-1].lower == "his" || t[at-1].lower == "her" || t[at-1].lower == "its" {
		at--
	}
	if at > verb && plainTransitive[t[at-1].lower] && t[at].gap == "" {
		return at
	}
	if prepositions[t[at-1].lower] {
		return at
	}
	return end
}

// playing are nouns of those who play together.
var playing = text.WordSet("band group duo trio quartet quintet orchestra ensemble supergroup collective")

// peelWork goes back over what kind of work it is before a title in quotes: "an episode of the animated sitcom “Night Train”".
func peelWork(s sentence, verb, end int) int {
	t := s.tokens
	if end-1 <= verb || !cameOut[t[end-1].lower] && t[end-1].lower != "show" && t[end-1].lower != "magazine" {
		return end
	}
	at := end
	for at-1 > verb && end-at < 6 && (t[at].gap == "" || t[at].gap == "-" || at == end) {
		w := t[at-1]
		if !(lowerWord(w.raw) && !prepositions[w.lower] && !determiners[w.lower] && !copulas[w.lower] && w.lower != "and" && !verbAt(w.lower)) && !(w.upper && Nationality(w.lower)) && !(w.digit && len(w.raw) == 4) && !strings.HasSuffix(w.lower, "ed") {
			break
		}
		at--
	}
	if w := t[at-1].lower; at-1 > verb && (w == "the" || w == "his" || w == "her" || w == "its" || w == "their") {
		at--
	}
	if at-1 >= verb && prepositions[t[at-1].lower] {
		return at
	}
	return end
}

// apposed reports whether t may belong to what a person is called before the name: "the English composer", "Vice President", "his former pupil".
func apposed(t token) bool {
	if t.upper {
		return offices[t.lower] || Nationality(t.lower) || t.lower == "republican" || t.lower == "democrat" || t.lower == "democratic" || t.lower == "sir"
	}
	w := t.lower
	return lowerWord(t.raw) && !prepositions[w] && !determiners[w] && !copulas[w] && w != "and" && (!verbal(w) || qualifiers[w] || w == "recording") && (!dropped[w] || qualifiers[w])
}

// partOf goes back over "the Lochaber area of": what is in the part is in the whole. It returns 0 if there is no such thing before end.
func partOf(t []token, verb, end int) int {
	if end-4 <= verb || t[end-1].lower != "of" || !parts[t[end-2].lower] || t[end-2].upper && !t[end-3].upper {
		return 0
	}
	at := end - 2
	for at-1 > verb && (t[at-1].upper || qualifiers[t[at-1].lower] || directions[t[at-1].lower]) && (t[at].gap == "" || t[at].gap == "-") {
		at--
	}
	if t[at-1].lower == "the" && at-2 > verb && t[at-2].lower == "in" && t[at].gap == "" {
		return at - 1
	}
	return 0
}

// sameStyle are words that with a capital before "of" and a name still mean its bearer: the State of California is California, the Kingdom of Hungary is not Hungary.
var sameStyle = text.WordSet("state republic commonwealth town island village municipality planet river peninsula")

// portions are words for some of a place: what is found in it is found in the place.
var portions = text.WordSet("most much parts all areas regions some")

// parts are nouns for a part of a place.
var parts = text.WordSet("area region part district province county state suburb borough corner centre center section highlands")

// quarters are qualifiers written as if they belonged to a name: "in Eastern England".
var quarters = text.WordSet("Northern Southern Eastern Western Central Northeastern Northwestern Southeastern Southwestern Upper Lower")

// divided are names which with the name of a quarter mean another place: "Northern Ireland".
var divided = map[string]bool{"Ireland": true, "Cyprus": true, "Australia": true, "Sahara": true, "Samoa": true, "America": true, "Africa": true, "Territory": true, "Cape": true, "Rhodesia": true, "Canada": true, "Egypt": true, "Austria": true, "Peru": true, "Saxony": true, "Silesia": true, "Hesse": true}

// several are plurals of places before "of" and the names of each.
var several = map[string]string{"cities": "city", "towns": "town", "villages": "village", "islands": "island", "provinces": "province", "states": "state", "countries": "country", "kingdoms": "kingdom",
	"continents": "continent", "regions": "region", "counties": "county", "districts": "district", "rivers": "river", "ports": "port", "nations": "nation", "republics": "republic", "territories": "territory",
	"departments": "department", "municipalities": "municipality"}

// severalOf goes back over "the countries of" before the name of a country; 0 where there is no such thing.
func severalOf(t []token, verb, end int, noun string) int {
	if end-3 < verb || t[end-1].lower != "of" || several[t[end-2].lower] != noun || noun == "" {
		return 0
	}
	at := end - 2
	for at-1 > verb && (qualifiers[t[at-1].lower] || Nationality(t[at-1].lower) && t[at-1].upper) {
		at--
	}
	if t[at-1].lower == "the" && at-1 > verb && t[at-2].lower != "of" {
		return at - 1
	}
	return 0
}

// ofSeveral reports whether a phrase ends in "the countries of": what follows is the first name of a list. "One of the countries of" and "the northern regions of" say what they are of.
func ofSeveral(phrase string) bool {
	w := strings.Fields(phrase)
	n := len(w)
	return n > 2 && w[n-1] == "of" && several[w[n-2]] != "" && !strings.Contains(phrase, "one of the ") && !directions[w[n-3]] && !qualifiers[w[n-3]]
}
