package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// bombBytes is more than allowance and mostRatio let through of blanks, which gzip packs 1,030 times and zstd more.
const bombBytes = 256 << 20

func TestBombs(t *testing.T) {
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for name, pack := range map[string]func(io.Writer) (io.WriteCloser, error){
		"gzip": func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
		"zstd": func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
	} {
		var packed bytes.Buffer
		w, err := pack(&packed)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(w, `{"id":"1","title":"A","text":"whole"}`)
		for range bombBytes / len(blanks) {
			if _, err := w.Write(blanks); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		before := allocated()
		recs, errs := read(t, packed.String(), Options{MaxText: 1 << 20})
		if spent := allocated() - before; spent > 64<<20 {
			t.Errorf("%s: %d MB of memory went through", name, spent>>20)
		}
		if len(recs) != 1 || len(errs) == 0 || !errors.Is(errs[len(errs)-1], errBomb) {
			t.Errorf("%s: %d records, %v", name, len(recs), errs)
		}
	}
}

// allocated is how many bytes this process has asked for so far.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// TestLongLine: of a line over the limit nothing is kept, however long it is.
func TestLongLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "long")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(f, `{"id":"1","title":"A","text":"`)
	part := bytes.Repeat([]byte("a"), 1<<20)
	for range 128 {
		f.Write(part)
	}
	fmt.Fprintln(f, "\"}\n"+`{"id":"2","title":"B","text":"after"}`)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	before := allocated()
	recs, problems := readFile(t, path, Options{MaxText: 1 << 20})
	if spent := allocated() - before; spent > 32<<20 {
		t.Errorf("%d MB of memory went through", spent>>20)
	}
	if len(recs) != 1 || recs[0].Title != "B" || len(problems) != 1 || !strings.Contains(problems[0].Error(), "record 1: page over the limit") {
		t.Errorf("%d records, %v", len(recs), problems)
	}
}

// readFile reads a file that lies there.
func readFile(t testing.TB, path string, o Options) (recs []Record, errs []error) {
	t.Helper()
	r, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for rec, err := range r.Records(context.Background()) {
		if err != nil {
			errs = append(errs, err)
		} else {
			recs = append(recs, rec)
		}
	}
	return recs, errs
}

// TestEntities: entities that a document type makes up are no entities, so none can be made of others without end.
func TestEntities(t *testing.T) {
	in := `<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>` +
		`<mediawiki><page><title>A</title><ns>0</ns><id>1</id><revision><id>2</id><text>x &b; &c; &#65; &amp;amp;</text></revision></page></mediawiki>`
	recs, _ := read(t, in, Options{Format: FormatMediaWiki})
	if len(recs) != 1 || recs[0].Text != "x &b; &c; A &" {
		t.Errorf("%+v", recs)
	}
}

// shapes are contents of n parts that a reader might take time with the square of n for.
var shapes = map[string]func(n int) string{
	"elements in one another":     func(n int) string { return onePage(strings.Repeat("<a>", n)) },
	"entities":                    func(n int) string { return onePage(strings.Repeat("&amp;", n)) },
	"things that are no entities": func(n int) string { return onePage(strings.Repeat("&", n)) },
	"comments":                    func(n int) string { return onePage(strings.Repeat("<!-- -->", n)) },
	"a comment without an end":    func(n int) string { return "<mediawiki><!-- " + strings.Repeat("<page>", n) },
	"pages in pages":              func(n int) string { return "<mediawiki>" + strings.Repeat("<page>", n) },
	"a page without an end":       func(n int) string { return "<mediawiki><page>" + strings.Repeat("text ", n) },
	"stray text":                  func(n int) string { return "<mediawiki>" + strings.Repeat("text ", n) },
	"attributes":                  func(n int) string { return onePage("<a " + strings.Repeat(`b="c" `, n) + "/>") },
	"templates in one another":    func(n int) string { return onePage(strings.Repeat("{{a|", n)) },
	"tables in one another":       func(n int) string { return onePage(strings.Repeat("\n{|\n|", n)) },
	"lists in one another":        func(n int) string { return onePage("\n" + strings.Repeat("*", n) + " a") },
	"brackets":                    func(n int) string { return onePage(strings.Repeat("[[", n)) },
	"quotes":                      func(n int) string { return onePage(strings.Repeat("''' a ", n)) },
	"tags":                        func(n int) string { return onePage(strings.Repeat("&lt;div&gt;", n)) },
	"links":                       func(n int) string { return oneLineOf(`"text":"` + strings.Repeat(`<a href=\"b\">`, n) + `"`) },
	"links without an end":        func(n int) string { return oneLineOf(`"text":"` + strings.Repeat(`<a href=\"`, n) + `"`) },
	"categories":                  func(n int) string { return oneLineOf(`"text":"","categories":[` + manyNames(n) + `]`) },
	"link titles":                 func(n int) string { return oneLineOf(`"text":"","links":[` + manyNames(n) + `]`) },
	"lists in lists":              func(n int) string { return oneLineOf(`"text":"","a":` + strings.Repeat("[", n)) },
	"empty lines":                 func(n int) string { return oneLineOf(`"text":"` + strings.Repeat(`\n \n`, n) + `"`) },
	"short lines":                 func(n int) string { return strings.Repeat("{\n", n) },
}

func onePage(text string) string {
	return "<mediawiki><page><title>A</title><ns>0</ns><id>1</id><revision><id>2</id><text>" + text + "</text></revision></page></mediawiki>"
}

func oneLineOf(rest string) string { return `{"id":"1","title":"A",` + rest + "}\n" }

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"name %d",`, i)
	}
	return strings.TrimSuffix(b.String(), ",")
}

// TestWorkGrowsWithInput counts the bytes that are asked for, which show what is copied again and again, on an input and on one of four times the parts.
func TestWorkGrowsWithInput(t *testing.T) {
	dir := t.TempDir()
	for name, shape := range shapes {
		work := func(n int) uint64 {
			path := filepath.Join(dir, "in")
			if err := os.WriteFile(path, []byte(shape(n)), 0o600); err != nil {
				t.Fatal(err)
			}
			before := allocated()
			readFile(t, path, Options{Workers: 1})
			return allocated() - before
		}
		work(1000)
		once, four := work(8000), work(32000)
		if limit := 6*once + 8<<20; four > limit { // the square would be 16 times; buffers grow by steps
			t.Errorf("%s: 8,000 parts take %d kB, 32,000 take %d kB", name, once>>10, four>>10)
		}
	}
}

// TestTangledMarkdown: what would take minutes is refused, and what stays under the limits is read.
func TestTangledMarkdown(t *testing.T) {
	for name, shape := range map[string]func(n int) string{
		"quotes":    func(n int) string { return strings.Repeat(">", n) },
		"emphasis":  func(n int) string { return strings.Repeat("*a_", n) },
		"links":     func(n int) string { return strings.Repeat("[a](", n) },
		"lists":     func(n int) string { return strings.Repeat("1. ", n) + "a" },
		"footnotes": func(n int) string { return strings.Repeat("[^a]: x\n\n[^a]\n\n", n) },
		"size":      func(n int) string { return strings.Repeat("text\n\n", 10*n) },
	} {
		began := time.Now()
		if _, err := markdownPage([]byte(shape(1 << 20))); !errors.Is(err, errTangled) {
			t.Errorf("%s: %v", name, err)
		}
		if d := time.Since(began); d > 10*time.Second {
			t.Errorf("%s: %v", name, d)
		}
		if _, err := markdownPage([]byte(shape(100))); err != nil {
			t.Errorf("%s: a few: %v", name, err)
		}
	}
	paragraphs := strings.Repeat("A [link](b) and *stress*.\n\n", 10_000)
	if p, err := markdownPage([]byte(paragraphs)); err != nil || len(p.Links) != 10_000 {
		t.Errorf("%d bytes of plain paragraphs: %v", len(paragraphs), err)
	}
}

// BenchmarkDoubled reads inputs of which each is twice the one before: the time a byte must stay about the same.
func BenchmarkDoubled(b *testing.B) {
	for name, shape := range shapes {
		for n := 4000; n <= 32000; n *= 2 {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				in := shape(n)
				path := filepath.Join(b.TempDir(), "in")
				if err := os.WriteFile(path, []byte(in), 0o600); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(in)))
				for b.Loop() {
					readFile(b, path, Options{Workers: 1})
				}
			})
		}
	}
}
