package infoseek

// Kinds is a set of kinds: what a coarse class is parted into where its parts are told apart by everyone ("river" and "settlement" of places). Persons have none, since a
// person may be of any two professions.
type Kinds uint64

// kinds lists the kinds: name, the classes of which a thing of that kind must be, and the other kinds that it may be of as well. Two kinds that do not name one another are disjoint.
var kinds = [...]struct {
	name    string
	classes Classes
	with    string
}{
	{"settlement", Place, "territory island"},
	{"territory", Place | Organisation, "settlement island landform park"},
	{"island", Place, "settlement territory mountain landform park"},
	{"river", Place, ""},
	{"lake", Place, "sea park"},
	{"sea", Place, "lake"},
	{"mountain", Place, "island landform park"},
	{"landform", Place, "territory island mountain park"},
	{"park", Place | Organisation, "territory island lake mountain landform building"},
	{"road", Place | Artefact, "building"},
	{"building", Place | Organisation | Artefact | Work, "park road company"},

	{"mammal", Organism, ""},
	{"bird", Organism, "dinosaur"},
	{"dinosaur", Organism, "bird reptile"},
	{"reptile", Organism, "dinosaur"},
	{"amphibian", Organism, ""},
	{"fish", Organism | Substance, ""},
	{"arthropod", Organism, ""},
	{"mollusc", Organism | Substance, ""},
	{"plant", Organism | Substance, ""},
	{"fungus", Organism | Substance, ""},
	{"microbe", Organism, ""},

	{"film", Work, "series play"},
	{"series", Work, "film book"},
	{"book", Work | Artefact, "series play song"},
	{"play", Work, "film book composition"},
	{"song", Work, "book composition"},
	{"album", Work, ""},
	{"composition", Work, "play song"},
	{"picture", Work | Artefact, ""},
	{"periodical", Work | Organisation, ""},

	{"war", Event, ""},
	{"battle", Event, ""},
	{"storm", Event, ""},
	{"season", Event, ""},
	{"earthquake", Event, ""},
	{"election", Event, ""},

	{"company", Organisation, "building team"},
	{"band", Organisation, ""},
	{"team", Organisation, "company"},
	{"party", Organisation, ""},

	{"element", Substance, ""},
	{"language", Concept, ""},
	{"ship", Artefact, ""},
	{"aircraft", Artefact, "spacecraft"},
	{"spacecraft", Artefact | Celestial, "aircraft"},

	{"planet", Celestial, "asteroid"},
	{"moon", Celestial, "asteroid"},
	{"asteroid", Celestial, "planet moon"},
	{"star", Celestial, ""},
	{"galaxy", Celestial, ""},
	{"constellation", Celestial, ""},
}

// AllKinds is every kind.
const AllKinds = Kinds(1<<len(kinds) - 1)

// KindByName returns the kind called name, 0 if there is none.
func KindByName(name string) Kinds {
	for i := range kinds {
		if kinds[i].name == name {
			return 1 << i
		}
	}
	return 0
}

// Names lists the kinds of k.
func (k Kinds) Names() []string {
	names := []string{}
	for i := range kinds {
		if k&(1<<i) != 0 {
			names = append(names, kinds[i].name)
		}
	}
	return names
}

// Classes are those that the things of a kind of k may be of.
func (k Kinds) Classes() Classes {
	var c Classes
	for i := range kinds {
		if k&(1<<i) != 0 {
			c |= kinds[i].classes
		}
	}
	return c
}
