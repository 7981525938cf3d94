package claims_test

import (
	"context"
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
	"infoseek/synth/claims"
)

// TestCalled: a name takes "the" as running text has it, by its form where none tells, and boxes do not count.
func TestCalled(t *testing.T) {
	const fens = "They crossed to the Fens. Herons of the Fens are grey. Mills stood in the Fens, and he drained the Fens."
	for _, c := range []struct {
		page       infoseek.Page
		text       string // of its page
		referring  string // of a page that links to it
		name, want string
	}{
		{page: infoseek.Page{Title: "Bay of Tarn", Classes: infoseek.Place}, name: "Bay of Tarn", want: "the Bay of Tarn"},
		{page: infoseek.Page{Title: "Second Marl War", Classes: infoseek.Event}, name: "Second Marl War", want: "the Second Marl War"},
		{page: infoseek.Page{Title: "Ostic language", Classes: infoseek.Concept}, name: "Ostic language", want: "the Ostic language"},
		{page: infoseek.Page{Title: "River Isk", Classes: infoseek.Place}, name: "River Isk", want: "the River Isk"},
		{page: infoseek.Page{Title: "Marl War II", Classes: infoseek.Event}, name: "Marl War II", want: "Marl War II"},
		{page: infoseek.Page{Title: "Fens", Classes: infoseek.Place}, text: fens, name: "Fens", want: "the Fens"},
		{page: infoseek.Page{Title: "Fens", Classes: infoseek.Place}, referring: fens, name: "Fens", want: "the Fens"},
		{page: infoseek.Page{Title: "Tarn", Classes: infoseek.Place}, text: "Tarn is a town.\nRivers of the Tarn basin are long, and the Tarn congress met in Tarn. He lived in Tarn.", name: "the Tarn", want: "Tarn"},
		{page: infoseek.Page{Title: "Tarn", Classes: infoseek.Place}, text: "Outflow the Tarn\nMouth the Tarn\nHe lived in Tarn.", name: "Tarn", want: "Tarn"},
		{page: infoseek.Page{Title: "Elder", Classes: infoseek.Work}, name: "the Elder", want: "the Elder"},
		{page: infoseek.Page{Title: "Grey Marten", Classes: infoseek.Organism}, name: "Grey Marten", want: "the Grey Marten"},
		{page: infoseek.Page{Title: "Lodgepole", Classes: infoseek.Organism}, text: "The lodgepole is a tree. Crows nest in the lodgepole.", name: "Lodgepole", want: "the Lodgepole"},
		{page: infoseek.Page{Title: "Martes grisea", Classes: infoseek.Organism}, name: "Martes grisea", want: "Martes grisea"},
		{page: infoseek.Page{Title: "Anna of the Isles", Classes: infoseek.Person}, text: "They met the Anna of the Isles.", name: "Anna of the Isles", want: "Anna of the Isles"},
		{page: infoseek.Page{Title: "The Mill", Classes: infoseek.Work}, name: "The Mill", want: "The Mill"},
		{page: infoseek.Page{Title: "Calculus", Classes: infoseek.Concept}, name: "calculus", want: "calculus"},
		{page: infoseek.Page{Title: "Port Adler, B.N.", Classes: infoseek.Place}, name: "Port Adler, B.N", want: "Port Adler, B.N."},
	} {
		var b memcorpus.Builder
		n := b.Add(memcorpus.Page{Title: c.page.Title, Classes: c.page.Classes, Text: c.text})
		b.Add(memcorpus.Page{Title: "Another", Text: c.referring, Links: []string{c.page.Title}})
		pages := b.Build()
		p, err := pages.Page(context.Background(), n)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := claims.Called(context.Background(), pages, p, c.name); got != c.want || err != nil {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

// TestNoun: what says nothing of the kind is passed over for what the title says, or the class, or nothing.
func TestNoun(t *testing.T) {
	for _, c := range []struct {
		title, noun string
		classes     infoseek.Classes
		want        string
	}{
		{"Anna Bauer", "founder", infoseek.Person, "person"},
		{"Anna Bauer", "composer", infoseek.Person, "composer"},
		{"Tarn Temple", "symbol", infoseek.Work, "temple"},
		{"Western Ostic Empire", "division", infoseek.Place, "empire"},
		{"Tarn", "feature", infoseek.Place, "place"},
		{"Great Tarn Valley", "feature", infoseek.Place, "valley"},
		{"Kingdom of Tarn", "predecessor", infoseek.Place, "kingdom"},
		{"Tarn", "symbol", 0, ""},
		{"Empire", "term", 0, ""},
	} {
		if got := claims.Noun(infoseek.Page{Title: c.title, Noun: c.noun, Classes: c.classes}); got != c.want {
			t.Errorf("%s, a %s: %q, want %q", c.title, c.noun, got, c.want)
		}
	}
}
