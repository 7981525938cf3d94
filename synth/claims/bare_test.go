package claims_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
	"infoseek/synth/claims"
)

// bare reads the last page of a corpus without any link.
func bare(t *testing.T, pages ...memcorpus.Page) []string {
	t.Helper()
	var b memcorpus.Builder
	for i := range 12 {
		b.Add(memcorpus.Page{Title: fmt.Sprint("Filler ", i)})
	}
	var n infoseek.PageNum
	for _, p := range pages {
		n = b.Add(p)
	}
	out, err := claims.NewReader(b.Build()).Read(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	got := told(out)
	slices.Sort(got)
	return got
}

// TestMutual: where nothing is linked, two pages that name each other mean each other.
func TestMutual(t *testing.T) {
	film := func(title, text string) memcorpus.Page {
		return memcorpus.Page{Title: title, Classes: infoseek.Work, Noun: "film", Text: text, Names: []infoseek.Name{{Text: "Night Train", Kind: infoseek.NameBase}}}
	}
	for _, c := range []struct {
		name, one, other string
		want             []string
	}{
		{"one names the page", "Night Train is a film with Mara Dell.", "Night Train is a film.", []string{"starred in Night Train"}},
		{"both do", "Night Train is a film with Mara Dell.", "Night Train is a film, like one of Mara Dell.", []string{}},
		{"none does", "Night Train is a film.", "Night Train is a film.", []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := bare(t, film("Night Train (1983 film)", c.one), film("Night Train (1999 film)", c.other),
				memcorpus.Page{Title: "Mara Dell", Classes: infoseek.Person, Noun: "actress", Text: "Mara Dell is an actress. She starred in Night Train."})
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestNamesInLists: of several who did something each did it, whether or not the others have pages.
func TestNamesInLists(t *testing.T) {
	haydn := memcorpus.Page{Title: "Joseph Haydn", Classes: infoseek.Person, Noun: "composer", Text: "Joseph Haydn is a composer."}
	band := memcorpus.Page{Title: "The Velms", Classes: infoseek.Organisation, Noun: "band", Text: "The Velms are a band."}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Night Train is a film. It was directed by Joseph Haydn and Karl Weber.", []string{"was directed by Joseph Haydn"}},
		{"Night Train is a film. It was directed by Joseph Haydn and Sons.", []string{}},
		{"Night Train is a film. It was directed by Joseph Haydn and Weber Company.", []string{}},
		{"Night Train is a film. It stars Karl Weber, Anna de la Tour, and Joseph Haydn.", []string{"stars Joseph Haydn"}},
		{"Night Train is a song. It was recorded by Austrian rock band The Velms.", []string{"was recorded by The Velms"}},
		{"Night Train is the debut album by The Velms.", []string{"is the debut album by The Velms"}},
		{"Night Train is a comedy/drama film directed by Joseph Haydn.", []string{"was directed by Joseph Haydn"}},
	} {
		got := bare(t, haydn, band, memcorpus.Page{Title: "Night Train", Classes: infoseek.Work, Noun: "film", Text: c.text})
		if !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", c.text, got, c.want)
		}
	}
}

// TestUnknownPlaces: a school or a town whose class is not known lies somewhere all the same.
func TestUnknownPlaces(t *testing.T) {
	austria := memcorpus.Page{Title: "Austria", Noun: "country", Text: "Austria is a country."}
	for _, c := range []struct {
		page memcorpus.Page
		want []string
	}{
		{memcorpus.Page{Title: "Velm School", Noun: "school", Text: "Velm School is a school in Lobau, Austria."}, []string{"is a school in Austria"}},
		{memcorpus.Page{Title: "Velm School", Noun: "school", Text: "Velm School is a small, old school in the hills near Lobau, Austria."}, []string{}},
		{memcorpus.Page{Title: "Velm Church", Noun: "church", Text: "Velm Church is a church on the bank of the Velm in Lobau, Austria."}, []string{"is in Austria"}},
		{memcorpus.Page{Title: "Mara Dell", Classes: infoseek.Person, Noun: "painter", Text: "Mara Dell (born 4 May 1920 in Lobau, Austria) is a painter."}, []string{"was born in 1920", "was born in Austria"}},
	} {
		if got := bare(t, austria, c.page); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", c.page.Text, got, c.want)
		}
	}
}

// TestCommonNames: where nothing is linked, a word may be another's name, and a list may run into a label.
func TestCommonNames(t *testing.T) {
	norway := memcorpus.Page{Title: "Velm Republic", Classes: infoseek.Place, Noun: "country", Text: "Velm Republic is a country."}
	moss := memcorpus.Page{Title: "Moss", Classes: infoseek.Organism, Noun: "plant", Text: "Moss is a plant."}
	lom := memcorpus.Page{Title: "Lom City", Classes: infoseek.Place, Noun: "city", Text: "Lom City is a city."}
	for _, c := range []struct {
		title, noun, text string
		want              []string
	}{
		{"Jelm", "island", "Jelm is an island located in the municipality of Moss in Velm Republic.", []string{"is located in Velm Republic"}},
		{"Lomland", "country", "Lomland is a country.\n\nProvince * Lom City", []string{}},
		{"Lomburg", "town", "Lomburg is a town.\n\nCountry Velm Republic Province Lom City Area none", []string{"is in Lom City", "is in Velm Republic"}},
	} {
		if got := bare(t, norway, moss, lom, memcorpus.Page{Title: c.title, Classes: infoseek.Place, Noun: c.noun, Text: c.text}); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", c.text, got, c.want)
		}
	}
}

// TestBirths: the youngest son is a son.
func TestBirths(t *testing.T) {
	check(t, weber, []construct{
		{"the youngest", "Karl Weber was a painter, the youngest son of Joseph Haydn.", []string{"was the son of Joseph Haydn"}},
		{"no half", "Karl Weber was a painter, the half brother of Joseph Haydn.", nil},
	})
}

// TestPastInPieces: of a page in pieces the sentence that has its noun says whether it is no more.
func TestPastInPieces(t *testing.T) {
	got := bare(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country", Text: "of old. Lomland was a friend of nobody.\n\nCapital Lom Area - Total 420 km² Population - 1990 estimate none Calling code 1 Lomland is a country."})
	if want := []string{"has an area of 4.15e+08..4.25e+08 m2"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
