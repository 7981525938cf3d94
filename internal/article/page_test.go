package article

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const wikiPage = `<!doctype html><html lang="en"><head><title>Lake Orum - Pages</title><link rel="canonical" href="https://pages.example/wiki/Lake_Orum"><link rel="license" href="https://licences.example/by"></head>
<body><nav><a href="/">Home</a></nav><h1>Lake Orum</h1><span class="mw-redirectedfrom">(Redirected from <a href="/w/index.php?title=Orum&amp;redirect=no" class="mw-redirect">Orum</a>)</span>
<div class="mw-parser-output"><div class="hatnote">For the town, see <a href="/wiki/Hollby">Hollby</a>.</div>
<table class="infobox"><tr><th colspan=2>Lake Orum</th></tr><tr><th>Outflow</th><td><a href="/wiki/Tarn">Tarn</a> <sup class="reference"><a href="#1">[1]</a></sup></td></tr></table>
<p><b>Lake  Orum</b>, or <b>the Orum</b>, is a lake above <a href="/wiki/Hollby"> Hollby</a>.<sup class="reference"><a href="#2">[2]</a></sup></p>
<h2>Water<span class="mw-editsection">[<a href="/edit">edit</a>]</span></h2>
<p>The <a href="/wiki/Tarn">river&nbsp;Tarn</a> leaves it<span style="display: none">secret</span>.</p>
<table><tr><th>Year</th><th>Level</th></tr><tr><td>1901</td><td><a href="/wiki/Low">low</a></td></tr></table>
<table class="navbox"><tr><td><a href="/wiki/Other">Other lakes</a></td></tr></table></div>
<div id="mw-normal-catlinks"><a href="/wiki/Help">Categories</a>: <ul><li><a href="/wiki/Category:Lakes">Lakes</a></li></ul></div>
<footer><a href="/about">About</a></footer></body></html>`

func TestParse(t *testing.T) {
	p, err := Parse([]byte(wikiPage), "text/html", "https://pages.example/wiki/Orum")
	if err != nil {
		t.Fatal(err)
	}
	const want = "Lake Orum, or the Orum, is a lake above Hollby.\n\nWater\n\nThe river Tarn leaves it.\n\nYear Level\n1901 low"
	if diff := cmp.Diff(want, p.Text); diff != "" {
		t.Errorf("text: -want +got:\n%s", diff)
	}
	var links []string
	for _, l := range p.Links {
		links = append(links, l.URL+" "+p.Text[l.Anchor.Start:l.Anchor.End])
	}
	if diff := cmp.Diff([]string{"/wiki/Hollby Hollby", "/wiki/Tarn river Tarn"}, links); diff != "" {
		t.Errorf("links: -want +got:\n%s", diff)
	}
	if len(p.Headings) != 1 || p.Text[p.Headings[0].Start:p.Headings[0].End] != "Water" {
		t.Errorf("headings %v", p.Headings)
	}
	if diff := cmp.Diff([]Fact{{Field: "outflow", Value: "Tarn", Links: []string{"/wiki/Tarn"}}}, p.Facts); diff != "" {
		t.Errorf("facts: -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([][]string{{"Lakes"}, {"Lake Orum", "the Orum"}}, [][]string{p.Categories, p.Lead}); diff != "" {
		t.Errorf("categories and lead: -want +got:\n%s", diff)
	}
	head := Head{Title: "Lake Orum - Pages", Heading: "Lake Orum", Canonical: "https://pages.example/wiki/Lake_Orum", Language: "en", Licence: "https://licences.example/by", Alias: "Orum"}
	if diff := cmp.Diff(head, p.Head); diff != "" {
		t.Errorf("head: -want +got:\n%s", diff)
	}
	if p.Boilerplate != 9 {
		t.Errorf("%d links of boilerplate", p.Boilerplate)
	}
}

func TestReadHead(t *testing.T) {
	tests := []struct {
		in   string
		want Head
	}{
		{"", Head{}},
		{"<meta http-equiv=Refresh content='0; URL=/new'>", Head{Refresh: "/new"}},
		{"<meta http-equiv=refresh content='30; url=/new'>", Head{}},
		{"<base href=/a/><html lang=de><title>A\n B</title><h1>A<br>B <i>c</i></h1><h1>no</h1>", Head{Base: "/a/", Language: "de", Title: "A B", Heading: "A B c"}},
		{"<meta property=og:url content=https://a.example/x><meta property=article:modified_time content=2020-01-02>", Head{Canonical: "https://a.example/x", Modified: "2020-01-02"}},
		{"<title>not closed", Head{Title: "not closed"}},
	}
	for _, tt := range tests {
		got, err := ReadHead([]byte(tt.in), "text/html; charset=utf-8", "https://a.example/")
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%q: %v -want +got:\n%s", tt.in, err, diff)
		}
	}
}

// TestLongHead: where a head is cut makes no difference to what charset it is in.
func TestLongHead(t *testing.T) {
	for shift := range 4 {
		page := "<html>" + strings.Repeat(" ", 2000+shift) + "<title>Жук</title><h1>Käfer</h1>" + strings.Repeat("жук 🪲 ", usualHead)
		if got, err := ReadHead([]byte(page), "text/html", "https://a.example/"); err != nil || got.Title != "Жук" {
			t.Errorf("%q, %v", got.Title, err)
		}
	}
}

// TestBoxInBox: what stands in boxes within one another is told once.
func TestBoxInBox(t *testing.T) {
	p, err := Parse([]byte("<div class=mw-parser-output>"+strings.Repeat("<table class=infobox><tr><th>a</th><td>b ", 100)), "text/html", "https://a.example/")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Facts) != 100 || p.Facts[0].Value != "b" {
		t.Errorf("%d facts, the first is %+v", len(p.Facts), p.Facts[0])
	}
}

// TestDeepPage: nesting beyond what a parser takes is refused, and takes no time.
func TestDeepPage(t *testing.T) {
	if _, err := Parse([]byte(strings.Repeat("<div>", 1_000_000)+"One"), "text/html", "https://a.example/"); err == nil || !strings.Contains(err.Error(), "https://a.example/") {
		t.Errorf("a million divs: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(wikiPage), "text/html")
	f.Add([]byte("<table class=infobox><tr><th>a<td><a href=x>b<table><caption>c"), "text/html; charset=utf-16")
	f.Add([]byte("<a href=a><b>x<a href=b>y</b><h2>z</a></h2>"), "")
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		p, err := Parse(body, kind, "https://pages.example/a")
		if err != nil {
			return
		}
		if !utf8.ValidString(p.Text) || strings.Contains(p.Text, "\n\n\n") {
			t.Fatalf("%q", p.Text)
		}
		for _, l := range p.Links {
			if l.Anchor.Start < 0 || l.Anchor.End > len(p.Text) || strings.TrimSpace(p.Text[l.Anchor.Start:l.Anchor.End]) != p.Text[l.Anchor.Start:l.Anchor.End] || l.Anchor.Start == l.Anchor.End {
				t.Fatalf("%+v in %q", l, p.Text)
			}
		}
	})
}
