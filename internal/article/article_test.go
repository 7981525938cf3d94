package article

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

const page = `<!doctype html><html><head><title>Lake Orum | Pages &amp; more</title><style>p { color: red }</style><script>var secret = "no"</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/lakes">All lakes</a></li></ul></nav>
<article><h1>Lake Orum</h1>
<p>Lake Orum is a lake in <b>Vesland</b>, high above the town of Hollby, and has been known since the oldest maps of the country, on which it is drawn too large.</p>
<p>The river Tarn leaves it at Hollby.
It was first mapped by Ida Brandt, who walked around it in four days, and wrote down the depth of its bays, one after the other, with a line and a stone.</p>
<table><tr><th>Depth</th><td>41 m</td></tr><tr><th>Area</th><td>7 km²</td></tr></table>
<p>Boats go from the northern shore to the mill, three times a day in summer, and once in winter if the ice allows it, which it seldom does after the New Year.</p>
</article>
<footer><a href="/about">About</a> <button>Accept all</button></footer></body></html>`

func TestRead(t *testing.T) {
	a, err := Read([]byte(page), "text/html; charset=utf-8", "https://pages.example/orum")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(a.Title, "Lake Orum") {
		t.Errorf("title %q", a.Title)
	}
	for _, want := range []string{"Lake Orum is a lake in Vesland, high above", "\n\nThe river Tarn leaves it at Hollby. It was first mapped by Ida Brandt,", "Depth 41 m\n"} {
		if !strings.Contains(a.Text, want) {
			t.Errorf("no %q in %q", want, a.Text)
		}
	}
	for _, not := range []string{"secret", "color", "Accept all", "All lakes", "<", "\n\n\n"} {
		if strings.Contains(a.Text, not) {
			t.Errorf("%q in %q", not, a.Text)
		}
	}
}

func TestReadForms(t *testing.T) {
	for name, c := range map[string]struct {
		body, kind  string
		title, text string
	}{
		"plain text":       {"One.\r\n\r\n\r\n  Two  \n", "text/plain", "", "One.\n\nTwo"},
		"plain tags":       {"<p>One", "text/plain; charset=utf-8", "", "<p>One"},
		"Latin-1":          {"<title>Caf\xe9</title><p>Caf\xe9", "text/html; charset=iso-8859-1", "Café", "Café"},
		"said in the page": {"<meta charset=windows-1251><title>\xcb\xe5\xe4</title><p>\xcb\xe5\xe4", "text/html", "Лед", "Лед"},
		"UTF-8, not said":  {"<title>Tårn</title><p>" + strings.Repeat("a", 2000) + " Tårn", "text/html", "Tårn", strings.Repeat("a", 2000) + " Tårn"},
		"UTF-16":           {"\xff\xfeH\x00i\x00", "text/plain", "", "Hi"},
		"broken":           {"<title>\xff\xfe\xfd</title>Tarn \xff", "text/html; charset=utf-8", "\uFFFD", "Tarn \uFFFD"},
		"little":           {"<title>T</title><body>One<br>two<script>x</script><div>three</div>", "text/html", "T", "One\ntwo\n\nthree"},
		"a picture's":      {"<svg><title>no</title></svg><p>One", "text/html", "", "One"},
		"empty":            {"", "text/html", "", ""},
		"XHTML":            {`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><p>One</p></body></html>`, "application/xhtml+xml", "T", "One"},
	} {
		a, err := Read([]byte(c.body), c.kind, "https://pages.example/")
		if err != nil || a.Text != c.text || !strings.HasPrefix(a.Title, c.title) || c.title == "" && a.Title != "" {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
}

// TestDeep: a page that is nested as deep as it can be stops nothing.
func TestDeep(t *testing.T) {
	for name, body := range map[string]string{
		"blocks": strings.Repeat("<div>", 100_000) + "One", "inline": strings.Repeat("<b>", 100_000) + "One", "many": strings.Repeat("<p>One", 100_000), "table": strings.Repeat("<table><tr><td>", 20_000) + "One",
	} {
		a, err := Read([]byte(body), "text/html", "https://pages.example/")
		if err == nil && !strings.Contains(a.Text, "One") && name != "table" {
			t.Errorf("%s: %d bytes", name, len(a.Text))
		}
	}
}

func TestTextOfOneNode(t *testing.T) {
	if got := textOf(&html.Node{Type: html.TextNode, Data: "x\ny"}); got != "x y" {
		t.Errorf("%q", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(page), "text/html")
	f.Add([]byte("<table><p><svg><title><math></table><select><p>"), "text/html; charset=utf-16")
	f.Add([]byte("a\xff"), "text/plain; charset=shift_jis")
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		a, err := Read(body, kind, "https://pages.example/a")
		if err != nil {
			return
		}
		if !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title) || strings.Contains(a.Title, "\n") || strings.Contains(a.Text, "\n\n\n") {
			t.Fatalf("%+q", a)
		}
	})
}
