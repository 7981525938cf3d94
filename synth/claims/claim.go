// Package claims reads statements about a page's own subject: who or what the page is about, a verb phrase, and the entity, year or number that the phrase ends in.
// It prefers silence to error: a sentence is read only if its subject is the page's topic by name, pronoun or noun, and the words up to the object are plain; a
// field of an infobox, kept as a fact or flattened into the text, only under a label that it knows. It knows nothing of trees or candidate sets.
//
// In the order of reading: reader.go walks a page's sentences, topic.go with subject.go finds their subject, opening.go where predicates begin, object.go, list.go and peel.go where
// the object begins and ends, generic.go, sentence.go and predicate.go what is left out in between, phrase.go, sound.go and sense.go what is refused; years.go,
// numbers.go, possessive.go, kind.go, place.go, role.go, including.go, box.go, facts.go with labels.go, and category.go read the other kinds.
package claims

import "infoseek"

// Kind says what a claim ends in.
type Kind uint8

// The kinds of claims.
const (
	ToEntity Kind = iota
	ToYear
	ToNumber
	ToType
	ToCategory
)

// Claim is one statement read on Subject's page. Told in full it is "<subject> <Phrase> <object>".
type Claim struct {
	Subject infoseek.PageNum
	Kind    Kind
	// Phrase opens with a verb in the third person singular or past and holds no name, date or number: "was born in", "has a population of".
	Phrase string
	// Object and Shown: the entity and how the text names it ("the" included where the text has it). ToEntity only.
	Object infoseek.PageNum
	Shown  string
	// Plain is set where the text names the object by a common noun ("fish"): it can be a named leaf, not a hidden vertex.
	Plain bool
	// Low..High: the year, BC negative, or the number in Unit as stated. ToYear and ToNumber.
	Low, High float64
	// Ranged is set where the text states Low..High as a range: "3 to 5 km".
	Ranged bool
	Unit   string
	// Tail follows the number: "long", "above sea level".
	Tail string
	// Noun is the head noun. ToType only.
	Noun string
	// Category as the corpus states it. ToCategory only.
	Category string
	// Evidence is the sentence, or the fact's line, in Subject's text.
	Evidence infoseek.Span
	// Name is how the page's text calls its subject: the title without its disambiguator, with "the" where the text has it. Common is set where that is a common noun.
	Name   string
	Common bool
	// Possessive claims are told as "whose <Phrase> <object>": "whose capital is Vienna".
	Possessive bool
}
