package claims_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/golden"
	"infoseek/internal/memcorpus"
	"infoseek/synth/claims"
)

// articles are a few short pages of the kinds that an encyclopedia has.
var articles = []memcorpus.Page{
	{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter", Text: "Karl Weber Born 4 May 1809 Prague Died 2 June 1880 Vienna, Austria\n\n" +
		"Karl Weber (4 May 1809 – 2 June 1880) was an Austrian painter. He was taught by the composer Joseph Haydn, and in 1831 he moved to Vienna. His brother stayed in Prague. " +
		"He may have visited Hungary. In 1850, he travelled through Serbia, Romania and Hungary with Anna Bauer.\n\nLater life\n\nWeber made Vienna his home. He died in Vienna in 1880."},
	{Title: "Lom", Classes: infoseek.Place, Noun: "river", Text: "Lom is a river in Serbia, flowing into the Danube. It is 120 km long. The river was named after Anna Bauer in 1871. Its source is near Vienna. Boats were seen there."},
	{Title: "Lomland", Classes: infoseek.Place, Noun: "country", Text: "Lomland is a country in Africa, bordered to the north by Romania and to the east by Hungary. It has a population of 250,000. The capital is far away. " +
		"Lomland has been a friend of Austria since 1955. It consists of 12 provinces."},
	{Title: "Night Train", Classes: infoseek.Work, Noun: "film", Text: "Night Train is a 1983 film written by Anna Bauer and directed by Joseph Haydn. The film was shot in Prague and Vienna. It is said to be lost. It premiered in the United States on 3 May 1983."},
}

// TestGolden holds all claims of the articles, with the words they were read from.
func TestGolden(t *testing.T) {
	var b strings.Builder
	for _, a := range articles {
		fmt.Fprintf(&b, "# %s\n", a.Title)
		for _, c := range read(t, a) {
			if s := tell(c); s != "" {
				fmt.Fprintf(&b, "%s\n\t%s\n", s, a.Text[c.Evidence.Start:c.Evidence.End])
			}
		}
	}
	golden.Equal(t, "testdata/claims.golden", []byte(b.String()))
}

func TestSameEachTime(t *testing.T) {
	for _, a := range articles {
		if one, two := read(t, a), read(t, a); !reflect.DeepEqual(one, two) {
			t.Errorf("%s: read twice:\n%v\n%v", a.Title, one, two)
		}
	}
}

func TestNotAnEntity(t *testing.T) {
	if got := read(t, memcorpus.Page{Title: "List of rivers", NotEntity: true, Text: "List of rivers is a page in Vienna."}); len(got) != 0 {
		t.Errorf("claims of a list: %v", got)
	}
}

// TestFacts reads infobox fields as a MediaWiki page has them below its text.
func TestFacts(t *testing.T) {
	for _, c := range []struct{ field, value, want string }{
		{"birth_place", "Vienna, Austria", "was born in Vienna|was born in Austria"},
		{"born", "4 May 1809 Lobau, Austria", "was born in Austria"},
		{"spouse(s)", "Anna Bauer", "was married to Anna Bauer"},
		{"influences", "Joseph Haydn, Anna Bauer", "was influenced by Joseph Haydn|was influenced by Anna Bauer"},
		{"birth_place", "a village near nowhere", ""},
		{"• birth place", "Vienna", ""},
		{"colour", "Vienna", ""},
		{"capital", "Vienna", ""}, // of a person
	} {
		text := "Karl Weber was a painter.\n\n" + c.field + ": " + c.value
		start := strings.Index(text, c.field+": ")
		p := memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter", Text: text,
			Facts: []infoseek.Fact{{Field: c.field, Value: c.value, Span: infoseek.Span{Start: start, End: len(text)}}}}
		list := read(t, p)
		if got := strings.Join(told(list), "|"); got != c.want {
			t.Errorf("%s: %s: got %q, want %q", c.field, c.value, got, c.want)
		}
		for _, cl := range list {
			if cl.Kind == claims.ToEntity && cl.Evidence.Start < start {
				t.Errorf("%s: evidence %v is not the fact", c.field, cl.Evidence)
			}
		}
	}
}

// FuzzRead: whatever a page says, spans lie in its text, and phrases are words in small letters.
func FuzzRead(f *testing.F) {
	for _, a := range articles {
		f.Add(a.Text)
	}
	f.Add("Karl Weber (born 4 May 1809 in Vienna")
	f.Add("* Karl Weber, the, was in\n\nBorn Capital Died\n\nHe ) ( was \xff in Vienna")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 5000 {
			t.Skip("long")
		}
		for _, kind := range []memcorpus.Page{{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter"}, {Title: "Lom", Classes: infoseek.Place, Noun: "river"}} {
			kind.Text = text
			c, n := build(kind)
			list, err := claims.NewReader(c).Read(context.Background(), n)
			if err != nil {
				t.Fatal(err)
			}
			for _, cl := range list {
				if cl.Evidence.Start < 0 || cl.Evidence.End > len(text) || cl.Evidence.Start >= cl.Evidence.End {
					t.Errorf("evidence %v in a text of %d bytes", cl.Evidence, len(text))
				}
				if cl.Phrase != strings.ToLower(cl.Phrase) || strings.ContainsAny(cl.Phrase, "0123456789,.;:()") || cl.Phrase != strings.TrimSpace(cl.Phrase) {
					t.Errorf("phrase %q", cl.Phrase)
				}
			}
		}
	})
}
