package claims_test

import (
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
	"infoseek/synth/claims"
)

func sheet(t *testing.T, p memcorpus.Page) *claims.Sheet {
	t.Helper()
	c, n := build(p)
	s, err := claims.NewReader(c).Sheet(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ends lists what the last sentence's claims may end in.
func ends(s *claims.Sheet) []string {
	out := []string{}
	for _, e := range s.Lines[len(s.Lines)-1].Ends {
		out = append(out, e.Text)
	}
	return out
}

var (
	weber   = memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter", Names: []infoseek.Name{{Text: "Weber", Kind: infoseek.NameSurname}, {Text: "Old Karl", Kind: infoseek.NameRedirect}}}
	lom     = memcorpus.Page{Title: "Lom", Classes: infoseek.Place, Noun: "river"}
	lomland = memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}
)

func of(p memcorpus.Page, text string) memcorpus.Page { p.Text = text; return p }

func TestSheet(t *testing.T) {
	for _, c := range []struct {
		page    memcorpus.Page
		topical bool
		want    []string
	}{
		{of(weber, "Karl Weber was born in Vienna on 4 May 1809."), true, []string{"Vienna", "1809"}},
		{of(weber, "Karl Weber was a painter."), true, []string{"painter"}},
		{of(weber, "The house that Weber had in Vienna, burnt down."), false, []string{"Vienna"}},
		{of(lom, "Lom is a river. It flows into the Danube."), true, []string{"the Danube"}},
		{of(lom, "Lom is a river. Its source is the Danube."), false, []string{"the Danube"}},
		{of(lom, "Lom is a river. It passes Vienna Woods."), true, []string{}},
		{of(lom, "Lom is a river. It passes New Vienna."), true, []string{"Vienna"}}, // linked, so the text means it
		{of(lomland, "Lomland has a population of 250,000."), true, []string{"250,000"}},
		{of(lomland, "Lomland is a country. In 1809 it was founded (by 1,000 men from Prague)."), false, []string{"1809"}},
	} {
		s := sheet(t, c.page)
		l := s.Lines[len(s.Lines)-1]
		got := ends(s)
		slices.Sort(got)
		slices.Sort(c.want)
		if l.Topical != c.topical || !slices.Equal(got, c.want) {
			t.Errorf("%s\ntopical %v, ends %q; want %v, %q", c.page.Text, l.Topical, got, c.topical, c.want)
		}
	}
	c, _ := build(weber)
	if s, err := claims.NewReader(c).Sheet(t.Context(), infoseek.PageNum(len(world))); err != nil || s == nil || len(s.Lines) > 0 {
		t.Errorf("an empty page: %+v, %v", s, err)
	}
}

// TestCheck: each problem has a claim that has no other; "" is none.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		page              memcorpus.Page
		end, phrase, want string
	}{
		{of(weber, "Karl Weber was born in Vienna in 1809."), "Vienna", "was born in", ""},
		{of(weber, "Karl Weber was born in Vienna in 1809."), "1809", "was born", ""},
		{of(weber, "Karl Weber was born in Vienna in 1809."), "1809", "he was born in", ""},
		{of(weber, "Karl Weber was a painter."), "painter", "is a", ""},
		{of(weber, "Karl Weber was a painter."), "painter", "painted a", "no type"},
		{of(weber, "Karl Weber was a painter."), "painter", "was taught by", "no type"},
		{of(weber, "Karl Weber was a painter."), "painter", "was", ""},
		{of(weber, "Karl Weber was a painter."), "painter", "was a painter", ""},
		{of(weber, "Karl Weber was a painter."), "painter", "was a house painter", "no type"},
		{of(weber, "Weber was taught by Joseph Haydn in Prague."), "Joseph Haydn", "was taught by", ""},
		{of(weber, "Weber was taught by Joseph Haydn in Prague."), "Prague", "was taught in", ""},
		{of(weber, "Weber was taught by Joseph Haydn in Prague."), "Prague", "was taught by", "unsupported?"},
		{of(weber, "Weber was taught by Joseph Haydn in Prague."), "Joseph Haydn", "taught", "unsupported?"},
		{of(weber, "Weber was taught by Joseph Haydn in Prague."), "Joseph Haydn", "was a pupil of", "unsupported?"},
		{of(weber, "Weber was taught by Joseph Haydn, who moved to Prague."), "Prague", "moved to", "unsupported?"},
		{of(weber, "Weber was born in Vienna and died in Prague."), "Prague", "was born in", "unsupported?"},
		{of(weber, "Weber was born in Vienna and died in 1880."), "1880", "was born", "unsupported?"},
		{of(weber, "Weber did not travel to Prague."), "Prague", "travelled to", "unsupported?"},
		{of(weber, "Weber never travelled to Prague."), "Prague", "travelled to", "unsupported?"},
		{of(weber, "Weber was the son of a friend of Joseph Haydn."), "Joseph Haydn", "was a friend of", "unsupported?"},
		{of(weber, "Weber was the son of a friend of Joseph Haydn."), "Joseph Haydn", "was the son of a friend of", ""},
		{of(weber, "Weber was the deputy mayor of Vienna."), "Vienna", "was the mayor of", "unsupported?"},
		{of(weber, "Weber was the Vice President of Austria."), "Austria", "was the president of", "unsupported?"},
		{of(weber, "Weber helped to restore Vienna."), "Vienna", "restored", "unsupported?"},
		{of(weber, "Weber wanted to visit Vienna."), "Vienna", "visited", "unsupported?"},
		{of(weber, "Weber was often also a Hungarian painter of note in Vienna."), "Vienna", "was a painter of note in", ""},
		{of(weber, "Weber studied in 1820 under Joseph Haydn music theory at Vienna."), "Vienna", "studied theory at", "unsupported?"},
		{of(weber, "Weber studied under Joseph Haydn in Vienna."), "Vienna", "studied in", ""},
		{of(weber, "Weber was born on 4 May 1809 in Vienna."), "Vienna", "was born in", ""},
		{of(weber, "Weber captured Lobau, Serbia."), "Serbia", "captured", "unsupported?"},
		{of(weber, "Weber died in northern Serbia."), "Serbia", "died in", ""},
		{of(weber, "The house that Weber had in Vienna, burnt down."), "Vienna", "lived in", "subject?"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was taught by the Old Karl and", "form"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was taught at old karl by", "name"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was taught for joseph by", "name"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was taught for karl by", "name"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was taught for austria by", "name"},
		{of(weber, "Weber was taught by Joseph Haydn in Prague."), "Prague", "was taught by haydn in", "name"},
		{of(weber, "Weber was taught by Joseph Haydn in Prague."), "Prague", "was in vienna and taught in", "name"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was taught in 1809 by", "form"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was taught for twelve years by", "number"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "<b>was taught by</b>", "form"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "", "form"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was taught and was helped and was fed and led by", "form"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "pupil of", "no verb"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "taught by", "no verb"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was taught", "cut short"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was probably taught by", "cut short"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Joseph Haydn", "was the headquarters of", "cut short"},
		{of(weber, "Weber was taught by Joseph Haydn."), "Vienna", "was taught by", "no such end"},
		{of(lom, "Lom is a river. It flows into the Danube."), "the Danube", "flows into the", ""},
		{of(lom, "Lom is a river. It flows into the Danube."), "the Danube", "flows to", "unsupported?"},
		{of(lomland, "Lomland is bordered by Serbia, Romania and Hungary."), "Hungary", "is bordered by", ""},
		{of(lomland, "Lomland inspires Joseph Haydn."), "Joseph Haydn", "inspires", ""},
		{of(lomland, "Lomland is in Africa."), "Africa", "is in", ""},
		{of(lomland, "Lomland has a population of 250,000."), "250,000", "has a population of", ""},
		{of(lomland, "Lomland has a population of 250,000."), "250,000", "has", "cut short"},
	} {
		s := sheet(t, c.page)
		line := len(s.Lines) - 1
		claim, p, err := s.Check(t.Context(), line, slices.Index(ends(s), c.end), c.phrase)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if p != nil {
			got = p.Reason
			if p.Doubt {
				got += "?"
			}
		}
		if got != c.want {
			t.Errorf("%s %q %s\ngot  %q (%v)\nwant %q", c.page.Text, c.phrase, c.end, got, p, c.want)
		}
		if got == "" && (claim.Subject != s.Page.Num || claim.Evidence != s.Lines[line].Span || claim.Name != s.Name) {
			t.Errorf("%s: claim %+v", c.page.Text, claim)
		}
	}
}

// TestCheckedClaimsAreTheReaders: what the reader itself reads passes the check that others' claims must pass, for plain sentences.
func TestCheckedClaimsAreTheReaders(t *testing.T) {
	for _, p := range []memcorpus.Page{
		of(weber, "Karl Weber was born in Vienna in 1809. Weber travelled to Prague, Vienna and Serbia. Weber died in Prague in 1880."),
		of(lomland, "Lomland is a small country in Africa. Lomland has a population of 250,000. Lomland is bordered by Serbia, Romania and Hungary."),
	} {
		s := sheet(t, p)
		read := read(t, p)
		if len(read) < 5 {
			t.Fatalf("%d claims", len(read))
		}
		for _, want := range read {
			line := slices.IndexFunc(s.Lines, func(l claims.Line) bool { return l.Span == want.Evidence })
			end := slices.IndexFunc(s.Lines[line].Ends, func(e claims.End) bool {
				return e.Kind == want.Kind && (e.Kind != claims.ToEntity || e.Object == want.Object)
			})
			phrase := want.Phrase
			if want.Kind == claims.ToType {
				phrase = "is a"
			}
			got, p, err := s.Check(t.Context(), line, end, phrase)
			if err != nil || p != nil || got != want {
				t.Errorf("%q: %+v, %v, %v\nwant %+v", want.Phrase, got, p, err, want)
			}
		}
	}
}

func TestStatement(t *testing.T) {
	s := sheet(t, of(weber, "Karl Weber was a painter born in Vienna in 1809."))
	want := []string{"Karl Weber is a painter", "Karl Weber was born in 1809", "Karl Weber was born in Vienna"}
	var got []string
	for i, e := range s.Lines[0].Ends {
		phrase := map[claims.Kind]string{claims.ToType: "is a", claims.ToYear: "was born", claims.ToEntity: "was born in"}[e.Kind]
		c, _, err := s.Check(t.Context(), 0, i, phrase)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s.Statement(&c, 0, i))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %s", strings.Join(got, "; "))
	}
}
