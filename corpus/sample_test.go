package corpus

import (
	"context"
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/corpus/source"
)

// sample is a small corpus with something of everything: a redirect, a chain of them, a loop, facts, links with and without position, a list, a year page, a disambiguation page.
func sample() []source.Record {
	recs := []source.Record{
		{ID: "10", Title: "Velm", URL: "https://example.org/Velm", Revision: "r1", Lead: []string{"Velm", "Old Velm"},
			Text:       "Velm is a town on the Tarn River in the Republic of Astor. It was founded in 1848 by Mara Dell, and has 12,400 people.\n\nHistory\n\nThe town burned in the 1850s. Mara Dell rebuilt it.",
			Categories: []string{"Towns in Astor", "1848 establishments"}, Facts: []source.Fact{{Field: "Population", Value: "12,400"}, {Field: "Elevation", Value: "210 m"}, {Field: "River", Value: "Tarn River", Links: []string{"Tarn River"}}},
			Links: []source.Link{{Target: "Tarn River"}, {Target: "Mara Dell"}, {Target: "Nowhere at all"}}},
		{ID: "11", Title: "Tarn River", Lead: []string{"Tarn"}, Text: "The Tarn is a river of Astor. It flows past Velm for 120 km from the 5th century to now.", Categories: []string{"Rivers of Astor"},
			Links: []source.Link{{Target: "Velm"}, {Target: "tarn_River"}}},
		{ID: "12", Title: "Mara Dell", Lead: []string{"Mara Dell"}, Text: "Mara Dell (1820–1901) was an architect and engineer. She founded Velm. She built the Tarn Bridge. Her papers are lost, but her plans are not, and she is honoured.",
			Categories: []string{"1820 births", "Architects"}, Facts: []source.Fact{{Field: "Born", Value: "1820"}, {Field: "Died", Value: "1901"}}},
		{ID: "13", Title: "Tarn Bridge", Text: "The Tarn Bridge is a bridge in Velm, built by Dell in 1848–1851.", Categories: []string{"Bridges in Astor"}, Links: []source.Link{{Target: "Old Velm"}, {Target: "Dell family"}}},
		{ID: "14", Title: "Republic of Astor", Text: "The Republic of Astor (ROA) is a country. Its towns are Velm and others. Its ROA coins are of silver.", Categories: []string{"Countries"}},
		{ID: "15", Title: "Astor (disambiguation)", Text: "Astor may refer to: the Republic of Astor."},
		{ID: "16", Title: "List of towns in Astor", Text: "Velm is a town.", Links: []source.Link{{Target: "Velm"}}},
		{ID: "17", Title: "1848", Text: "Velm was founded.", Links: []source.Link{{Target: "Velm"}}},
		{ID: "18", Title: "The Who of Velm", Text: "The Who of Velm are a band. WHO are they?", Categories: []string{"Bands"}},
		{ID: "19", Title: "C", Text: "C is a letter."},
		{ID: "20", Title: "Velm", Text: "Velm is a moth. C is not."},
		{ID: "r1", Title: "Old Velm", Redirect: "Velm Town"},
		{ID: "r2", Title: "velm Town", Redirect: "Velm"},
		{ID: "r3", Title: "Dell family", Redirect: "Dells"},
		{ID: "r4", Title: "Dells", Redirect: "Dell family"},
		{ID: "10", Title: "Copy", Text: "The same id again."},
		{ID: "", Title: "Nameless", Text: "No id."},
		{ID: "21", Title: " _", Text: "No title."},
	}
	for i := range recs {
		recs[i].Line = i + 1
		place(&recs[i])
	}
	return recs
}

// place gives the links of a record the place of their target's title, where it stands in the text.
func place(rec *source.Record) {
	for i := range rec.Links {
		l := &rec.Links[i]
		l.Anchor = infoseek.Span{Start: -1, End: -1}
		if at := strings.Index(rec.Text, l.Target); at >= 0 {
			l.Anchor = infoseek.Span{Start: at, End: at + len(l.Target)}
		}
	}
}

// each yields records without error.
func each(recs []source.Record) iter.Seq2[source.Record, error] {
	return func(yield func(source.Record, error) bool) {
		for _, r := range recs {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// build builds and opens a corpus that is closed when the test ends.
func build(t testing.TB, recs []source.Record, opt BuildOptions) (*Corpus, Report) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "corpus")
	opt.unsafe = true
	report, err := Build(context.Background(), dir, each(recs), opt)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, report
}

// page finds a page by title.
func page(t testing.TB, c *Corpus, title string) infoseek.PageNum {
	t.Helper()
	n, err := c.ByTitle(context.Background(), title)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
