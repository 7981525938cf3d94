package synth

import (
	"context"
	"slices"
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
)

func TestAnswerNames(t *testing.T) {
	name := func(s string, k infoseek.NameKind) infoseek.Name { return infoseek.Name{Text: s, Kind: k, Share: 1} }
	anchor := func(s string, share float64) infoseek.Name {
		return infoseek.Name{Text: s, Kind: infoseek.NameAnchor, Share: share}
	}
	var b memcorpus.Builder
	page := b.Add(memcorpus.Page{Title: "Arno Vell (painter)", Noun: "painter", Classes: infoseek.Person, Names: []infoseek.Name{
		name("Arno Vell", infoseek.NameBase),
		name("Vell", infoseek.NameSurname),
		name("AV", infoseek.NameAcronym),
		name("Arno J. Vell", infoseek.NameRedirect),
		name("the Arno J. Vell", infoseek.NameRedirect), // the same again
		name("ARNO VELL", infoseek.NameRedirect),
		name("Master of Mills", infoseek.NameLead),
		name("Old Master", infoseek.NameLead), // another page is called The Old Master
		name("The Young Master", infoseek.NameLead),
		name("Shared Name", infoseek.NameRedirect),
		name("Painter", infoseek.NameRedirect),
		name("painter", infoseek.NameRedirect),
		name("his work", infoseek.NameRedirect),
		anchor("he", 1),
		anchor("He", 1),
		anchor("Vell the Elder", 0.95),
		anchor("Vell the Younger", 0.85),
		anchor("1850", 1),
		anchor("The", 1),
	}})
	b.Add(memcorpus.Page{Title: "The Old Master"})
	b.Add(memcorpus.Page{Title: "Young Master"})
	b.Add(memcorpus.Page{Title: "Someone", Names: []infoseek.Name{name("Shared Name", infoseek.NameRedirect)}})
	pages := b.Build()
	c := &checks{pages: pages, info: &pageCache{pages: pages}}
	answer, aliases, err := c.answerNames(context.Background(), page)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Arno J. Vell", "Master of Mills", "Vell the Elder", "1850"}
	if answer != "Arno Vell" || !slices.Equal(aliases, want) {
		t.Errorf("answer %q, aliases %q, want %q", answer, aliases, want)
	}
}

func TestLeak(t *testing.T) {
	var b memcorpus.Builder
	root := b.Add(memcorpus.Page{Title: "Salt Road", Noun: "road"})
	hidden := b.Add(memcorpus.Page{Title: "Avren", Noun: "river", Names: []infoseek.Name{
		{Text: "River Avren", Kind: infoseek.NameRedirect}, {Text: "Grey Water", Kind: infoseek.NameAnchor, Share: 0.9}, {Text: "the water", Kind: infoseek.NameAnchor, Share: 0.2},
		{Text: "RA", Kind: infoseek.NameAcronym}, {Text: "It", Kind: infoseek.NameRedirect}, {Text: "river", Kind: infoseek.NameRedirect},
		{Text: "Göttingen", Kind: infoseek.NameRedirect}, {Text: "Чайковский", Kind: infoseek.NameRedirect}, {Text: "Θεσσαλονίκη", Kind: infoseek.NameRedirect},
	}})
	pages := b.Build()
	c := &checks{pages: pages, info: &pageCache{pages: pages}}
	d := &Draft{
		Tree:  infoseek.Tree{Vertices: []infoseek.Vertex{{Kind: infoseek.EntityVertex, Hidden: true}, {ID: 1, Kind: infoseek.EntityVertex, Hidden: true}}},
		Pages: []infoseek.PageNum{root, hidden}, Nouns: []string{"road", "river"},
	}
	for question, want := range map[string]string{
		"Which road follows the AVREN to the sea?":               "Avren",
		"Which road crosses the grey water?":                     "Grey Water",
		"Which salt road follows that river?":                    "Salt Road",
		"Which road follows a river of which it is said (RA) …?": "",
		"Which road carries salt to the water?":                  "",
		"Which road leads to Avrenton?":                          "",
		"Which road follows the Ávrèn?":                          "Avren",
		"Which road follows the a v r e n?":                      "Avren",
		"Which road follows the A-v-r-e-n, a river?":             "Avren",
		"Which road follows the A. v. r. e.?":                    "",
		"Which road leads to Goettingen?":                        "Göttingen",
		"Which road leads to GÖTTINGEN?":                         "Göttingen",
		"Which road leads to Gottland?":                          "",
		"Which road did Tchaikovsky take?":                       "Чайковский",
		"Which road did Čajkovskij take?":                        "Чайковский",
		"Which road did Чехов take?":                             "",
		"Which road leads to Thessaloniki?":                      "Θεσσαλονίκη",
	} {
		if got, err := c.leak(context.Background(), d, question); err != nil || got != want {
			t.Errorf("%q: %q, %v, want %q", question, got, err, want)
		}
	}
}
