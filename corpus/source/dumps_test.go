package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realFile is the path of a file of real data. The test is skipped where there is none.
func realFile(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("INFOSEEK_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no real data: %v", err)
	}
	return path
}

// markup that no text should hold.
var markup = []string{"[[", "]]", "{{", "}}", "'''", "<ref", "|-", "&nbsp;", "</"}

// TestDumps reads real dumps. What may be left of markup: the HTML tags in nowiki of an article about HTML, and a }} in enwiki-connected, of a formula that lost its tags before it came
// into the file.
func TestDumps(t *testing.T) {
	tests := []struct {
		file                              string
		articles, redirects, links, facts int // at least, but for redirects
		left                              int
		part                              bool // only the first articles are read
	}{
		{"wiki/enwiki-real-106.xml.bz2", 106, 99, 23000, 1100, 0, false},
		{"wiki/enwiki-real-10k.xml.bz2", 68, 85, 2100, 450, 0, false},
		{"wiki/enwiki-connected.xml.bz2", 200, 0, 20000, 1000, 1, true},
		{"wiki/ltgwiki-pages-articles.xml.bz2", 903, 147, 5500, 2600, 2, false},
	}
	for _, tt := range tests {
		t.Run(filepath.Base(tt.file), func(t *testing.T) {
			if testing.Short() {
				t.Skip("takes seconds")
			}
			var articles, redirects, links, facts, left int
			for rec := range all(t, realFile(t, tt.file)) {
				if articles == tt.articles && tt.part {
					break
				}
				if rec.Redirect != "" {
					redirects++
					continue
				}
				articles++
				links += len(rec.Links)
				facts += len(rec.Facts)
				left += leftovers(t, rec)
				checkRecord(t, rec, nil)
			}
			if articles != tt.articles || redirects != tt.redirects && !tt.part || links < tt.links || facts < tt.facts {
				t.Errorf("%d articles, %d redirects, %d links, %d facts", articles, redirects, links, facts)
			}
			if left > tt.left {
				t.Errorf("%d pieces of markup left, at most %d are text", left, tt.left)
			}
		})
	}
}

// all reads a file that must be sound.
func all(t testing.TB, path string) func(func(Record) bool) {
	return func(yield func(Record) bool) {
		r, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for rec, err := range r.Records(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			if !yield(rec) {
				return
			}
		}
	}
}

func leftovers(t *testing.T, rec Record) int {
	n := 0
	for _, m := range markup {
		if k := strings.Count(rec.Text, m); k > 0 {
			i := strings.Index(rec.Text, m)
			t.Logf("%q has %q: %q", rec.Title, m, rec.Text[max(0, i-40):min(len(rec.Text), i+40)])
			n += k
		}
	}
	for _, l := range rec.Links {
		if a := l.Anchor; a.Start >= 0 && strings.TrimSpace(rec.Text[a.Start:a.End]) == "" {
			t.Errorf("%q: the anchor of %q is blank", rec.Title, l.Target)
		}
	}
	return n
}

// TestTruncatedDump cuts a real dump in its middle.
func TestTruncatedDump(t *testing.T) {
	whole, err := os.ReadFile(realFile(t, "wiki/enwiki-real-106.xml.bz2"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cut.xml.bz2")
	if err := os.WriteFile(path, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	n, last := 0, error(nil)
	for _, err := range r.Records(context.Background()) {
		if last = err; err == nil {
			n++
		}
	}
	var se *StreamError
	if !errors.As(last, &se) || n < 50 || n > 200 {
		t.Errorf("%d records, last error %v, want some and a StreamError", n, last)
	}
}

// BenchmarkDump reports megabytes of uncompressed XML a second, on all processors.
func BenchmarkDump(b *testing.B) {
	path := realFile(b, "wiki/enwiki-real-106.xml.bz2")
	plain := filepath.Join(b.TempDir(), "plain.xml")
	s, err := openStream(path)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	f, err := os.Create(plain)
	if err != nil {
		b.Fatal(err)
	}
	size, err := s.WriteTo(f)
	if err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for range all(b, plain) {
			n++
		}
		if n == 0 {
			b.Fatal("no records")
		}
	}
}
