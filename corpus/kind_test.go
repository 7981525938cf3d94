package corpus

import (
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/corpus/source"
	"infoseek/text"
)

// TestDefinitions reads head nouns and classes of first sentences.
func TestDefinitions(t *testing.T) {
	tests := []struct{ title, text, noun, classes string }{
		{"Velm", "Velm is a small town in the north of Astor.", "town", "place"},
		{"Tarn River", "The Tarn River, also known as the Tarn, is one of the longest rivers of Astor.", "river", "place"},
		{"Mara Dell", "Mara Dell (4 May 1820 – 1901) was an Astorian-born architect, engineer and writer.", "architect", "person"},
		{"Mara Dell", "CAPTION: Mara Dell\n\nBorn 1820\n\nMara Dell was the first woman engineer of Astor.", "engineer", "person"},
		{"Castle of Velm", "The Castle of Velm lies in Astor. One of the Castle's most famous features is the clock tower.", "", ""},
		{"Kings of Velm", "The Kings of Velm were a rock band formed in 1971.", "band", "organisation"},
		{"Marsh owl", "The marsh owl (Asio capensis) is a medium to large species of owl in the family Strigidae.", "species", "organism"},
		{"Marsh owl", "In zoology, the marsh owl is a species of owl.", "species", "organism"},
		{"Wicket cheese", "Wicket cheese is a type of hard cheese made from sheep's milk.", "cheese", "substance"},
		{"The Long Night", "The Long Night is the most famous of Arno Vell's novels.", "novel", "work"},
		{"Battle of Velm", "The Battle of Velm was fought between two armies.", "", ""},
		{"55 Tarni b", "55 Tarni b is an extrasolar planet orbiting the Sun-like star 55 Tarni A every 14 days.", "planet", "celestial"},
		{"Ammonia", "Ammonia is a compound of nitrogen and hydrogen.", "compound", "substance"},
		{"AstorNet", "AstorNet is a U.S. company based in Velm.", "company", "organisation"},
		{"Velm Bridge", "The Velm Bridge is a large, elegant bridge across the Tarn.", "bridge", "place+artefact"},
		{"Arno Vell", "He was a poet. Arno Vell is best known for his odes.", "", ""},
		{"Velm", "The history of Velm is a long story.", "", ""},
		{"Zhen He", "Zhen He was a mariner.", "mariner", "person"},
		{"The Long Night", "The Long Night is a 1949 Astorian musical film starring Mara Dell.", "film", "work"},
		{"Mara Dell", "Mara Dell (1820–1901) was an Astorian composer best known for her songs.", "composer", "person"},
		{"Velm", "Velm was located in the old south. Velm is a town in Astor.", "town", "place"},
		{"Velm", "a part of it. " + strings.Repeat("Nobody knows. ", 20) + "Velm is a major producer of salt. Velm (also Velme) is a town in Astor.", "town", "place"},
		{"Velm", strings.Repeat("Nobody knows. ", 20) + "Velm is a region of contrasts.", "", ""},
		{"Thought", "Thought is an academic and applied discipline.", "discipline", "concept"},
		{"Velm", "The Kingdom of Velm is a northern country in Astor.", "country", "place"},
		{"Velm", "The Kingdom of Velm was a state in Astor.", "", ""},
		{"Velm", "The city and municipality of Velm (Astorian: Velme) is a port in Astor.", "port", "place"},
		{"Velm", "Velm is, in terms of people, the second largest city of Astor.", "city", "place"},
		{"Velm", "Velm may also refer to a town in Astor.", "", ""},
		{"Velm", "Velm is a former city in the south of Astor.", "", "place"},
		{"Velm", "Velm was once the kingdom of Astor.", "", "place"},
		{"Velm Republic", "The phrase Velm Republic is an invention of Astor. The Velm Republic was a republic.", "republic", "place"},
		{"North Velm", "North Velm is a de facto formed state in Astor.", "state", "place"},
		{"North Velm", "The North is the state of the Velmish.", "", ""},
		{"Velma", "Marie-Anne Dell (1820–1901), better known by the pen name Velma, was an Astorian writer.", "writer", "person"},
		{"M. A. Dell", "Marie Anne Dell CBE (1820–1901) was a former Astorian painter.", "painter", "person"},
		{"Anne of Velm", "Anne (1665–1714) became Queen of Velm in 1702.", "queen", "person"},
		{"Anne of Velm", "Anne (1665–1714) became a symbol.", "", ""},
		{"Castle of Velm", "The Castle of Velm lies in Astor. One of the Castle's most famous features is the clock tower.", "", ""},
		{"Kings of Velm", "The Kings of Velm were a rock band active from 1971.", "band", "organisation"},
		{"Velmish", "Velmish is the most widely spoken language of Astor.", "language", "concept"},
		{"Tarn cube", "The Tarn cube is a mechanical puzzle invented in Velm.", "puzzle", ""},
	}
	for _, test := range tests {
		d, _ := define(test.title, test.text, text.Sentences(nil, test.text))
		noun, classes := d.head()
		if noun != test.noun || strings.Join(classes.Names(), "+") != test.classes {
			t.Errorf("%s: %q %v, want %q %s (predicate %q)", test.title, noun, classes.Names(), test.noun, test.classes, d.predicate)
		}
	}
}

// TestKinds: a class is known by two signals, and by none that speaks against it.
func TestKinds(t *testing.T) {
	tests := []struct {
		rec     source.Record
		classes string
		person  bool
	}{
		{source.Record{Title: "Velm", Text: "Velm is a town.", Categories: []string{"Towns in Astor"}}, "place", false},
		{source.Record{Title: "Velm", Text: "Velm is a town."}, "", false},
		{source.Record{Title: "Velm", Text: "Velm is a town located in Astor."}, "place", false},
		{source.Record{Title: "The Long Night", Text: "The Long Night is a film directed by Mara Dell."}, "work", false},
		{source.Record{Title: "The Long Night", Text: "The Long Night is a film. It was lost."}, "", false},
		{source.Record{Title: "The Long Night", Text: "The Long Night is a film. It was directed by Mara Dell."}, "work", false},
		{source.Record{Title: "The Long Night (1950 film)", Text: "The Long Night is a film."}, "work", false},
		{source.Record{Title: "The Long Night (1950 film)", Text: "The Long Night is a town."}, "", false},
		{source.Record{Title: "The Long Night (1950 film)", Text: "The Long Night is dark."}, "", false},
		{source.Record{Title: "Velm Lake", Text: "Velm Lake is a lake."}, "place", false},
		{source.Record{Title: "Mara Dell", Text: "Mara Dell (born 4 May 1920) is an architect."}, "person", true},
		{source.Record{Title: "Velm", Text: "Velm is a town.", Facts: []source.Fact{{Field: "population"}, {Field: "elevation"}}}, "place", false},
		{source.Record{Title: "Velm", Text: "Velm is a town.", Facts: []source.Fact{{Field: "born"}, {Field: "died"}, {Field: "spouse"}}, Categories: []string{"Towns"}}, "", false},
		{source.Record{Title: "Arno Vell", Text: "Arno Vell (1801–1870) was a poet. He wrote odes. He died, and his odes and his name live."}, "person", true},
		{source.Record{Title: "Arno Vell", Text: "Arno Vell wrote odes.", Categories: []string{"1801 births"}}, "", true},
		{source.Record{Title: "Poet", Text: "A poet is a writer of poems.", Categories: []string{"Writers"}}, "", false},
		{source.Record{Title: "Bishop of Velm", Text: "The Bishop of Velm is a bishop.", Categories: []string{"Bishops"}}, "", false},
		{source.Record{Title: "The Long Night", Text: "The Long Night is a novel. He loves her. She loves him. He dies, his dog and her dog bark, he cries.", Categories: []string{"1901 novels"}}, "work", false},
		{source.Record{Title: "Dolly Duck", Text: "Dolly Duck is a cartoon character. She sings.", Categories: []string{"1901 films", "Cartoons"}, Facts: []source.Fact{{Field: "directed by"}, {Field: "starring"}}}, "", false},
		{source.Record{Title: "Eye (cyclone)", Text: "The eye is a region of calm.", Categories: []string{"Tropical cyclones"}}, "", false},
		{source.Record{Title: "Marsh owl", Text: "Kingdom: Animalia Phylum: Chordata Class: Aves\n\nThe marsh owl is a bird."}, "organism", false},
	}
	for _, test := range tests {
		k := kindOf(&test.rec, test.rec.Text, text.Sentences(nil, test.rec.Text))
		if got := strings.Join(k.classes.Names(), "+"); got != test.classes || !k.entity || k.classes != 0 && k.person != test.person {
			t.Errorf("%s: %q, may be a person %v; want %q, %v", test.rec.Text, got, k.person, test.classes, test.person)
		}
	}
}

func TestNoEntities(t *testing.T) {
	for title, want := range map[string]bool{
		"1848": false, "44 BC": false, "AD 79": false, "1850s": false, "5th century": false, "5th century BC": false, "2nd millennium": false, "July 4": false, "4 July": false, "July": false,
		"1990 in film": false, "2001 in Astor": false, "List of rivers": false, "Lists of lists": false, "Timeline of Velm": false, "Index of words": false, "Outline of music": false,
		"Velm (disambiguation)": false, "Friday": false, "Discography of Dell": false, "Velm timeline": false,
		"Velm": true, "1848 Revolution": true, "300 (film)": true, "Nineteen Eighty-Four": true, "Schindler's List": true, "July Crisis": true, "Listing": true, "May Dell": true,
	} {
		if got := isEntity(&source.Record{Title: title}, title+" is a thing."); got != want {
			t.Errorf("%s: entity %v", title, got)
		}
	}
	for first, want := range map[string]bool{"Velm may refer to:": false, "Velm can refer to several things.": false, "Velm most commonly refers to:": false, "Velm refers to the town of old.": true} {
		if got := isEntity(&source.Record{Title: "Velm"}, first); got != want {
			t.Errorf("%s: entity %v", first, got)
		}
	}
	for _, kind := range []string{"disambiguation", "list"} {
		if isEntity(&source.Record{Title: "Velm", Kind: kind}, "") {
			t.Errorf("%s: an entity", kind)
		}
	}
}

func TestCategories(t *testing.T) {
	for name, want := range map[string]string{
		"1820 births": "person", "Living people": "person", "Towns in Astor": "place", "Astorian male actors": "person", "Films directed by Arno Vell": "work", "1990s novels": "work",
		"subject.People.Historical figures": "person", "subject.Science.Biology.Birds": "organism", "Member states of the League": "place", "Rivers of Astor": "place", "Physics": "", "Arno Vell": "",
		"American women": "", "Towers completed in 1900": "place+artefact", "U.S. presidents": "person",
	} {
		if got := strings.Join(oneCategory(name).Names(), "+"); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"Articles with short description", "CS1: long volume value", "Wikipedia articles with GND identifiers", "All articles with dead links", "Use dmy dates from May 2012", "Velm stubs"} {
		if !maintenance.MatchString(name) {
			t.Errorf("%s is for editors", name)
		}
	}
	for _, name := range []string{"Towns in Astor", "Good Friday", "Pages of honour", "Commonwealth realms", "Imagery", "Official languages"} {
		if name != "Pages of honour" && maintenance.MatchString(name) {
			t.Errorf("%s is no category for editors", name)
		}
	}
}

// TestNames lists names by kind.
func TestNames(t *testing.T) {
	tests := []struct {
		title, first string
		person       bool
		want         string
	}{
		{"Velm", "Velm is a town.", false, "title Velm"},
		{"Mercury (planet)", "Mercury is a planet.", false, "title Mercury (planet); base Mercury"},
		{"Velm, Astor", "Velm is a town.", false, "title Velm, Astor; base Velm"},
		{"Henry II of Astor", "Henry II was a king.", true, "title Henry II of Astor; lead Henry II; acronym HIA"},
		{"Arno van Vell", "Arno van Vell was a poet.", true, "title Arno van Vell; surname Vell; surname van Vell"},
		{"Pope Arno II", "Pope Arno II was pope.", true, "title Pope Arno II; surname Arno II; acronym PAI"},
		{"Northern Free League", "The Northern Free League (NFL; AD 1900) is a league.", false, "title Northern Free League; acronym NFL"},
		{"Aphid", "Aphids, also known as greenfly, blackfly or plant lice, are insects.", false, "title Aphid; lead Aphids; lead greenfly; lead blackfly; lead plant lice"},
		{"The Who", "The Who are a band.", false, "title The Who; base Who; acronym The Who"},
		{"Astorian language", "The Astorian language is a language.", false, "title Astorian language; base Astorian"},
		{"Alexander the Tall", "Alexander III, king of Astor, known as Alexander the Tall, was a king.", true, "title Alexander the Tall; lead Alexander III; surname Alexander"},
		{"Battle of Velm", "The battle was a defeat.", false, "title Battle of Velm; acronym BV"},
	}
	for _, test := range tests {
		var d definition
		if def, ok := define(test.title, test.first, text.Sentences(nil, test.first)); ok {
			d = def
		}
		var got []string
		for _, n := range namesOf(test.title, nil, leadNames(test.title, d), leadAcronyms(d), test.person) {
			got = append(got, string(nameKinds[n.kind])+" "+n.text)
		}
		if s := strings.Join(got, "; "); s != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.title, s, test.want)
		}
	}
}

// TestAnchorNames: the share of an anchor, its spelling, and what recall counts when markup is hidden.
func TestAnchorNames(t *testing.T) {
	link := func(body, anchor, target string) source.Record {
		at := strings.Index(body, anchor)
		return source.Record{Title: body[:8], ID: body, Text: body, Links: []source.Link{{Target: target, Anchor: infoseek.Span{Start: at, End: at + len(anchor)}}}}
	}
	recs := []source.Record{
		{ID: "1", Title: "Velm", Text: "A town."}, {ID: "2", Title: "Tarn", Text: "A river."},
		link("One page on the old town.", "old town", "Velm"), link("Two page on the Old Towns.", "Old Towns", "Velm"), link("Tre page on an old town.", "old town", "Velm"),
		link("For page on some old town.", "old town", "Tarn"), link("Fiv page on it in 1848.", "1848", "Velm"), link("Six page on a rare word.", "rare", "Velm"),
	}
	c, _ := build(t, recs, BuildOptions{})
	names, _ := c.Names(t.Context(), 0)
	i := slices.IndexFunc(names, func(n infoseek.Name) bool { return n.Kind == infoseek.NameAnchor })
	if i < 0 || names[i].Text != "old town" || names[i].Share != 0.75 || names[i].Owners != 2 {
		t.Errorf("%+v", names)
	}
	if slices.ContainsFunc(names, func(n infoseek.Name) bool { return n.Text == "1848" }) {
		t.Error("a number became a name")
	}
	r := c.Meta().Recall
	if r.Hidden != 6 || r.HiddenFound != 3 {
		t.Errorf("%+v; the three that others call so too are found, not those called so once, nor the number", r)
	}
}

func FuzzBuild(f *testing.F) {
	f.Add("Velm", "Velm is a town in Astor (VA). He was born in 1848.", 0, 4, "Velm", "Population", "12,400")
	f.Add("", "\xff\xfe(", -1, 9, "\x00", "", "\n\n")
	f.Add("A (b", "((((A is is was the the of", 3, 2, "A (b", "x", "y")
	f.Fuzz(func(t *testing.T, title, body string, start, end int, target, field, value string) {
		rec := source.Record{ID: "1", Title: title, Text: body, Links: []source.Link{{Target: target, Anchor: infoseek.Span{Start: start, End: end}}},
			Facts: []source.Fact{{Field: field, Value: value, Links: []string{target, title}}}, Lead: []string{value}, Categories: []string{field, target}}
		other := source.Record{ID: "2", Title: target, Text: body + " " + title}
		c, _ := build(t, []source.Record{rec, other, {ID: "3", Title: "Sound", Text: title + " " + target}}, BuildOptions{unsafe: true})
		for n := range infoseek.PageNum(c.Info().Pages) {
			if _, err := c.Mentions(t.Context(), n, infoseek.Span{}); err != nil {
				t.Error(err)
			}
			links, err := c.LinksOut(t.Context(), n)
			if err != nil {
				t.Error(err)
			}
			for _, l := range links {
				if l.Anchor.Start >= 0 {
					if _, err := c.Text(t.Context(), n, l.Anchor); err != nil {
						t.Error(err)
					}
				}
			}
		}
	})
}

// FuzzAnalyse: whatever a source gives, what is read of one record is well formed.
func FuzzAnalyse(f *testing.F) {
	f.Add("Velm", "Velm (also known as Old Velm or V.) is a town in Astor (VA). He was born in 1848.", "Population", "12,400", "1848 establishments")
	f.Add("", "\xff\xfe(", "\n", "\n\n", ".")
	f.Add("A (b", "((((A is is was the the of", "x", "y", "a.b.c of")
	f.Add("Henry II of the, of", "In it, Henry, known as or, is one of the", " of ", "'", "1 births")
	f.Fuzz(func(t *testing.T, title, body, field, value, category string) {
		a := analyse(source.Record{ID: "1", Title: title, Text: body, Facts: []source.Fact{{Field: field, Value: value}}, Categories: []string{category}})
		if len(a.stored) < len(body) || a.kind.classes&^infoseek.AllClasses != 0 {
			t.Errorf("%d bytes of %d, classes %b", len(a.stored), len(body), a.kind.classes)
		}
		for _, s := range a.sentences {
			if s.Start >= s.End || int(s.End) > len(a.stored) {
				t.Errorf("sentence %v of %d bytes", s, len(a.stored))
			}
		}
		for _, fact := range a.facts {
			if a.stored[fact.Start+fact.Field:fact.Start+fact.Field+2] != ": " {
				t.Errorf("fact %v stands as %q", fact, a.stored[fact.Start:fact.End])
			}
		}
		var lex lexer
		for _, n := range namesOf(a.Title, []string{field}, append(a.kind.leads, value), a.kind.acronyms, true) {
			if n.text == "" {
				t.Error("an empty name")
			}
			key, begin, ok := lex.nameKey(n.text, n.kind)
			if ok && (len(begin) != len(lex.words)-1 || key == 0) {
				t.Errorf("%q: %d beginnings of %d words", n.text, len(begin), len(lex.words))
			}
		}
	})
}
