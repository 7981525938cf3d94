package source

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"infoseek"
)

const exportHead = `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="de">
  <siteinfo>
    <sitename>Probe</sitename>
    <base>https://de.example.org/wiki/Hauptseite</base>
    <case>first-letter</case>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="6" case="first-letter">Datei</namespace>
      <namespace key="14" case="first-letter">Kategorie</namespace>
    </namespaces>
  </siteinfo>
`

// page is a <page> element; text is escaped as given.
func page(id int, title, text string) string {
	return fmt.Sprintf("  <page>\n    <title>%s</title>\n    <ns>0</ns>\n    <id>%d</id>\n    <revision>\n      <id>%d</id>\n      <timestamp>2021-03-04T05:06:07Z</timestamp>\n      <contributor><username>u</username><id>9</id></contributor>\n"+
		"      <model>wikitext</model>\n      <text bytes=\"1\" xml:space=\"preserve\">%s</text>\n    </revision>\n  </page>\n", title, id, 100+id, text)
}

func TestExport(t *testing.T) {
	in := exportHead +
		page(1, "Aa &amp; b", "'''Aa''' is a [[river]]s&amp;nbsp;&lt;ref&gt;x&lt;/ref&gt; &quot;q&quot;.\n[[Datei:X.jpg|x]][[Kategorie:Fluss]]\n== H &#65; ==\nx") +
		"<page><title>Old</title><ns>0</ns><id>2</id><redirect title=\"aa &amp; b\" /><revision><id>3</id><text>#WEITERLEITUNG [[Aa]]</text></revision></page>\n" +
		"<page><title>Kategorie:Fluss</title><ns>14</ns><id>4</id><revision><id>3</id><text>x</text></revision></page>\n" +
		"<page><title>Css</title><ns>0</ns><id>5</id><revision><id>3</id><model>css</model><text>x</text></revision></page>\n" +
		"<page><title>Cdata</title><ns>0</ns><id>6</id><revision><id>3</id><text><![CDATA[a </page> <page> [[b]]]]>!</text></revision></page>\n" +
		"<page><title>Twice</title><ns>0</ns><id>7</id><revision><id>3</id><text>old</text></revision><revision><id>4</id><text>new</text></revision></page>\n" +
		"<page><title>Leer</title><ns>0</ns><id>8</id><revision><id>3</id><text bytes=\"0\" /></revision></page>\n" +
		"</mediawiki>\n"
	recs, errs := read(t, in, Options{})
	want := []Record{
		{
			ID: "1", Title: "Aa & b", URL: "https://de.example.org/wiki/Aa_%26_b", Revision: "101", Timestamp: "2021-03-04T05:06:07Z", Text: "Aa is a rivers \"q\".\n\nH A\n\nx", Line: 1,
			Headings: []infoseek.Span{{Start: 21, End: 24}}, Links: []Link{{"River", infoseek.Span{Start: 8, End: 14}}}, Categories: []string{"Fluss"}, Lead: []string{"Aa"},
		},
		{ID: "2", Title: "Old", URL: "https://de.example.org/wiki/Old", Revision: "3", Redirect: "Aa & b", Line: 2},
		{ID: "6", Title: "Cdata", URL: "https://de.example.org/wiki/Cdata", Revision: "3", Text: "a </page> <page> b!", Links: []Link{{"B", infoseek.Span{Start: 17, End: 18}}}, Line: 5},
		{ID: "7", Title: "Twice", URL: "https://de.example.org/wiki/Twice", Revision: "4", Text: "new", Line: 6},
		{ID: "8", Title: "Leer", URL: "https://de.example.org/wiki/Leer", Revision: "3", Line: 7},
	}
	if diff := cmp.Diff(want, recs); diff != "" || errs != nil {
		t.Errorf("errors %v, -want +got:\n%s", errs, diff)
	}
}

func TestBrokenExport(t *testing.T) {
	tests := []struct {
		name, in     string
		want         []string
		wantProblems []string
	}{
		{"cut off between pages", exportHead + page(1, "A", "a"), []string{"A"}, []string{"export ends without </mediawiki>"}},
		{"cut off in a page", exportHead + page(1, "A", "a") + page(2, "B", "b")[:120], []string{"A"}, []string{"unexpected EOF"}},
		{"cut off in the site", exportHead[:200], nil, []string{"unexpected EOF"}},
		{"a page that does not end", exportHead + page(1, "A", "a") + page(2, "B", "b")[:120] + page(3, "C", "c") + "</mediawiki>", []string{"A", "C"}, []string{"2 invalid XML"}},
		{"tags that don't match", exportHead + page(1, "A", "a") + page(2, "B", "x</b>") + page(3, "C", "c") + "</mediawiki>", []string{"A", "C"}, []string{"2 invalid XML"}},
		{"text between pages", exportHead + page(1, "A", "a") + "oops" + page(2, "B", "b") + "</mediawiki>", []string{"A", "B"}, []string{"1 invalid XML"}},
		{"no id, title, text", "<page><title>A</title></page><page><id>1</id></page><page><title>A</title><id>1</id></page>", nil, []string{"1 no id", "2 no title", "3 no text"}},
		{"deleted text", "<page><title>A</title><id>1</id><revision><id>2</id><text deleted=\"deleted\" /></revision></page>", nil, []string{"1 no text"}},
		{"invalid UTF-8", exportHead + page(1, "A", "a\xff") + "</mediawiki>", []string{"A"}, []string{"1 invalid UTF-8!"}},
		{"huge page", exportHead + page(1, "A", "a") + page(2, "B", strings.Repeat("b", 3<<20)) + page(3, "C", "c") + "</mediawiki>", []string{"A", "C"}, []string{"2 page over the limit"}},
		{"duplicate titles and redirect loops", exportHead + page(1, "A", "#REDIRECT [[B]]") + page(2, "B", "#REDIRECT [[A]]") + page(3, "A", "x") + "</mediawiki>", []string{"A", "B", "A"}, nil},
		{"pages without a site", page(1, "A", "a") + page(2, "B", "b"), []string{"A", "B"}, nil},
		{"unknown entity", exportHead + page(1, "A", "a &foo; & b") + "</mediawiki>", []string{"A"}, nil},
		{"comments", exportHead + "<!-- <page> -->" + page(1, "A", "a<!-- </page> -->b") + "</mediawiki>", []string{"A"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			recs, errs := read(t, tt.in, Options{MaxText: 1 << 20})
			if diff := cmp.Diff(tt.want, titles(recs)); diff != "" {
				t.Errorf("titles: -want +got:\n%s", diff)
			}
			got := problems(errs)
			if len(got) != len(tt.wantProblems) {
				t.Fatalf("problems %q, want %q", got, tt.wantProblems)
			}
			for i, p := range got {
				if !strings.Contains(p, tt.wantProblems[i]) {
					t.Errorf("problem %q, want %q", p, tt.wantProblems[i])
				}
			}
		})
	}
}

// TestHugePage reads a page and a line far over the limit; neither may be held in memory.
func TestHugePage(t *testing.T) {
	const huge, most = 200 << 20, 40 << 20
	filler := strings.NewReader(strings.Repeat("x", 1<<16))
	many := func() io.Reader { return io.LimitReader(&forever{filler}, huge) }
	tests := map[string]struct {
		in      io.Reader
		scanner func(io.Reader) scanner
	}{
		"page": {io.MultiReader(strings.NewReader("<page><title>A</title><id>1</id>"), many(), strings.NewReader("</page>")), func(r io.Reader) scanner { return newExport(r, 1<<20, new(atomic.Int64)) }},
		"line": {many(), func(r io.Reader) scanner { return newLines(r, 1<<20, false) }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r, err := tt.scanner(tt.in).next()
			runtime.ReadMemStats(&after)
			if err != nil || r.err == nil || r.err.Problem != ProblemTooLong || name == "page" && r.err.Title != "A" {
				t.Errorf("raw record %+v, error %v", r, err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > most {
				t.Errorf("took %d MiB", used>>20)
			}
		})
	}
}

// forever reads the same again and again.
type forever struct{ r *strings.Reader }

func (f *forever) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err == io.EOF {
		_, err = f.r.Seek(0, io.SeekStart)
	}
	return n, err
}

// TestSmallReads cuts the input at every byte.
func TestSmallReads(t *testing.T) {
	in := exportHead + page(1, "A", "a<!-- </page> --><![CDATA[</page>]]>") + page(2, "B", "b") + "</mediawiki>"
	x := newExport(iotest.OneByteReader(strings.NewReader(in)), 1<<20, new(atomic.Int64))
	n := 0
	for {
		r, err := x.next()
		if err == io.EOF {
			break
		}
		if err != nil || r.err != nil {
			t.Fatalf("error %v, %v", err, r.err)
		}
		n++
	}
	if n != 2 || x.site.prefix != "https://de.example.org/wiki/" {
		t.Errorf("%d pages at %q", n, x.site.prefix)
	}
}

func FuzzExport(f *testing.F) {
	f.Add(exportHead + page(1, "A", "[[b]]") + page(2, "Kategorie:B", "c") + "</mediawiki>")
	f.Add("<page><title>A</title><ns>0</ns><id>1</id><redirect title=\"B\"/></page>")
	f.Add("<mediawiki><page><title><![CDATA[A]]></title><id>1</id><revision><text>&lt;&#65;</text></revision></page>x<page></mediawiki>")
	f.Fuzz(func(t *testing.T, in string) {
		path := filepath.Join(t.TempDir(), "in")
		if err := os.WriteFile(path, []byte(in), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := Open(path, Options{Format: FormatMediaWiki, MaxText: 1 << 10})
		if err != nil {
			return // a broken header of a compressed file
		}
		defer r.Close()
		for rec, err := range r.Records(context.Background()) {
			checkRecord(t, rec, err)
		}
	})
}
