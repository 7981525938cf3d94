package claims

import (
	"slices"
	"strings"

	"infoseek/text"
)

// Verbs that say nothing, or something else, when cut off before what completes them.
var (
	// needy verbs want more than an object: "made X king", "took X from Y", "led X to believe".
	needy = text.WordSet(`made makes put puts let lets gave gives kept keeps got gets had has took takes turned turns rendered deemed called calls caused causes asked asks told tells helped helps
		forced forces allowed allows enabled enables persuaded encouraged ordered appointed appoints named elected elects declared proclaimed considered regarded wanted wants sent sends
		brought brings set sets showed shows spent spends saw sees meant means held holds did does said says thought felt feels heard watched warned convinced urged
		invited instructed advised permitted required requires compelled prompted inspired led leads lost returned returns`)
	// bare verbs need an adverb or object before a year: "came in".
	bare = text.WordSet(`came comes went goes made makes took takes had has gave put got was is became becomes brought sent set held led left kept said saw used`)
	// wishes do not say that it happened.
	wishes = text.WordSet("hoped hopes intended intends planned plans expected expects wanted wants wished wishes refused refuses failed fails attempted attempts tried tries sought seeks proposed proposes threatened threatens demanded demands suspected accused")
	// ranked adverbs and nouns compare the topic with what follows.
	ranked = text.WordSet("after behind than")
)

// sound reports whether a phrase, cut off right before its object, is a whole statement.
func sound(phrase string) bool {
	f := strings.Fields(phrase)
	last := f[len(f)-1]
	if wishes[f[0]] || len(f) > 1 && copulas[f[0]] && (f[1] == "to" || f[1] == "there" || f[1] == "as" || f[1] == "about" || f[1] == "back") {
		return false
	}
	if len(f) == 2 && auxes[f[0]] && needy[last] {
		return false
	}
	if len(f) == 1 && needy[last] || len(f) == 2 && copulas[f[0]] && prepositions[last] && vagueAlone[last] {
		return false
	}
	if len(f) == 2 && needy[f[0]] && prepositions[last] && f[0] != "led" && f[0] != "returned" && f[0] != "held" && f[0] != "turned" && f[0] != "spent" {
		return false
	}
	if len(f) == 3 && copulas[f[0]] && (needy[f[1]] || wishes[f[1]]) && !(f[1] == "held" || f[1] == "led" || f[1] == "lost" || f[1] == "set" || f[1] == "kept" || f[1] == "made" || f[1] == "sent" || f[1] == "brought" || f[1] == "taken" || f[1] == "inspired" || f[1] == "appointed" || f[1] == "elected" || f[1] == "named" || f[1] == "seen" || f[1] == "shown" || f[1] == "invited") {
		return false
	}
	for i, w := range f {
		if i > 0 && copulas[w] {
			return false // "Bananas fried in batter is a dessert": the first word is no verb of the topic
		}
		if (w == "her" || w == "its" || w == "his") && i+1 < len(f) && prepositions[f[i+1]] {
			return false // "met her in"
		}
		if (w == "own" || w == "one" || w == "two") && i == len(f)-1 {
			return false
		}
		if w == "similar" && i > 0 && determiners[f[i-1]] || w == "more" || w == "less" || w == "better" || w == "worse" {
			return false
		}
	}
	if copulas[f[0]] && len(f) > 2 && ranks(f[len(f)-2]) && (last == "to" || last == "from") {
		return false // "is third to"
	}
	if copulas[f[0]] && ranked[last] && slices.ContainsFunc(f[1:], ranks) {
		return false // "is the third largest after"
	}
	return true
}

// vagueAlone are prepositions that right behind "is" say too little.
var vagueAlone = text.WordSet("with for of from to by into")

var ordinal = text.WordSet("first second third fourth fifth sixth seventh eighth ninth tenth most least last only")

func ranks(w string) bool { return ordinal[w] || strings.HasSuffix(w, "est") && len(w) > 4 }

// soundYear reports the same of a phrase cut off before "in" and a year.
func soundYear(phrase string) bool {
	f := strings.Fields(phrase)
	last := f[len(f)-1]
	if len(f) == 1 && (bare[last] || needy[last]) || wishes[f[0]] {
		return false
	}
	if len(f) == 2 && copulas[f[0]] && (needy[last] || cutShort[last]) && last != "held" && last != "left" && last != "lost" {
		return false
	}
	if prepositions[last] && !adverbial[last] || last == "own" || last == "there" || last == "one" || last == "order" {
		return false
	}
	if len(f) > 2 && f[len(f)-2] == "to" && !strings.HasSuffix(last, "ed") {
		return false // "became the fifth city to serve"
	}
	return !(len(f) > 1 && copulas[f[0]] && f[1] == "to")
}

// cutShort are participles that want to be told by or to whom, or as what.
var cutShort = text.WordSet("used given known joined ranked featured listed rated voted described identified selected chosen moved seen shown presented followed")

// adverbial are prepositions that may end a statement.
var adverbial = text.WordSet("off over down out up on around about through")
