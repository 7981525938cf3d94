package claims

import (
	"strings"
	"unicode"

	"infoseek"
	"infoseek/text"
)

// What a verb can be said of narrows what its object may be: where a name was cut short ("participated in the Madrid conference", "wrote Crusade in Europe") the object is
// of another kind than the verb asks for.
var (
	takesPart = text.WordSet("participated competed participates competes attended enrolled")
	makesWork = text.WordSet("wrote composed directed recorded painted published edited translated authored co-wrote")
	// bareTransitive verbs say nothing with a time alone: "set in 1901" is cut short.
	bareTransitive = text.WordSet(`suffered developed changed expanded increased declined improved played fought set wrote announced won married left made took gave held led brought got published defeated entered joined visited received had used put
		sent told saw met found built composed recorded released introduced proposed established founded created produced saw wanted knew thought went came did
		kept lost paid spent sought shot understood said became ran passed embarked chose began continued emerged happened tried sought agreed refused managed failed reached arrived stayed landed settled moved turned travelled traveled sailed entered left declared named appointed called directed served worked lived`)
	// hanging are last words that ask for a verb, or for more than a name.
	hanging = []string{"via", "the princess of", "the prince of", "ranked close to", "ranked close", "stretched from", "extended from", "ranged from", "stretches from", "extends from", "ranges from", "refers to", "referred to", "attributed to", "refused to", "wanted to", "tried to", "able to", "had to", "used to", "failed to", "attempted to", "began to", "decided to", "hoped to", "wished to", "planned to",
		"pushing for", "attended the", "declared patron", "one of", "set in", "made by", "known for", "famous for", "forced to", "given final", "elected at", "elected in", "is home", "along with", "is for", "was for", "political", "brought", "awarded by", "given by", "granted by", "offered by", "was influence by", "borders by", "name given to", "name of", "turned to", "had to yield", "began working", "began work", "started work", "started working", "juncture of", "crossroads of", "the second in", "the first in", "the third in", "the last in", "the second of", "the first of", "the third of", "the last of", "his family", "her family", "was to", "is to", "was by", "is by"}
	// active are verbs of which there is no passive: "was lived in" was read out of something else.
	active = text.WordSet("lived died worked served returned travelled traveled arrived stayed remained retired lectured resided reigned emigrated related graduated participated belonged moved went")
	// within are prepositions of place.
	within = text.WordSet("in within at throughout on across")
	// given are participles that ask for what, or as what.
	given = text.WordSet("named licensed listed received given granted awarded offered called titled entitled")
	// took is what can be taken without more.
	took = text.WordSet("place part office power control over charge holy-orders")
	// likely are adjectives that say something with a place.
	likely = text.WordSet("native endemic common popular active famous widespread rare indigenous prominent abundant resident extinct present important numerous frequent unknown available legal")
	// ofThings are nouns that things and places have, not persons.
	ofThings = text.WordSet("headquarters capital seat centre center part town city province state coast coasts north south east west border mouth site region district")
	// unsaid are phrases that say too little, or nothing that is worth a clue.
	unsaid = text.WordSet("is-similar-to was-similar-to has-received was-licensed-in works-of works-in remains-of received was-employed was-involved was-conceived was-used was-concerned-with is-concerned-with was-sent was-taken was-brought was-moved set went came was-in was-re was-forced was-able was-instrumental was-selected was-presented was-identified was-described was-interviewed was-named was-given was-made was-called was-there is-re was-awarded was-declared had-been has-been went-at went-in came-at came-in moved-in moved-at chose spelled began-in began-at began-with was-present returned-at stayed arrived-early")
)

// toPlace are phrases of which the object is a place.
var toPlace = func() map[string]bool {
	m := map[string]bool{}
	for _, verb := range strings.Fields("went moved travelled traveled returned came sailed fled emigrated journeyed flew headed") {
		m[verb+" to"], m[verb+" back to"] = true, true
	}
	return m
}()

// makesBy are phrases of which the object is who made a thing.
var makesBy = func() map[string]bool {
	m := map[string]bool{}
	for _, made := range strings.Fields("completed built constructed designed developed published released produced") {
		m["was "+made+" by"] = true
	}
	return m
}()

// directedTo are nouns that are turned to something, joining verbs that take two things at least, of which one is not enough.
var (
	directedTo = text.WordSet("attention efforts energies thoughts interest support focus eyes")
	joining    = text.WordSet("separates connects links joins unites divides bridges separated connected linked united")
)

// objectFits reports whether an entity of the object's class can be what the phrase is about.
func objectFits(c Claim, target infoseek.Page) bool {
	verb, rest, _ := strings.Cut(c.Phrase, " ")
	place := target.Classes == infoseek.Place || target.Classes == infoseek.Person
	switch {
	case takesPart[verb] && place && (rest == "in" || rest == "at" || rest == ""):
		return false
	case makesWork[verb] && rest == "" && target.Classes != 0 && target.Classes&infoseek.Work == 0 && !c.Plain:
		return false
	case target.Classes == infoseek.Place && (makesBy[c.Phrase] || asPower(c.Phrase, target)):
		return false // by a company whose name goes on
	case ofAnotherKind(c.Phrase, target) || ofSeveral(c.Phrase) || blanks(c.Phrase, Noun(target)):
		return false
	case target.Classes == infoseek.Person && toPlace[c.Phrase]:
		return false // to Washington, the town
	case target.Classes == infoseek.Person && (strings.HasPrefix(c.Shown, "the ") || ofThing(c.Phrase)):
		return false
	}
	return says(c.Phrase)
}

// blanks reports whether phrase tells some other entity by the noun that its object is told by: of "was sent to a country as envoy of that country" nobody knows which is which.
func blanks(phrase, noun string) bool {
	return noun != "" && strings.Contains(" "+phrase+" ", " "+Indefinite(noun)+" "+noun+" ")
}

// says reports whether a phrase, with its object, says something.
func says(phrase string) bool {
	if strings.Contains(phrase, "one of the few remaining") || joining[phrase] || slight(phrase) {
		return false
	}
	if w := strings.Fields(phrase); len(w) > 2 && w[len(w)-2] == "and" && prepositions[w[len(w)-1]] {
		return false // "popular in the provinces and in"
	}
	for _, forced := range []string{" forced to a", " able to a", " allowed to a", " ordered to a", " had to a"} {
		if at := strings.Index(phrase, forced); at >= 0 && (strings.HasPrefix(phrase[at+len(forced):], " ") || strings.HasPrefix(phrase[at+len(forced):], "n ")) {
			return false // the verb is missing
		}
	}
	if strings.Contains(phrase, " overseas in") || strings.Contains(phrase, " abroad ") || strings.Contains(phrase, "compared") || strings.Contains(phrase, " concerned") {
		return false
	}
	if unjoined(phrase) {
		return false
	}
	if strings.Contains(phrase, "spelled") || strings.Contains(phrase, "spelt") || strings.Contains(phrase, "pronounced") || strings.Contains(phrase, "translated as") {
		return false // about a word, and may show it
	}
	if strings.Count(" "+phrase+" ", " by ") > 1 || phrase == "went from" || phrase == "held in" || phrase == "held at" || phrase == "took in" || phrase == "made in" {
		return false
	}
	for _, h := range hanging {
		if phrase == h || strings.HasSuffix(phrase, " "+h) {
			return false
		}
	}
	if w := strings.Fields(phrase); len(w) > 1 && copulas[w[0]] {
		last := len(w) - 1
		if w[last] == "of" && len(w) > 3 && w[1] == "the" && strings.HasSuffix(w[last-1], "s") && !strings.HasSuffix(w[last-1], "ss") && w[last-1] != "headquarters" {
			return false // "was the northern coasts of"
		}
		if len(w) > 2 && within[w[2]] && bound[w[1]] || len(w) == 3 && within[w[2]] && given[w[1]] {
			return false // to where, what?
		}
		if active[w[1]] || determiners[w[1]] && strings.Contains(phrase, " with the ") || len(w) == 3 && within[w[2]] && !participle(w[1]) && !participles[w[1]] && !likely[w[1]] {
			return false
		}
	}
	return !unsaid[strings.ReplaceAll(phrase, " ", "-")]
}

// unjoined reports whether words stand side by side in a phrase that a part was lost between: "worked at as a", "lives and working in".
func unjoined(phrase string) bool {
	w := strings.Fields(phrase)
	for i := 1; i < len(w); i++ {
		if w[i] == "as" && (prepositions[w[i-1]] && w[i-1] != "along") {
			return true
		}
		if i+1 < len(w) && w[i] == "and" && strings.HasSuffix(w[i+1], "ing") && presents[w[i-1]] {
			return true
		}
	}
	return false
}

// ofThing reports whether a phrase ends in "the headquarters of" or the like.
func ofThing(phrase string) bool {
	w := strings.Fields(phrase)
	return len(w) > 1 && w[len(w)-1] == "of" && ofThings[w[len(w)-2]]
}

// saysAlone reports whether a phrase says something with no more than a time.
func saysAlone(phrase string) bool {
	if last := phrase[strings.LastIndexByte(phrase, ' ')+1:]; strings.HasPrefix(phrase, "became ") && strings.HasSuffix(last, "ed") {
		return false // "became increasingly fascinated": with what?
	}
	if verb, rest, _ := strings.Cut(phrase, " "); verb == "recorded" || verb == "reported" || verb == "took" && !took[rest] || (verb == "made" || verb == "gave") && !strings.Contains(rest, " ") {
		return false
	}
	if last := phrase[strings.LastIndexByte(phrase, ' ')+1:]; directedTo[last] {
		return false // "directed his attention": to what?
	}
	if strings.Contains(phrase, " after ") || strings.Contains(phrase, " before ") {
		return false // "died after his son"
	}
	return says(phrase) && !slightIn(phrase) && !bareTransitive[phrase] && !strings.Contains(phrase, "one of the few") && phrase != "was stationed"
}

// articleFits reports whether a place that the text shows with "the" is called so on its own page: "the London" is the start of a longer name.
func (r *reading) articleFits(c Claim, target infoseek.Page) (bool, error) {
	if !strings.HasPrefix(c.Shown, "the ") || target.Classes != infoseek.Place {
		return true, nil
	}
	head, err := r.pages.Text(r.ctx, target.Num, infoseek.Span{})
	if err != nil {
		return false, err
	}
	head = head[:min(len(head), 4000)]
	return strings.Contains(head, "he "+Base(target.Title)) || strings.Contains(head, "he "+strings.TrimPrefix(c.Shown, "the ")), nil
}

// famous is the share of the entities from which on a page's name of one word is taken to mean it without a link.
const famous = 0.12

// wellKnown is the same where pages have no links at all, and the whole title of a page is the name.
const wellKnown = 0.01

// placeLike reports whether a page is about a place, as far as wording goes: by its class, or where that is unknown by its noun.
func placeLike(p infoseek.Page) bool {
	return p.Classes == infoseek.Place || p.Classes == 0 && places[p.Noun]
}

// trusted reports whether a name of one word can be taken to mean the page: another Birmingham or Homer may be meant, unless the page links to it or much of the corpus is related to it.
func (r *reading) trusted(m infoseek.Mention, target infoseek.Page) (bool, error) {
	if r.elsewhere(m, target) {
		return false, nil
	}
	shown := r.text[m.Span.Start:m.Span.End]
	word := !strings.Contains(shown, " ")
	if m.Linked || target.Classes&(infoseek.Place|infoseek.Person|infoseek.Organisation|infoseek.Artefact) == 0 && target.Classes != 0 && !(r.bare && word) {
		return true, nil
	}
	if target.Classes == infoseek.Person && !r.bare {
		return false, nil // where pages link, they link to the persons they mean
	}
	if !sameName(shown, Base(target.Title)) && (target.Classes != infoseek.Person || r.bare) {
		return false, nil // "Richmond" without a link is not the one in Virginia
	}
	if !word {
		return true, nil
	}
	share := famous
	if r.bare { // a page without links says no more than a name
		share = wellKnown
	}
	near, err := r.pages.Related(r.ctx, target.Num)
	return placeLike(target) && float64(len(near)) >= share*float64(r.entities), err
}

// rankedFurther reports whether what follows the object, at token i, says what a ranking is of: "was the only country from Latin America to take part".
func rankedFurther(s sentence, i int, phrase string) bool {
	gap, t, ok := s.next(i)
	if !ok || gap != "" || t.lower != "to" && t.lower != "that" && t.lower != "who" && t.lower != "which" && t.lower != "with" && t.lower != "without" {
		return false
	}
	for _, w := range strings.Fields(phrase) {
		if w == "few" || w == "only" || w == "first" || w == "last" || strings.HasSuffix(w, "est") && len(w) > 5 {
			return true
		}
	}
	return false
}

// elsewhere reports whether the text goes on to say that the name's bearer is another: the page is "Trinity College, Cambridge", the text has "Trinity College, Dublin".
func (r *reading) elsewhere(m infoseek.Mention, target infoseek.Page) bool {
	base, qualifier, ok := strings.Cut(Base(target.Title), ", ")
	if !ok || !sameName(r.text[m.Span.Start:m.Span.End], base) {
		return false
	}
	rest, ok := strings.CutPrefix(r.text[m.Span.End:], ", ")
	return ok && rest != "" && unicode.IsUpper(rune(rest[0])) && !strings.HasPrefix(rest, qualifier)
}
