package claims

import (
	"strings"

	"infoseek"
)

// label tells how a field of an infobox is said of the page's subject.
type label struct {
	phrase     string
	possessive bool
	// of and to are the classes that subject and object must have, as far as theirs are known; 0 is any.
	of, to infoseek.Classes
	// many fields may hold several values, each of which is true; dated ones hold a date and a place, of which the parts are each true.
	many, dated bool
	// single fields say nothing where they list several.
	single bool
	// event is the phrase for events, if there is one.
	event string
	noun  string // the subject's noun must be this; "" is any
}

const (
	person = infoseek.Person
	place  = infoseek.Place
	work   = infoseek.Work
	site   = infoseek.Place | infoseek.Artefact | infoseek.Organisation
	maker  = infoseek.Person | infoseek.Organisation
)

// labels are the fields that are read, under all the names they go by. Others are left alone: their names are too often not nouns of English.
var labels = func() map[string]label {
	m := map[string]label{}
	for _, l := range []struct {
		names string
		label label
	}{
		{"born|birth|birth place|birthplace|place of birth|date and place of birth", label{phrase: "was born in", of: person, to: place, dated: true}},
		{"died|death|death place|place of death", label{phrase: "died in", of: person, to: place, dated: true}},
		{"buried|burial|burial place|resting place", label{phrase: "was buried in", of: person, to: site}},
		{"residence|residences", label{phrase: "lived in", of: person, to: place, many: true}},
		{"alma mater|education|educated at", label{phrase: "studied at", of: person, to: infoseek.Organisation, many: true}},
		{"spouse|spouses|consort|wife|husband", label{phrase: "was married to", of: person, to: person, many: true}},
		{"father", label{phrase: "father was", possessive: true, of: person, to: person}},
		{"mother", label{phrase: "mother was", possessive: true, of: person, to: person}},
		{"predecessor|preceded by", label{phrase: "was preceded by", of: person, to: person}},
		{"successor|succeeded by", label{phrase: "was succeeded by", of: person, to: person}},
		{"doctoral advisor|academic advisor|doctoral advisors|academic advisors", label{phrase: "was a student of", of: person, to: person, many: true}},
		{"teacher|teachers", label{phrase: "was taught by", of: person, to: person, many: true}},
		{"doctoral students|notable students|students|pupils", label{phrase: "taught", of: person, to: person, many: true}},
		{"influences", label{phrase: "was influenced by", of: person, to: person, many: true}},
		{"influenced", label{phrase: "influenced", of: person, to: person, many: true}},
		{"field|fields", label{phrase: "worked in the field of", of: person, to: infoseek.Concept, many: true}},
		{"employer|institutions|institution|work institutions", label{phrase: "worked for", of: person, to: infoseek.Organisation, many: true}},
		{"political party|party", label{phrase: "belonged to", of: person, to: infoseek.Organisation}},
		{"awards|notable prizes|prizes|notable awards", label{phrase: "received", of: person, many: true}},
		{"battles", label{phrase: "fought in", of: person, to: infoseek.Event, many: true}},
		{"patron", label{phrase: "was supported by", of: person, to: person}},

		{"capital|capital and largest city", label{phrase: "capital is", possessive: true, of: place, to: place}},
		{"largest city", label{phrase: "largest city is", possessive: true, of: place, to: place}},
		{"currency", label{phrase: "currency is", possessive: true, of: place}},
		{"official language|official languages", label{phrase: "official languages include", possessive: true, of: place, many: true}},
		{"monarch", label{phrase: "monarch is", possessive: true, of: place, to: person, single: true}},
		{"president", label{phrase: "president is", possessive: true, of: place, to: person, single: true}},
		{"prime minister", label{phrase: "prime minister is", possessive: true, of: place, to: person, single: true}},
		{"governor", label{phrase: "governor is", possessive: true, of: place, to: person, single: true}},
		{"country of origin", label{phrase: "country of origin is", possessive: true, of: work, to: place, single: true}},
		{"original channel", label{phrase: "was broadcast by", of: work, to: infoseek.Organisation, single: true}},
		{"country|sovereign state", label{phrase: "is in", of: place, to: place, single: true}},
		{"region|province|state|county|district|department|prefecture|canton|continent|constituent country|ceremonial county|admin county|metropolitan county|federal state",
			label{phrase: "is in", of: place, to: place}},
		{"location", label{phrase: "is in", of: site, to: place, dated: true, event: "took place in"}},
		{"mouth|river mouth|discharges into|primary outflows", label{phrase: "flows into", of: place, to: place}},
		{"source|origin", label{phrase: "rises in", of: place, to: place}},
		{"basin countries", label{phrase: "drains part of", of: place, to: place, many: true, noun: "river"}},
		{"range|parent range", label{phrase: "belongs to", of: place, to: place}},
		{"owner|parent|parent company", label{phrase: "is owned by", to: maker}},
		{"headquarters", label{phrase: "has its headquarters in", of: infoseek.Organisation, to: place, dated: true}},
		{"founder|founders|founded by", label{phrase: "was founded by", to: maker, many: true}},
		{"architect|architects", label{phrase: "was designed by", to: maker}},

		{"author|authors|writer|writers|written by|screenplay by|screenplay", label{phrase: "was written by", of: work, to: person, many: true}},
		{"director|directed by", label{phrase: "was directed by", of: work, to: person, many: true}},
		{"producer|produced by", label{phrase: "was produced by", of: work, to: maker, many: true}},
		{"composer|music by|music|composed by", label{phrase: "has music by", of: work, to: person}},
		{"starring|cast", label{phrase: "stars", of: work, to: person, many: true}},
		{"publisher", label{phrase: "was published by", of: work, to: maker}},
		{"developer|developers", label{phrase: "was developed by", to: maker}},
		{"designer|designers|designed by", label{phrase: "was designed by", to: maker, many: true}},
		{"distributor|distributed by", label{phrase: "was distributed by", of: work, to: infoseek.Organisation}},
		{"creator|created by", label{phrase: "was created by", to: maker, many: true}},
		{"based on", label{phrase: "is based on", of: work}},
		{"network|channel", label{phrase: "was broadcast by", of: work, to: infoseek.Organisation}},
		{"inventor|invented by", label{phrase: "was invented by", to: maker}},

		{"part of", label{phrase: "was part of", of: infoseek.Event}},
		{"combatants|belligerents", label{phrase: "was fought by", of: infoseek.Event, to: infoseek.Place | infoseek.Organisation, many: true}},
		{"commanders", label{phrase: "was fought under", of: infoseek.Event, to: person, many: true}},
		{"areas affected", label{phrase: "affected", of: infoseek.Event, to: place, many: true}},
		{"place|venue|site", label{phrase: "took place in", of: infoseek.Event, to: place, dated: true}},

		{"discovered by|discoverer", label{phrase: "was discovered by", to: person, many: true}},
		{"named after|named for", label{phrase: "is named after"}},
		{"constellation", label{phrase: "lies in", of: infoseek.Celestial, to: infoseek.Celestial}},
		{"parent body|parent star|satellite of|orbits|star|planet", label{phrase: "orbits", of: infoseek.Celestial, to: infoseek.Celestial}},
		{"rocket|launch vehicle", label{phrase: "was launched on"}},
		{"operator|operators", label{phrase: "was operated by", to: infoseek.Organisation, many: true}},
		{"manufacturer|manufacturers|builder", label{phrase: "was made by", to: infoseek.Organisation, many: true}},
		{"launch site", label{phrase: "was launched from", to: site}},
		{"class|order|family|subfamily|genus|superfamily|suborder", label{phrase: "belongs to", of: infoseek.Organism, to: infoseek.Organism}},
		{"spoken in", label{phrase: "is spoken in", to: place, many: true}},
		{"official language in", label{phrase: "is an official language of", to: place, many: true}},
	} {
		for _, n := range strings.Split(l.names, "|") {
			m[n] = l.label
		}
	}
	return m
}()

func plainField(field string) string {
	return strings.ToLower(strings.Trim(strings.ReplaceAll(field, "_", " "), " :."))
}

// labelled returns how field is said; brackets and underscores in its name do not count. A bullet before it makes it part of a field above, and not
// what it seems.
func labelled(field string) (label, bool) {
	field = plainField(field)
	if at := strings.IndexByte(field, '('); at > 0 {
		field = strings.TrimSpace(field[:at])
	}
	field = strings.Replace(field, "capitaland", "capital and", 1)
	l, ok := labels[field]
	return l, ok
}
