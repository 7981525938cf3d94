package infoseek

import (
	"fmt"
	"strings"
)

// AttributeKind is one of the kinds of facts that are no entity.
type AttributeKind string

// The kinds of attributes, with the set of entities each stands for.
const (
	// AttrCategory: entities whose page is in the category Value.
	AttrCategory AttributeKind = "category"
	// AttrType: entities not known, by two agreeing signals, to be of a coarse class disjoint from the class Value.
	AttrType AttributeKind = "type"
	// AttrYear: entities whose page states a year, decade, span or date that overlaps Low..High (years, BC negative, both ends included).
	AttrYear AttributeKind = "year"
	// AttrNumber: entities whose page states a number that, as rounded there, overlaps Low..High in Unit ("" for a bare count).
	AttrNumber AttributeKind = "number"
	// AttrPhrase: entities whose page has all words of Value. Lexical: it does not survive paraphrase.
	AttrPhrase AttributeKind = "phrase"
)

// Attribute is a fact that is no entity.
type Attribute struct {
	Kind  AttributeKind `json:"type"`
	Value string        `json:"value"`
	Low   *float64      `json:"low"`
	High  *float64      `json:"high"`
	Unit  string        `json:"unit"`
}

// String is for messages, not for questions.
func (a Attribute) String() string {
	switch a.Kind {
	case AttrYear, AttrNumber:
		lo, hi := "-inf", "inf"
		if a.Low != nil {
			lo = fmt.Sprintf("%g", *a.Low)
		}
		if a.High != nil {
			hi = fmt.Sprintf("%g", *a.High)
		}
		return strings.TrimSpace(fmt.Sprintf("%s %s..%s %s", a.Kind, lo, hi, a.Unit))
	}
	return fmt.Sprintf("%s %q", a.Kind, a.Value)
}

// Classes is a set of coarse classes.
type Classes uint16

// The coarse classes. A page's class is known only where two of first sentence, infobox and categories agree.
const (
	Person Classes = 1 << iota
	Place
	Organisation
	Organism // a species or other group of living things, or a single animal or plant
	Work     // book, film, piece of music, picture, game, newspaper
	Event
	Substance
	Artefact // a made thing or a kind of them: building, vehicle, device
	Concept  // idea, discipline, language, practice, quantity
	Celestial
	classesEnd
)

// AllClasses is every coarse class.
const AllClasses = classesEnd - 1

var classNames = [...]string{"person", "place", "organisation", "organism", "work", "event", "substance", "artefact", "concept", "celestial"}

// overlapping lists the pairs of classes of which one thing can be a member at once; all other pairs are disjoint.
var overlapping = [...][2]Classes{
	{Place, Organisation}, // states, universities
	{Place, Artefact},     // buildings, canals
	{Place, Celestial},
	{Organisation, Artefact}, // museums
	{Organisation, Work},     // newspapers, broadcasters
	{Organisation, Event},    // festivals, competitions
	{Organism, Substance},    // crops, foods
	{Substance, Artefact},    // materials
	{Substance, Concept},
	{Artefact, Work}, // monuments, software
	{Artefact, Concept},
	{Work, Concept},
	{Event, Concept},
	{Event, Work},
	{Organisation, Concept},
	{Organism, Concept},
	{Place, Concept},
	{Celestial, Concept},
	{Celestial, Event},
	{Place, Event}, // sites known by a disaster or battle
}

// ClassByName returns the class called name, 0 if there is none.
func ClassByName(name string) Classes {
	for i, n := range classNames {
		if n == name {
			return 1 << i
		}
	}
	return 0
}

// Names lists the classes of c.
func (c Classes) Names() []string {
	names := []string{}
	for i, n := range classNames {
		if c&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return names
}

// Compatible returns every class that a thing of one of the classes c may also be in, c included; all classes if c is unknown (0).
func (c Classes) Compatible() Classes {
	if c == 0 {
		return AllClasses
	}
	out := c
	for _, p := range overlapping {
		if c&p[0] != 0 {
			out |= p[1]
		}
		if c&p[1] != 0 {
			out |= p[0]
		}
	}
	return out
}
