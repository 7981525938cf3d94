package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// classNouns call a thing by its coarse class where its page gives no better word.
var classNouns = map[infoseek.Classes]string{
	infoseek.Person:       "person",
	infoseek.Place:        "place",
	infoseek.Organisation: "organisation",
	infoseek.Organism:     "living thing",
	infoseek.Work:         "work",
	infoseek.Event:        "event",
	infoseek.Substance:    "substance",
	infoseek.Celestial:    "celestial body",
}

// vague are head nouns that do not say what kind of thing a page is about, or are of another number than they seem.
var vague = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`phase stage aspect name term one type member group kind form part set series example word title list number variety sort class piece
		result use way thing subject topic section pair unit range collection body case line order branch element field act lot majority amount
		description son daughter brother sister wife husband father mother child cousin nephew uncle grandson friend seat home center centre
		practice study theory figure resident native citizen nickname abbreviation acronym person place place-name some many most several
		people man woman men women boy girl family process method system concept idea
		scientific process product species genus
		hour year day month century period era age time decade week state-of-art world country-side lead
		neighbour neighbor hub consumer producer recipient destination application investigation agent supporter originator counterpart response issue port stronghold
		founder symbol feature icon emblem landmark representative successor predecessor descendant ancestor heir rival opponent ally enemy victim survivor
		winner holder owner user creator contributor proponent advocate pioneer champion architecture object target theme focus guest birthplace hometown basis
		base source origin cause effect consequence outcome byproduct component constituent ingredient equivalent variant version variation derivative
		alternative combination assemblage arrangement sequence succession event occurrence situation circumstance position post role designation entity item
		matter stuff mass location site spot attraction partner colleague associate contemporary lover companion favourite favorite candidate nominee
		participant competitor contender beneficiary gateway setting scene backdrop extension continuation offshoot remnant remainder division subdivision
		segment portion fraction manifestation expression representation depiction embodiment standard measure reference degree level rate instance concern
		problem answer force factor characteristic property quality attempt effort influence inspiration successor-state subset superset twin triplet eldest
		youngest firstborn surname forename shift diversity precipitation invention strip democracy
		colony capital leader head member-state point area region zone territory side end top rest half third quarter`) {
		m[w] = true
	}
	for _, w := range []string{"species", "genus", "region", "territory", "element", "state", "series", "capital"} {
		delete(m, w)
	}
	return m
}()

// Noun is the word for the kind of thing a page is about; "" if there is none, and the page can then be no hidden vertex.
func Noun(p infoseek.Page) string {
	n := p.Noun
	if n == "state" && p.Classes&infoseek.Place == 0 {
		n = "" // of matter, or of mind
	}
	if n != "" && !vague[n] && isWord(n) && !(strings.HasSuffix(n, "s") && !singularS[n] && !strings.HasSuffix(n, "ss") && !strings.HasSuffix(n, "us") && !strings.HasSuffix(n, "is")) {
		if n == "capital" {
			return "city" // of a state in a federation, perhaps
		}
		if p.Classes == infoseek.Person && !personal(n) {
			return classNouns[infoseek.Person]
		}
		return n
	}
	if n := titleNoun(p); n != "" {
		return n
	}
	return classNouns[p.Classes]
}

// titleNoun is the kind that a thing's title tells at its end, or before "of": a "Western Empire" is an empire.
func titleNoun(p infoseek.Page) string {
	if p.Classes == infoseek.Person || p.Classes == infoseek.Organism {
		return ""
	}
	head, _, _ := strings.Cut(Base(p.Title), " of ")
	word := strings.ToLower(head[strings.LastIndexByte(head, ' ')+1:])
	if first, _, ok := strings.Cut(strings.ToLower(p.Title), " "); ok && storms[first] != "" {
		return storms[first]
	}
	if strings.ContainsRune(Base(p.Title), ' ') && (titled[word] || kindsInTitles[word]) {
		return word
	}
	return ""
}

// kindsInTitles are nouns that tell in a title what kind of thing its bearer is, beside those that it may be called by.
var kindsInTitles = text.WordSet(`empire kingdom republic dynasty ocean gulf bay strait desert plateau peninsula archipelago glacier volcano waterfall language religion treaty conference
	massacre riot election massif lagoon reef sultanate duchy principality constitution act award prize symphony opera`)

// storms are the first words of storms' names.
var storms = map[string]string{"hurricane": "hurricane", "cyclone": "cyclone", "typhoon": "typhoon", "tropical": "storm"}

var singularS = map[string]bool{"species": true, "series": true, "genus": true, "canvas": true, "gas": true, "lens": true}

func isWord(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && r != '-' && r != ' ' {
			return false
		}
	}
	return len(s) > 2
}

// persons are nouns that are said of persons alone.
var persons = text.WordSet(`actor actress director politician player footballer singer writer author composer musician painter poet novelist journalist businessman businesswoman
	scientist physicist chemist mathematician biologist astronomer historian philosopher economist engineer inventor architect explorer navigator lawyer judge
	president minister king queen emperor empress prince princess general admiral officer soldier pilot astronaut athlete swimmer boxer wrestler cricketer golfer cyclist
	coach comedian dancer choreographer producer screenwriter filmmaker cinematographer songwriter rapper guitarist pianist violinist drummer conductor
	bishop archbishop pope priest theologian missionary saint monk nun rabbi physician surgeon nurse psychologist sociologist anthropologist linguist
	sculptor photographer designer illustrator cartoonist editor publisher critic playwright dramatist essayist diplomat senator governor mayor activist
	revolutionary entrepreneur executive banker merchant nobleman duke duchess earl countess statesman stateswoman philanthropist naturalist botanist zoologist
	geologist professor teacher educator academic scholar presenter broadcaster model spy criminal murderer conquistador ruler sultan tsar caliph`)

// unlike are nouns of persons that mean another kind of person where a word before them is lost: "public servant".
var unlike = text.WordSet("servant pretender holder assistant")

// IsPerson reports whether a page is about a person, as far as wording goes: by its class, or where that is unknown by its noun.
func IsPerson(p infoseek.Page) bool {
	return p.Classes == infoseek.Person || p.Classes == 0 && persons[p.Noun]
}

// personal reports whether a noun can be said of a person: one that is known, or formed as such nouns are.
func personal(n string) bool {
	if unlike[n] {
		return false
	}
	for _, end := range []string{"er", "or", "ist", "ian", "ess", "man", "woman", "ant", "ent", "ic", "eer", "ic", "path", "lord", "ire"} {
		if strings.HasSuffix(n, end) {
			return true
		}
	}
	return persons[n] || n == "author" || n == "polymath" || n == "monarch" || n == "cleric" || n == "baron" || n == "abolitionist" || n == "genius" || n == "virtuoso" || n == "star"
}
