package claims

import (
	"slices"
	"strings"

	"infoseek/text"
)

// What a sentence says behind the object may complete what is said of it ("ended the threat posed to Europe by …"). A claim that is cut there is kept only if its phrase is of
// a closed list that is a whole statement with its object.
var (
	// doneTo are participles that with "in", "by" and the like and a name leave nothing open.
	doneTo = text.WordSet(`born died buried raised educated married located situated found based founded built constructed designed written directed painted composed produced published
		discovered invented created named surrounded bordered bounded flanked spoken succeeded preceded ruled governed occupied conquered annexed captured invaded colonised colonized
		killed assassinated executed murdered filmed shot owned operated influenced taught crowned baptised baptized developed established signed fought headquartered broadcast
		recorded released edited translated administered drained fed crossed commissioned adopted distributed domesticated stationed imprisoned interred cremated defeated besieged sacked`)
	// beside the verb of being, what needs no more than a name: "is native to", "was king of".
	beingWith = text.WordSet("native endemic indigenous part home north south east west northeast northwest southeast southwest close near adjacent capital married")
	// relations are nouns with "the … of" that no further words narrow.
	relations = text.WordSet(`capital son daughter wife husband widow brother sister father mother nephew niece grandson granddaughter grandfather cousin founder founders seat king queen emperor currency
		birthplace author director flag anthem source mouth president site setting state county city town part half shore coast bank`)
	// stays are verbs that with a preposition and a place, or group, leave nothing open.
	stays = text.WordSet(`died lived lives lies lay flows flowed rises rose stands stood studied taught worked moved emigrated immigrated travelled traveled sailed went fled settled arrived landed returned
		graduated belongs belonged occurs grows breeds winters nests ranges participated competed fought served retired resided drains empties extends stretches runs passes originated originates premiered
		spread migrates debuted opened trained joined orbits converted`)
	// acts are transitive verbs that are whole with their object.
	acts = text.WordSet(`borders adjoins orbits inhabits drains crosses visited left married met toured attended captured conquered invaded reached crossed founded discovered succeeded
		occupied annexed explored besieged liberated fled quit won wrote directed composed painted designed built invented established created produced published edited
		translated assassinated murdered overthrew ruled separates connects links overlooks contains stars killed`)
)

// ownsObject reports whether a phrase with its object is a whole statement, whatever circumstance the sentence goes on with.
func ownsObject(p string) bool {
	f := strings.Fields(p)
	last := f[len(f)-1]
	if slices.ContainsFunc(f, ranks) {
		return false
	}
	if len(f) > 2 && (f[0] == "has" || f[0] == "had") && f[1] == "been" {
		f = append([]string{"was"}, f[2:]...)
	}
	if len(f) == 1 {
		return acts[f[0]]
	}
	if !copulas[f[0]] {
		return len(f) <= 3 && stays[f[0]] && prepositions[last] || p == "served as" || p == "took part in" || p == "drains part of" || f[0] == "became" && last == "of" || (last == "from" || last == "of") && slices.Contains(f, "independence") || last == "from" && slices.Contains(f, "independent")
	}
	switch f[1] {
	case "a", "an":
		return last == "in" || last == "of" || last == "by" || last == "from" || last == "on" || last == "near" || last == "off"
	case "the":
		return last == "of" && len(f) > 3 && relations[f[len(f)-2]]
	case "in", "on", "near":
		return len(f) == 2
	}
	if offices[f[1]] && (last == "of" || last == "at" || last == "in") || beingWith[f[1]] && prepositions[last] {
		return true
	}
	return doneTo[f[1]] && prepositions[last] && (len(f) == 3 || len(f) == 5 && f[2] == "and" && doneTo[f[3]])
}

// asides open what is added to a statement that ended before them.
var asides = text.WordSet("which who whom whose where while whereas although though when because but")

// completes reports whether what follows the object, at token i, belongs to the statement. Names that go on a list do not.
func completes(s sentence, i int, ranked bool) bool {
	for {
		gap, t, ok := s.next(i)
		if !ok || gap != "" && gap != "-" && gap != "," {
			return false
		}
		switch named := i + 1; {
		case gap == "," && t.upper && !pronouns[t.lower], gap == "" && t.upper:
			i++
			continue
		case t.lower == "the" || t.lower == "and" || t.lower == "of" && i > 0 && s.tokens[i-1].upper && gap == "":
			for named < len(s.tokens) && s.tokens[named].gap == "" && (s.tokens[named].lower == "the" || s.tokens[named].lower == "and") {
				named++
			}
			if named < len(s.tokens) && s.tokens[named].upper && s.tokens[named].gap == "" {
				i = named + 1
				continue
			}
		}
		if gap == "," || t.lower == "and" {
			return ranked && (t.lower == "after" || t.lower == "behind" || t.lower == "by" || t.lower == "except" || t.lower == "and" && gap == "")
		}
		return !asides[t.lower] || ranked
	}
}

// wholeWith reports whether phrase p is a whole statement with the object that ends before token last.
func wholeWith(s sentence, p string, last int) bool {
	if pointsElsewhere(p) {
		return false
	}
	ranked := slices.ContainsFunc(strings.Fields(p), ranks)
	return ownsObject(p) || !completes(s, last, ranked) || !ranked && happened(s.tokens[:last], p) && timeBehind(s, last)
}

// happened reports whether phrase p, read from tokens, tells of what once happened, so that when it did is another statement. A participle behind "is" may tell of what still does: "is a cup held in".
func happened(tokens []token, p string) bool {
	f := strings.Fields(p)
	if f[0] != "was" {
		return !copulas[f[0]] && !auxes[f[0]] && !presents[f[0]] && !needy[f[0]]
	}
	return len(f) > 1 && participle(f[1]) && !still[f[1]] && !adjectives[f[1]] && slices.ContainsFunc(tokens, func(t token) bool { return t.lower == "was" || t.lower == "were" })
}

var (
	whens = text.WordSet("in on at during after before until following since from around about throughout")
	// times are words for a time, behind which nothing that matters can follow but an aside.
	times = text.WordSet("century decade year years months month weeks week day days time war age reign spring summer autumn winter season campaign tour visit")
)

// timeBehind reports whether what follows the object, at token i, is the time when something happened.
func timeBehind(s sentence, i int) bool {
	gap, t, ok := s.next(i)
	if !ok || gap != "" || !whens[t.lower] {
		return false
	}
	for k := i + 1; k < len(s.tokens) && k < i+7; k++ {
		w := s.tokens[k]
		if w.gap != "" && w.gap != "-" && w.gap != "," {
			return false
		}
		if w.digit || months[w.lower] || times[w.lower] {
			return true
		}
		if !w.upper && (prepositions[w.lower] && w.lower != "of" || banned[w.lower] || copulas[w.lower]) {
			return false
		}
	}
	return false
}

// unique are nouns that with "the" need no mention before.
var unique = text.WordSet("sea ocean throne world west east north south equator sun moon crown war army navy coast border title interior mainland outskirts summer winter wild area region independence presidency monarchy")

// hollow are participles that say nothing of how, asWhat those that with "by" and no more leave open as what.
var (
	hollow = text.WordSet("tied involved")
	asWhat = text.WordSet("appointed selected chosen nominated picked hired recruited")
)

// pointsElsewhere reports whether a phrase speaks of what only the sentences before it could tell: "took the lead in opposing the reforms within", "is the second in".
func pointsElsewhere(p string) bool {
	f := strings.Fields(p)
	if len(f) == 3 && copulas[f[0]] && asWhat[f[1]] || f[0] == "spent" && slices.Contains(f, "time") {
		return true
	}
	for i := 1; i < len(f); i++ {
		if hollow[f[i]] || ordinal[f[i-1]] && f[i-1] != "most" && f[i-1] != "least" && prepositions[f[i]] {
			return true
		}
	}
	from := 0
	if copulas[f[0]] || f[0] == "became" {
		from = 2
	}
	for i := from; i < len(f); i++ {
		if f[i] != "the" {
			continue
		}
		k := i + 1
		for k < len(f) && !prepositions[f[k]] {
			k++
		}
		if k == i+1 || k < len(f) && (f[k] == "of" || f[k] == "between") || unique[f[k-1]] || slices.ContainsFunc(f[i:k], ranks) || slices.Contains(f[i:k], "debut") {
			continue
		}
		return true
	}
	return false
}

var (
	// events are participles of events that are whole with a year alone.
	events = text.WordSet(`born buried founded re-founded refounded established built completed opened published released discovered crowned married knighted invented abolished dissolved disbanded
		incorporated consecrated inaugurated rebuilt demolished annexed conquered captured invaded liberated occupied destroyed executed killed assassinated murdered beatified canonised canonized
		baptised baptized excommunicated deposed patented launched formed designed broadcast signed ratified ordained reburied exiled constructed written painted composed filmed divided unified`)
	// madeOf are participles that are whole with what somebody or something was made.
	madeOf = text.WordSet("made elected appointed named crowned proclaimed declared")
	// lone are verbs that are whole with a year alone.
	lone = text.WordSet("died retired resigned abdicated premiered debuted emigrated married")
	// goes are verbs that are whole with a year and where to.
	goes = text.WordSet("moved emigrated immigrated fled returned travelled traveled")
	// deeds are verbs that are whole with a year and an object that is told with "a" or "his".
	deeds = text.WordSet("founded established wrote published composed directed painted married visited discovered invented designed built won joined released recorded graduated")
	// states are what is gained or declared once.
	states = text.WordSet("independence statehood status")
	// sure are words whose claim no more words about the year change.
	sure = text.WordSet("born died buried founded established built crowned killed assassinated executed murdered discovered abolished published destroyed")
	// ofSomething are nouns that say nothing without of what.
	ofSomething = text.WordSet("member part partner candidate leader head chairman director president secretary governor citizen fellow subject capital")
	// itself are words of that claim whose subject is the same, whatever it was then, where that stands behind the year: "was established as one of the provinces" is not "was established".
	itself = text.WordSet("born founded built published died buried killed assassinated executed murdered")
	// onward words behind a year go on with the statement.
	onward = text.WordSet("to into as from between of with at by for towards toward against upon onto over")
)

// wholeIn reports whether phrase p is a whole statement with a year; the sentence goes on behind it at token next.
func wholeIn(s sentence, p string, next int) bool {
	if pointsElsewhere(p) {
		return false
	}
	f := strings.Fields(p)
	if len(f) > 2 && copulas[f[0]] && strings.HasSuffix(f[1], "ly") {
		f = slices.Delete(f, 1, 2) // "was formally made a colony"
	}
	main := f[0]
	if copulas[main] && len(f) > 1 {
		main = f[1]
	}
	if gap, t, ok := s.next(next); ok && gap == "" && (onward[t.lower] && !sure[main] || t.lower == "as" && !itself[main]) {
		return false
	}
	last := f[len(f)-1]
	switch {
	case p == "came out" || p == "took place" || p == "took office" || p == "came to power" || strings.HasSuffix(p, " the throne"):
		return true
	case copulas[f[0]]:
		return events[main] || madeOf[main] && len(f) > 2 && !prepositions[f[2]]
	case len(f) == 1:
		return lone[f[0]]
	case f[0] == "died":
		return true
	case f[0] == "became":
		return f[1] != "the" && !ofSomething[last] && !participle(last) && !prepositions[last] && !ordinal[f[1]]
	case (f[0] == "gained" || f[0] == "achieved" || f[0] == "declared" || f[0] == "won" || f[0] == "attained" || f[0] == "received") && slices.ContainsFunc(f[1:], func(w string) bool { return states[w] }):
		return true
	case goes[f[0]]:
		return f[1] == "to"
	}
	return deeds[f[0]] && !prepositions[last] && (determiners[f[1]] && f[1] != "the" || f[0] == "graduated" && f[1] == "from")
}
