package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// saved writes files, names and bodies in turn, into a folder.
func saved(t testing.TB, entries ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(entries); i += 2 {
		path := filepath.Join(dir, filepath.FromSlash(entries[i]))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(entries[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// readAll reads sources together. Pages are told as "title: target [anchor], target [anchor]", redirects as "title => title".
func readAll(t testing.TB, opts Options, paths ...string) (pages, problems []string) {
	t.Helper()
	readers, err := OpenAll(paths, opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readers {
		for rec, err := range r.Records(context.Background()) {
			var lost *RecordError
			switch {
			case errors.As(err, &lost):
				problems = append(problems, string(lost.Problem)+" "+lost.Title)
			case err != nil:
				problems = append(problems, err.Error())
			case rec.Redirect != "":
				pages = append(pages, rec.Title+" => "+rec.Redirect)
			default:
				pages = append(pages, told(rec))
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return pages, problems
}

func told(rec Record) string {
	var links []string
	for _, l := range rec.Links {
		links = append(links, l.Target+" ["+rec.Text[l.Anchor.Start:l.Anchor.End]+"]")
	}
	return rec.Title + ": " + strings.Join(links, ", ")
}

func htmlPage(title, canonical, body string) string {
	return "<!doctype html><html><head><title>" + title + " | Lakes of Vesland</title><link rel=canonical href='" + canonical + "'></head><body><nav><a href='/'>Home</a></nav><main>" + body + "</main></body></html>"
}

const long = `The water was measured by Ida Brandt in four summers, and she wrote down each of the depths that she found with a line and a stone on the maps of her father. Nobody has done the same again since then, though
	boats go from the shore to the mill three times a day, and in winter the ice carries a sledge with two horses and a load of wood.`

func TestHTMLFolder(t *testing.T) {
	dir := saved(t,
		"Orum.html", htmlPage("Lake Orum", "https://www.lakes.example/wiki/Orum", "<p>Above <a href='/wiki/Hollby#history'>Hollby</a>, left by the <a href='http://lakes.example/wiki/Tarn/?utm_source=x'>Tarn</a>; see <a href='https://else.example/'>elsewhere</a>. "+long+"</p>"),
		"Hollby.html", htmlPage("Hollby", "https://www.lakes.example/wiki/Hollby", "<p>A town at <a href='Orum'>the lake</a> and <a href='Sea_of_Orum'>as it was called</a>.</p>"),
		"Sea_of_Orum.html", htmlPage("Lake Orum", "https://www.lakes.example/wiki/Orum", "<p>The same.</p>"),
		"Tarn.html", htmlPage("Tarn", "https://www.lakes.example/wiki/Tarn", "<p>A river from <a href='Orum.html'>the lake</a>.</p>"),
		"moved.html", "<meta http-equiv=refresh content='0;url=Tarn.html'>",
		"print/Orum.html", htmlPage("Lake Orum", "https://www.lakes.example/print/Orum", "<p>Above Hollby, left by the Tarn; see elsewhere. "+long+"</p>"),
		"picture.png", "x", "deep.html", strings.Repeat("<b><i>", 1000),
	)
	pages, problems := readAll(t, Options{}, dir)
	want := []string{
		"Hollby: Lake Orum [the lake], Lake Orum [as it was called]",
		"Lake Orum: Hollby [Hollby], Tarn [Tarn]",
		"Tarn: Lake Orum [the lake]",
		"Lake Orum (Orum) => Lake Orum",
	}
	if diff := cmp.Diff(want, pages); diff != "" {
		t.Errorf("pages: -want +got:\n%s", diff)
	}
	wantProblems := []string{"copy of another page folder:///Sea_of_Orum.html", "page that can't be parsed deep", "copy of another page Lake Orum (Orum)"}
	if diff := cmp.Diff(wantProblems, problems); diff != "" {
		t.Errorf("problems: -want +got:\n%s", diff)
	}
}

func TestMarkdownFolder(t *testing.T) {
	dir := saved(t,
		"README.md", "# The handbook\n\nBegin with [the tools](guide/tools.md#list), or read of the [[Mill-Wheel|wheel]].\n",
		"guide/tools.md", "---\ntitle: Tools\ntags: [iron, wood]\n---\n\n# Tools of the mill\n\nKept beside [the wheel](../Mill-Wheel) by `make`; [back](/). A table:\n\n| a | b |\n|---|---|\n| [wheel](../Mill-Wheel.md) | 2 |\n",
		"Mill-Wheel.md", "The mill wheel\n==============\n\nIt turns. See [tools][t].\n\n[t]: guide/tools.md\n",
		"history.wiki", "The '''mill''' burnt in [[1901]]; see [[Tools]].\n",
		"export.xml", smallHead+"<page><title>1901</title><ns>0</ns><id>7</id><revision><id>1</id><text>A year with a fire in the [[History|mill]].</text></revision></page></mediawiki>",
		"build.xml", "<project/>",
	)
	pages, problems := readAll(t, Options{}, dir)
	want := []string{
		"The mill wheel: Tools [tools]",
		"The handbook: Tools [the tools], The mill wheel [wheel]",
		"1901: History [mill]",
		"Tools: The mill wheel [the wheel], The handbook [back], The mill wheel [wheel]",
		"history: 1901 [1901], Tools [Tools]",
	}
	if diff := cmp.Diff(want, pages); diff != "" || problems != nil {
		t.Errorf("%v: -want +got:\n%s", problems, diff)
	}
	if pages, _ := readAll(t, Options{Format: FormatMarkdown}, dir); len(pages) != 3 {
		t.Errorf("of Markdown alone: %q", pages)
	}
}

const smallHead = `<mediawiki><siteinfo><base>https://w.example/wiki/Main</base></siteinfo>`

// TestTwoFolders: the pages of two sources link to one another.
func TestTwoFolders(t *testing.T) {
	one := saved(t, "a.html", htmlPage("A", "https://x.example/a", "<p>To <a href=/b>b</a>."))
	two := saved(t, "b.html", htmlPage("B", "https://x.example/b", "<p>To <a href=/a>a</a>."))
	pages, problems := readAll(t, Options{}, one, two)
	if diff := cmp.Diff([]string{"A | Lakes of Vesland: B | Lakes of Vesland [b]", "B | Lakes of Vesland: A | Lakes of Vesland [a]"}, pages); diff != "" || problems != nil {
		t.Errorf("%v: -want +got:\n%s", problems, diff)
	}
}

func TestTitles(t *testing.T) {
	tests := []struct{ labels, headings, want []string }{
		{[]string{"A - S", "B - S", "C - S"}, []string{"", "", ""}, []string{"A", "B", "C"}},
		{[]string{"A - S", "B - T"}, []string{"", "B"}, []string{"A - S", "B"}},
		{[]string{"Home", "Home", "home"}, []string{"", "", ""}, []string{"Home", "Home (1)", "home (2)"}},
		{[]string{"Read it — now", "Shop"}, []string{"Welcome", "Welcome"}, []string{"Read it — now", "Shop"}},
	}
	for _, tt := range tests {
		w := newWeb()
		for i, l := range tt.labels {
			w.pages = append(w.pages, webPage{label: l, heading: tt.headings[i], host: "h", spot: "d/" + string(rune('0'+i))})
		}
		w.entitle()
		var got []string
		for _, p := range w.pages {
			got = append(got, p.title)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q: -want +got:\n%s", tt.labels, diff)
		}
	}
}

// TestCrawl reads a crawl of Wikipedia: as many pages and redirects as it is known to hold.
func TestCrawl(t *testing.T) {
	path := realFile(t, "wiki/enwiki-html.tar.zst")
	if testing.Short() {
		t.Skip("takes seconds")
	}
	r, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	pages, redirects, links, facts := 0, 0, 0, 0
	for rec, err := range r.Records(context.Background()) {
		switch {
		case err != nil:
		case rec.Redirect != "":
			redirects++
		default:
			pages++
			links += len(rec.Links)
			facts += len(rec.Facts)
			checkRecord(t, rec, nil)
		}
		if pages == 30 {
			break
		}
	}
	if redirects < 2 || links < 500 || facts < 100 {
		t.Errorf("%d redirects, %d links and %d facts of %d pages", redirects, links, facts, pages)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("---\ntitle: A\n---\n# B\n[c](d.md) [[e|f]]\n\n| g |\n|---|\n"))
	f.Add([]byte("[[[[a]]]]\n***b**\n> > > c"))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := markdownPage(body)
		if err != nil {
			return
		}
		for _, l := range p.Links {
			if l.Anchor.Start < 0 || l.Anchor.End > len(p.Text) {
				t.Fatalf("%v in %q", l, p.Text)
			}
		}
	})
}
