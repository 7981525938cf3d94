package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// What a phrase may say that is true and yet no clue: it tells nothing one could look up, or leaves open what.
var (
	// slightEnds are last words of phrases that say no more than that two things have to do with each other.
	slightEnds = []string{"full of", "is distinct from", "is distinct from the rest of", "rising star of", "opposite of", "difficulties with", "special relationship with", "turned his attention to", "turned her attention to", "focus of attention by", "active tradition of",
		"history since", "time in", "adapted to life in", "little influence in", "investments outside", "was master of", "moved off to", "cut off from", "strong economy in", "popularity in", "is the part of", "was the part of",
		"stop along", "is a capital in", "broke with", "was studied in", "one of the largest source of"}
	// gauging are words by which a thing is only held against another, or a view or a number is told.
	gauging = text.WordSet("effectively latitudinal soul-mate twenty thirty forty fifty sixty hundred thousand")
	// agents are participles of what only those with an army or laws do, or have done to others.
	agents = text.WordSet("fought invaded occupied annexed ruled governed administered colonised colonized attacked conquered")
	// townNouns are nouns of places that themselves do no such thing; what bears their name may.
	townNouns = text.WordSet("city town village municipality capital suburb")
	// transitives are past forms that before a preposition of place lack their object, or their "was".
	transitives = text.WordSet("brought found built held founded buried sent given chosen driven")
)

// slight reports whether a phrase says too little with its object.
func slight(phrase string) bool {
	f := strings.Fields(phrase)
	if slices.ContainsFunc(f, func(w string) bool { return gauging[w] }) || slices.ContainsFunc(slightEnds, func(end string) bool { return phrase == end || strings.HasSuffix(phrase, " "+end) }) {
		return true
	}
	if f[len(f)-1] == "during" && (f[0] == "had" || slices.ContainsFunc(f, func(w string) bool { return generals[w] })) {
		return true // "had a minor resurgence during", "returned to a place during"
	}
	if at := slices.Index(f, "given"); at > 0 && at+1 < len(f) && f[at+1] == "to" && (at == 1 || f[at-1] == "name" || f[at-1] == "term" || f[at-1] == "title") {
		return true // a name, more likely than the topic
	}
	if len(f) > 1 && transitives[f[0]] && (within[f[1]] || f[1] == "up" || f[1] == "back") {
		return true // "brought up in"
	}
	for i := 2; i < len(f); i++ {
		if (f[i] == "part" || f[i] == "coast") && qualifiers[f[i-1]] && prepositions[f[i-2]] {
			return true // "in southern part of": no English
		}
	}
	for i := 3; i < len(f); i++ {
		if f[i-3] == "one" && f[i-2] == "of" && f[i-1] == "the" && strings.HasSuffix(f[i], "est") && len(f[i]) > 4 && i+1 < len(f) && prepositions[f[i+1]] {
			return true // "is one of the sunniest in": the sunniest what?
		}
	}
	return false
}

// asPower reports whether a phrase tells of a power's deed and names a town as who did it: the Rome that fought a war is not the city.
func asPower(phrase string, target infoseek.Page) bool {
	f := strings.Fields(phrase)
	if !townNouns[target.Noun] {
		return false
	}
	return f[len(f)-1] == "by" && slices.ContainsFunc(f, func(w string) bool { return agents[w] }) || f[len(f)-1] == "with" && slices.ContainsFunc(f, func(w string) bool { return w == "war" || w == "wars" || w == "fought" })
}

// generals are nouns of which there are too many for a year's clue to say anything by them: "joined a country".
var generals = text.WordSet("country nation state place organization organisation union city town continent region person republic")

// slightIn reports whether a phrase says too little with a year: where somebody went, or what somebody joined, is told by its kind alone.
func slightIn(phrase string) bool {
	f := strings.Fields(phrase)
	n := len(f)
	if n < 3 || !generals[f[n-1]] || f[n-2] != "a" && f[n-2] != "an" {
		return false
	}
	return f[0] == "joined" || f[0] == "visited" || f[0] == "wrote" || goes[f[0]] && f[1] == "to"
}
