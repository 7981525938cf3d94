package corpus

import (
	"strings"
	"testing"

	"infoseek"
	"infoseek/corpus/source"
	"infoseek/text"
)

// torn are pieces of a page about something else, cut anywhere.
const torn = "of the old town. The tower of Velm was a gift.\n\nand the river, which Mara saw. Astor is a country\n\nmany years later. Rivers flow."

func TestInPieces(t *testing.T) {
	for text, want := range map[string]bool{
		torn:                         true,
		"of one piece. It is short.": false,
		"Velm is a town.\n\nHistory\n\nVelm was built.\n\nMore\n\nso it goes.": false,
	} {
		if got := inPieces(text); got != want {
			t.Errorf("%q: in pieces %v", text, got)
		}
	}
}

func TestDefineInPieces(t *testing.T) {
	for _, c := range []struct{ title, piece, noun string }{
		{"Velm", "Related subjects: Geography Velm Flag of Velm Area 12 km² Velm is a town in Astor.", "town"},
		{"Velm", "Area 12 km² Velm (Velmish: Velme) is a town in Astor.", "town"},
		{"Velm", "The mayor of Velm is a painter.", ""},
		{"Velm", "In the east, Velm is a hub.", ""},
		{"Velm", "Velm was a republic. Velm is a town.", "town"},
		{"Velm", "Velm was a republic.", ""},
		{"Mara Dell", "Occupation Painter Website None Mara Jane Dell (born 4 May 1920) is a painter.", "painter"},
		{"Mara Dell", "Her brother Karl Dell (born 4 May 1920) is a painter.", ""},
	} {
		body := torn + "\n\n" + c.piece
		d, _ := defineInPieces(c.title, body, text.Sentences(nil, body))
		if noun, _ := d.head(); noun != c.noun {
			t.Errorf("%s: %q, want %q", c.piece, noun, c.noun)
		}
	}
}

// TestKindsInPieces: of a page in pieces too a class is known by two signals alone.
func TestKindsInPieces(t *testing.T) {
	for _, c := range []struct {
		title, piece string
		want         infoseek.Classes
	}{
		{"Velm", "Related subjects: European Geography Population 1,200 Elevation 30 m it lies", infoseek.Place},
		{"Velm", "Related subjects: Novels; Countries Population 1,200 Elevation 30 m it lies", 0},
		{"Velm", "Related subjects: European Geography it lies", 0},
		{"Velm", "Population 1,200 Elevation 30 m it lies", 0},
		{"Velm", "Related subjects: European Geography Velm is a town.", infoseek.Place},
		{"Mara Dell", "Related subjects: Performers and composers Mara Dell (born 4 May 1920) is a singer.", infoseek.Person},
		{"The Long Night", "Related subjects: Insects, Reptiles and Fish Kingdom: Animalia Phylum: Chordata it flies", infoseek.Organism},
	} {
		body := torn + "\n\n" + c.piece
		k := kindOf(&source.Record{Title: c.title, Text: body}, body, text.Sentences(nil, body))
		if k.classes != c.want {
			t.Errorf("%s: %s, want %s", c.piece, strings.Join(k.classes.Names(), "+"), strings.Join(c.want.Names(), "+"))
		}
	}
}
