package corpus

import (
	"infoseek"
	"infoseek/corpus/source"
	"infoseek/text"
)

// kind is what a record's page is about.
type kind struct {
	entity   bool
	classes  infoseek.Classes // 0 is unknown
	kinds    infoseek.Kinds   // the same
	person   bool             // may be a person
	noun     string
	leads    []string // further names read in the definition, where the source marks none in bold
	acronyms []string
}

/*
# When a class is known

A page of known class is left out of every set of a disjoint type, so a wrong class makes certificates unsound, and an unknown one only costs yield. Five signals are read, each a set
of classes, empty where it tells nothing: the head noun of the definition, the title ("The Birds (film)", "Volga River"), which stands for the definition where that has none, the infobox (its fields, or
what it left above the definition of a plain text), the categories (or the line of a text that files it), and the text near its start (dates of life, Latin name, position, pronouns, what is done with things
of the noun's class). A class is known where two signals have
it and no other signal that tells anything is disjoint from it. Pronouns are many in the plot of a novel, so they do not speak against a noun.
*/

// kindOf decides what a page is about.
func kindOf(rec *source.Record, stored string, sentences []infoseek.Span) kind {
	k := kind{}
	first := ""
	if len(sentences) > 0 {
		first = stored[sentences[0].Start:sentences[0].End]
	}
	if k.entity = isEntity(rec, first); !k.entity {
		return k
	}
	var signals [5]infoseek.Classes
	pieces := inPieces(stored)
	d, defined := definition{}, false
	if pieces {
		d, defined = defineInPieces(rec.Title, stored, sentences)
	} else {
		d, defined = define(rec.Title, stored, sentences)
	}
	above := ""
	if defined {
		k.noun, signals[0] = d.head()
		if signals[3] = textSignal(d, stored); signals[3] == 0 {
			signals[3] = d.told(stored) & signals[0]
		}
		above = stored[:d.start]
		k.acronyms = leadAcronyms(d)
		if len(rec.Lead) == 0 {
			k.leads = leadNames(rec.Title, d)
		}
	}
	told := signals[0] != 0
	if k.noun == "" || signals[0] == 0 && isPassing(k.noun) {
		signals[0] = bracketSignal(rec.Title)
	}
	if signals[0] == 0 {
		signals[0] = titleSignal(rec.Title)
	}
	if told {
		if signals[4] = bracketSignal(rec.Title); signals[4] == 0 {
			signals[4] = titleSignal(rec.Title) & signals[0]
		}
	}
	if signals[3] == infoseek.Person && signals[0]&infoseek.Person == 0 && signals[0] != 0 {
		signals[3] = 0
	}
	if pieces {
		above = boxAbove(stored, d.start, defined)
	}
	if signals[1] = fieldSignal(rec.Facts); signals[1] == 0 {
		signals[1] = residueSignal(above)
	}
	if signals[2] = categorySignal(rec.Categories); len(rec.Categories) == 0 {
		signals[2] = statedSignal(stored)
	}
	if k.classes = agreed(signals[:]); k.classes == 0 {
		k.classes = unnamed(rec.Title, stored, signals[:])
	}
	if unclassed[k.noun] || k.classes == infoseek.Person && officeTitle(rec.Title) {
		k.classes = 0
	}
	if c := nouns[k.noun]; c != 0 && c.Compatible()&k.classes == 0 && k.classes != 0 {
		k.noun = "" // a misreading, as it turns out
	}
	k.kinds = kindsOf(k.noun, k.classes, stored)
	k.person = mayBePerson(k.classes, signals)
	return k
}

// unclassed are nouns of beings that are of no class, whatever their pages look like: persons, animals and works at once.
var unclassed = text.WordSet("character god goddess deity demigod hero heroine monster creature giant legend figure angel demon")

// mayBePerson tells whether a page has surnames: a person has, and a page of unknown class of which any signal says so, unless its noun says otherwise.
func mayBePerson(known infoseek.Classes, signals [5]infoseek.Classes) bool {
	if known != 0 || signals[0] != 0 {
		return (known|signals[0])&infoseek.Person != 0 && (known == 0 || known&infoseek.Person != 0)
	}
	return (signals[1]|signals[2]|signals[3])&infoseek.Person != 0
}

// agreed returns the classes that two signals have, if no third is disjoint from them.
func agreed(signals []infoseek.Classes) infoseek.Classes {
	var known infoseek.Classes
	for i, a := range signals {
		for _, b := range signals[i+1:] {
			known |= a & b
		}
	}
	if known == 0 {
		return 0
	}
	for _, s := range signals {
		if s != 0 && s.Compatible()&known == 0 {
			return 0
		}
	}
	return known
}
