package corpus

import (
	"regexp"
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// definition is the sentence that says what a page's subject is: "The Tawny Owl (Strix aluco) is a species of owl ...".
type definition struct {
	start     int    // byte in the text
	subject   string // what stands before the verb, brackets included
	predicate string // what stands after it
	plural    bool   // are, were
}

// definitionSentences is how many sentences of a text are searched for the definition: captions, notes and the rows of an infobox may stand before it.
const definitionSentences = 16

// define finds the definition of title: the first sentence near the start that says what it is, else one further down that begins with the whole title and says so by a known noun (a page
// put together from pieces has it anywhere), else the first that has the form of one. ok is false if there is none.
func define(title, body string, sentences []infoseek.Span) (definition, bool) {
	want := telling(title)
	var found definition
	ok := false
	for i, s := range sentences {
		near := i < definitionSentences
		if !near && !beginsWith(body[s.Start:s.End], baseTitle(title)) {
			continue
		}
		d, defined := defines(want, body[s.Start:s.End])
		if !defined {
			continue
		}
		d.start = s.Start
		if near && d.near() || !near && d.far(body) {
			return d, true
		}
		if near && (!ok || !determined.MatchString(found.predicate) && determined.MatchString(d.predicate)) {
			found, ok = d, true
		}
	}
	return found, ok
}

// near reports whether a sentence near the start is the definition: it calls its subject something.
func (d definition) near() bool {
	noun, _ := d.head()
	return !asideNouns[noun] && (noun != "" || determined.MatchString(d.predicate))
}

// asideNouns are said of many things beside what they are: "Elbonia is a member of the union", "is a major producer of mud".
var asideNouns = text.WordSet("description cognate transliteration abbreviation contraction party name source marking member producer recipient destination son daughter brother sister wife husband friend fan issue target home invention")

// farNouns are those and others that in the middle of a text are not the definition's.
var farNouns = text.WordSet("region area zone part element producer hub stronghold study skill response source light railway son daughter brother sister wife husband friend king queen office computer man woman player fan member leader issue centre center home target site channel route medal province vehicle hero")

// far reports whether a sentence in the middle of a text still is the definition: its noun tells a class of things that is told of nothing else, or a person's dates or pronouns go with it.
func (d definition) far(body string) bool {
	if d.plural || !determined.MatchString(d.predicate) {
		return false
	}
	noun, classes := d.head()
	if classes == infoseek.Person {
		return lifeDates.MatchString(d.subject) || !farNouns[noun] && textSignal(d, body) == infoseek.Person
	}
	return classes != 0 && classes&(infoseek.Concept|infoseek.Person) == 0 && !farNouns[noun]
}

// determined is how a predicate that calls its subject something begins.
var determined = regexp.MustCompile(`^(?:an?|the|one of|his|her|its) `)

// beginsWith reports whether a sentence begins with the title, with or without an article, and goes on with a bracket, a comma or the verb.
func beginsWith(sentence, title string) bool {
	rest, ok := strings.CutPrefix(sentence, title)
	if !ok {
		for _, article := range []string{"The ", "A ", "An "} {
			if after, has := strings.CutPrefix(sentence, article); has {
				rest, ok = cutFold(after, title)
				break
			}
		}
	}
	return ok && (strings.HasPrefix(rest, " (") || strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, " is ") || strings.HasPrefix(rest, " was ") || strings.HasPrefix(rest, " are ") || strings.HasPrefix(rest, " were "))
}

// cutFold cuts a prefix that may differ in case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// telling lists the words of a title's base in normal form.
func telling(title string) []string {
	base := baseTitle(title)
	var words []string
	for _, w := range text.Words(nil, base) {
		if s := base[w.Start:w.End]; !text.StopWord(strings.ToLower(s)) {
			words = append(words, text.Norm(s))
		}
	}
	return words
}

// copula is where a predicate begins; an aside may stand between ("is, in terms of population, the second largest city"). What somebody became or ruled as says what a person was.
var copula = regexp.MustCompile(`,? (is|was|are|were|refers to|refer to|means|denotes|describes|became|ruled as|reigned as)(?:, [^,()]{3,40},)? `)

// opening is what may stand before the subject: "In number theory, ", "The term ".
var opening = regexp.MustCompile(`^(?:In|Within|For|As|On|At|Under) [^,()]{1,60}, |^The (?:term|word|name|phrase|expression|notion of|concept of|idea of|doctrine of) `)

// defines tells whether sentence says what the thing called by the words of want is.
func defines(want []string, sentence string) (definition, bool) {
	if len(sentence) > 2000 {
		sentence = sentence[:2000]
	}
	for _, at := range copula.FindAllStringSubmatchIndex(sentence, 8) {
		if depth(sentence[:at[0]]) > 0 {
			continue
		}
		subject := opening.ReplaceAllString(sentence[:at[0]], "")
		verb := sentence[at[2]:at[3]]
		d := definition{subject: subject, predicate: sentence[at[1]:], plural: verb == "are" || verb == "were"}
		switch {
		case alsoNamed.MatchString(subject):
			return definition{}, false
		case verb == "became" || verb == "ruled as" || verb == "reigned as" || !about(want, subject) && !about(want, bareName(subject, verb)) && !about(want, otherName(subject)):
			return d, d.ofPerson(want)
		}
		return d, true
	}
	return definition{}, false
}

// alsoNamed ends a subject of which a sentence says what else bears its name: "Velm may also refer to".
var alsoNamed = regexp.MustCompile(`\b(?:may|can|could|might|also|sometimes)$`)

var (
	// styled is how a place is called in full: "The Kingdom of Velm", "The city and municipality of Velm".
	styled = regexp.MustCompile(`^(?:[Tt]he )?(?:[\p{L}-]+ ){0,3}?(?:Kingdom|Republic|Commonwealth|Principality|Grand Duchy|Federation|Union|Sultanate|Bailiwick|Territory|[Cc]ity|[Tt]own|[Ii]sland|[Mm]unicipality) of (?:the )?`)
	// knownAs is by what other name the subject is known: "Marie Dell (1820–1901), better known by the pen name Velma, was".
	knownAs = regexp.MustCompile(`(?:known|referred to)(?: (?:simply|professionally|popularly|as|by|the|his|her|pen|stage|name|initials|ring|mononym|of))* ([^,;()]{2,60})$`)
	// before and behind a person's name stand honours.
	before = regexp.MustCompile(`^(?:Dr|Sir|Dame|Lord|Lady|Saint|St|Professor|Prof|Rev|Pope|King|Queen)\.? `)
	behind = regexp.MustCompile(`(?:,? (?:[A-Z]{2,4}|KtB|BSc|PhD))+$`)
)

// bareName is the name in a subject without honours, and without the style of what is no kingdom of the past.
func bareName(subject, verb string) string {
	name := subject
	if i := strings.IndexAny(name, ",(;:"); i > 0 {
		name = name[:i]
	}
	name = strings.TrimSpace(name)
	for _, at := range [...]*regexp.Regexp{before, behind} {
		name = at.ReplaceAllString(name, "")
	}
	if verb == "is" || verb == "are" {
		if at := styled.FindStringIndex(name); at != nil && at[1] < len(name) {
			return name[at[1]:]
		}
	}
	return name
}

// otherName is the name by which a subject is said to be known; "" if there is none.
func otherName(subject string) string {
	if m := knownAs.FindStringSubmatch(strings.Trim(subject, ` ,"“”`)); m != nil {
		return strings.Trim(m[1], `"“”`)
	}
	return ""
}

// ofPerson reports whether the subject is the person whose whole name want is, or the part of it before "of" ("Anne (1665–1714) became Queen" of "Anne of Velm"), and the predicate says what a person was.
func (d definition) ofPerson(want []string) bool {
	name := telling(bareName(d.subject, ""))
	if len(name) == 0 || len(want) == 0 || name[0] != want[0] || !lifeDates.MatchString(d.subject) {
		return false
	}
	for _, w := range name {
		if !slices.Contains(want, w) {
			return false
		}
	}
	_, classes := d.head()
	return classes == infoseek.Person
}

// depth is the number of brackets open at the end of s.
func depth(s string) int { return strings.Count(s, "(") - strings.Count(s, ")") }

// about tells whether a subject is called by the words of want: its first part, up to a comma or bracket, is made of them, or at least begins or ends with the first or last of them
// and has few others.
func about(want []string, subject string) bool {
	if len(want) == 0 {
		return false
	}
	first := subject
	if i := strings.IndexAny(first, ",(;:"); i > 0 {
		first = first[:i]
	}
	var have []string
	for i, w := range text.Words(nil, first) {
		s := first[w.Start:w.End]
		low := strings.ToLower(s)
		if low == "of" || low == "in" {
			if len(have) > 0 && !slices.Contains(want, have[len(have)-1]) {
				return false // "the history of X"
			}
			continue
		}
		if text.StopWord(low) {
			if i == 0 && (low == "he" || low == "she" || low == "it" || low == "they" || low == "there" || low == "this") {
				return false
			}
			continue
		}
		have = append(have, text.Norm(s))
	}
	if len(have) == 0 || len(have) > 2*len(want)+3 {
		return false
	}
	shared, telling := 0, false
	for _, w := range want {
		if slices.ContainsFunc(have, func(h string) bool { return h == w || len(w) == 1 && strings.HasPrefix(h, w) }) {
			shared++
			telling = telling || !quarters[w]
		}
	}
	if slices.Contains(want, have[len(have)-1]) {
		return 2*shared >= len(want) && telling
	}
	// "One of Velm Castle's towers" is not the castle.
	return 2*shared >= len(want) && telling && slices.Contains(want, have[0]) && !owning.MatchString(first)
}

// owning is behind what has what is named next.
var owning = regexp.MustCompile(`\w['’]s\s`)

// quarters alone are no name of what has them in its own: "the South" is not South Velm.
var quarters = text.WordSet("north south east west northern southern eastern western central new great upper lower")

var (
	leadIn    = regexp.MustCompile(`^(?i)(?:(?:de facto|de jure|also|usually|generally|often|currently|originally|now|probably|perhaps|sometimes|commonly|formerly|traditionally|both|either|officially|essentially|basically|primarily|mainly|simply|technically|once|arguably|widely|considered|regarded as|thought to be|believed to be|defined as|used to be)\s+)+`)
	articles  = regexp.MustCompile(`^(?i)(?:(?:the |perhaps |one of the |\w+'s )?(?:second |third |two |three )?(?:most \w+|best[- ]known|\w{2,}est|\w+most|last|first|second|third|only|latest|former|larger|smaller|other)(?: (?:and|or|and most|and the) \w+)? (?:of|among) (?:the|all the|all|her|his|its|their|\w+ \w+'s|\w+'s)?|an?|the|one of (?:the|several|many|two|three|four|five|six|seven|eight|nine|ten)?|any of (?:the|several|many|various)?|either of (?:the)?|some of the|several|various|any|two|three|four|five|six|seven|eight|his|her|its|their)\s+`)
	passOn    = regexp.MustCompile(`^(?i)(?:[\w-]+ ){0,4}?(?:types?|kinds?|forms?|sorts?|variet(?:y|ies)|breeds?|examples?|brands?|names?|terms?|class|family|group|groups|series|set|chain|pair|collection|styles?|strains?|cultivars?|members?|number|general name|generic term|piece|subgroup|complex|system) (?:of|for|given to|used for|applied to)\s+`)
	hardStop  = regexp.MustCompile(`^(?:the|an?|approximately|roughly|per|far|just|mostly|mainly|often|usually|partly|largely|beyond|above|below|beneath|behind|inside|outside|like|unlike|via|past|towards?|upon|alongside|amid|despite|until|of|in|on|at|from|by|for|with|to|into|near|between|that|which|who|whose|whom|where|when|while|since|during|under|over|within|as|than|through|throughout|along|about|against|among|around|across|after|before|because|but|although|is|was|are|were|has|had|have|can|may|will|if|so|or|off|without|made|located|situated|born|found|used|known|native|endemic|starring|featuring|co-written|currently|formerly|headquartered|written|published|built|developed|created|directed|based|belonging|containing|consisting|named|called|founded|produced|held|fought|formed|composed|designed|released|set|played|living|lying|originating|covering|spoken|owned|ruled|led|it|he|she|they)$`)
	adjective = regexp.MustCompile(`(?:al|ic|ous|ful|ive|able|ible|ish|ern|less|ary|ese|ian|ean|ed|ly|est|ing|most|ical|ular|oid|wide|like)$`)
)

// head reads the head noun of the predicate's noun phrase, singular and lower case, and the classes of what it calls; "" if none is read with some certainty.
func (d definition) head() (noun string, classes infoseek.Classes) {
	p := strings.TrimSpace(d.predicate)
	if len(p) > 600 {
		p = p[:600]
	}
	p = sizes.ReplaceAllString(p, "")
	p = abbreviations.Replace(brackets.ReplaceAllString(p, ""))
	p = strings.TrimSpace(leadIn.ReplaceAllString(strings.TrimSpace(p), ""))
	determined := d.plural
	for range 3 {
		if rest := articles.ReplaceAllString(p, ""); rest != p {
			p, determined = leadIn.ReplaceAllString(mostly.ReplaceAllString(rest, ""), ""), true
		}
		noun, classes = phraseHead(p, determined)
		rest := passOn.ReplaceAllString(p, "")
		if rest == p || classes != 0 && noun != "family" && noun != "class" {
			break
		}
		if n, c := phraseHead(articles.ReplaceAllString(rest, ""), true); c == 0 || n == "" || noun == "member" && c&infoseek.Organism == 0 {
			if n != "" && (noun == "" || isPassing(noun)) && noun != "member" {
				noun = n
			}
			if !passOn.MatchString(rest) {
				break
			}
		} else if isPassing(noun) || noun == "" {
			noun, classes = n, c
			break
		}
		p = rest
	}
	if noun == "opera" && strings.Contains(p, "soap opera") {
		noun = "series"
	}
	if (bygone.MatchString(d.predicate) || onceWas.MatchString(d.predicate)) && classes&(infoseek.Person|infoseek.Organism) == 0 && noun != "volcano" {
		noun = "" // what it was, it is not
	}
	return noun, classes
}

// mostly is what a superlative begins with, whose participle ends no phrase: "the most widely spoken language".
var mostly = regexp.MustCompile(`^(?i)(?:most|best|least) (?:\w+ly )?\w+(?:ed|en|n|ing|ive|al|ous|ent|ic|ar|ful) `)

// bygone is how a predicate begins that says what its subject is no more.
var bygone = regexp.MustCompile(`^(?i)(?:an?|the|one of the) (?:former|defunct|extinct|abandoned) `)

// onceWas is how a predicate begins that says what its subject was before.
var onceWas = regexp.MustCompile(`^(?i)(?:once|formerly|previously|originally) (?:an?|the|part) `)

// sizes are the first half of "small to medium-sized".
var sizes = regexp.MustCompile(`(?i)\b(?:tiny|small|medium|mid|moderate|large|low|short|slow|mild|moderately)(?:-sized)?,? to (?:very )?`)

// abbreviations lose their full stops, which would end the phrase.
var abbreviations = strings.NewReplacer("U.S.", "US", "U.K.", "UK", "No. ", "No ", "St. ", "St ", "Dr. ", "Dr ")

// isPassing tells nouns that only lead on to the next: "a type of cheese".
func isPassing(noun string) bool {
	switch noun {
	case "type", "kind", "form", "sort", "variety", "breed", "example", "brand", "name", "term", "class", "family", "group", "series", "set", "chain", "pair", "collection", "style", "strain",
		"number", "piece", "subgroup", "complex", "system", "cultivar":
		return true
	}
	return false
}

// phraseHead reads the head of the noun phrase at the start of p: the last word before what follows it; of several joined by commas or "and" the first that is a known noun.
func phraseHead(p string, determined bool) (string, infoseek.Classes) {
	var segment []string
	var first string
	tokens, stop := phraseTokens(p), ""
	for i, tok := range tokens {
		if (tok == "or" || tok == "and") && i+1 < len(tokens) && len(segment) > 0 && bothWays[segment[len(segment)-1]] && adjective.MatchString(tokens[i+1]) {
			segment = segment[:0] // "an academic and applied discipline"
			continue
		}
		if tok == "" || tok == "and" || tok == "&" {
			if n, c, ok := segmentHead(segment); ok {
				return n, c
			}
			if tok == "" && first == "" && len(segment) > 0 {
				first = segment[len(segment)-1]
			}
			segment = segment[:0]
			continue
		}
		if hardStop.MatchString(tok) && (len(segment) > 0 || first != "") || len(segment) > 0 && knownNoun(segment[len(segment)-1]) && participial(tokens[i:]) {
			stop = tok
			break
		}
		segment = append(segment, tok)
	}
	if n, c, ok := segmentHead(segment); ok {
		return n, c
	}
	if !determined || len(segment) == 0 {
		return "", 0
	}
	for len(segment) > 1 && (stop == "in" || stop == "by" || stop == "at" || stop == "from" || stop == "to") && strings.HasSuffix(segment[len(segment)-1], "ed") && !adjective.MatchString(segment[len(segment)-2]) {
		segment = segment[:len(segment)-1] // "a puzzle invented in"
	}
	last := segment[len(segment)-1]
	if noNouns[last] || hardStop.MatchString(last) || text.StopWord(last) || adjective.MatchString(last) || last != strings.ToLower(last) || len(last) < 5 || strings.ContainsAny(last, "0123456789'’") {
		return "", 0
	}
	return singular(last), 0
}

// participial reports whether a clause begins behind a noun: "a film distributed by", "a film starring Mara Dell", "a composer best known for".
func participial(tokens []string) bool {
	w := tokens[0]
	if behindNouns[w] {
		return true
	}
	if len(w) < 5 || !strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "ing") && !strings.HasSuffix(w, "broadcast") {
		return false
	}
	return len(tokens) < 2 || tokens[1] == "" || tokens[1] == "and" || hardStop.MatchString(tokens[1]) || startsUpper(tokens[1]) || tokens[1] != strings.ToLower(tokens[1]) || strings.HasSuffix(tokens[1], "ing")
}

// behindNouns are words that begin what is said behind a noun: "a composer best known for", "a rock group active from".
var behindNouns = text.WordSet("best better most now primarily especially mostly notable noted active famous popular similar prominent first originally initially responsible indigenous also")

// bothWays are adjectives that are nouns too.
var bothWays = text.WordSet("academic professional critic classic official physical political conservative liberal native")

func knownNoun(w string) bool {
	c, ok := nouns[singular(w)]
	return ok && c != 0
}

// noNouns are words that end noun phrases without being their noun.
var noNouns = text.WordSet("enough given similar first second third last one ones same thing mean means belong meant here there now such due equal common subject able prominent notable famous important best small large great south north east west seventh sixth fourth fifth horror grown became popular certain different older younger larger smaller higher lower part well being what two three it history home")

// phraseTokens are the words of the first part of a predicate; "" stands for a comma. The phrase ends at a bracket, full stop, semicolon, colon or dash.
func phraseTokens(p string) []string {
	var out []string
	at := 0
	for i, w := range text.Words(nil, p) {
		if i == 40 {
			break
		}
		gap := p[at:w.Start]
		if i > 0 && strings.ContainsAny(gap, "(.;:—–[") {
			break
		}
		if gap == "-" && len(out) > 0 {
			out[len(out)-1] += p[at:w.End]
			at = w.End
			continue
		}
		if strings.Contains(gap, ",") {
			out = append(out, "")
		}
		out = append(out, p[w.Start:w.End])
		at = w.End
	}
	return out
}

// segmentHead finds the known noun, of one or two words, at the end of a segment, or before participles that follow it.
func segmentHead(segment []string) (string, infoseek.Classes, bool) {
	for i := len(segment) - 1; i >= 0; i-- {
		w := singular(strings.ToLower(segment[i]))
		if i > 0 {
			two := strings.ToLower(segment[i-1]) + "-" + w
			if c, ok := nouns[two]; ok {
				return w, c, true
			}
		}
		if _, ok := nouns[w]; !ok {
			if h := strings.LastIndexByte(w, '-'); h >= 0 {
				w = singular(w[h+1:])
			}
		}
		if c, ok := nouns[w]; ok && !(segment[i] != strings.ToLower(segment[i]) && i+1 < len(segment)) {
			return w, c, true
		}
		low := strings.ToLower(segment[i])
		if !strings.HasSuffix(low, "ed") && !strings.HasSuffix(low, "ing") && !strings.HasSuffix(low, "ly") && low != "native" {
			break
		}
	}
	return "", 0, false
}
