package corpus

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"infoseek"
	"infoseek/corpus/source"
)

// TestForgetIsBuildWithout: what is left is what a build of the other records makes, but for the page's number.
func TestForgetIsBuildWithout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		recs := drawRecords(t)
		if !distinctTitles(recs) {
			t.Skip("a title that several have is a matter of its own")
		}
		pages := 0
		for _, r := range recs {
			if r.Redirect == "" {
				pages++
			}
		}
		if pages < 2 {
			t.Skip("a corpus has a page")
		}
		gone := rapid.IntRange(0, pages-1).Draw(t, "gone")
		var want, got []string
		withCorpus(t, slices.Delete(slices.Clone(recs), gone, gone+1), func(c *Corpus) { want = dumpLines(t, c, -1) })
		withCorpus(t, recs, func(c *Corpus) {
			dir := c.m.dir
			if err := Forget(context.Background(), dir, infoseek.PageNum(gone), BuildOptions{unsafe: true, Workers: 1}); err != nil {
				t.Fatal(err)
			}
			left, err := Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer left.Close()
			if err := left.Verify(context.Background()); err != nil {
				t.Fatal(err)
			}
			got = dumpLines(t, left, gone)
		})
		if !slices.Equal(got, want) {
			t.Fatalf("left:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

func distinctTitles(recs []source.Record) bool {
	seen := map[string]bool{}
	for _, r := range recs {
		if key := titleKey(r.Title); seen[key] {
			return false
		} else {
			seen[key] = true
		}
	}
	return true
}

// dumpLines are the lines of a dump, that of page skip apart.
func dumpLines(t *rapid.T, c *Corpus, skip int) []string {
	var b bytes.Buffer
	if err := c.Dump(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if skip >= 0 {
		lines = slices.Delete(lines, skip, skip+1)
	}
	return lines
}

// TestForgetLeavesNothing looks for what a page alone said in every file of the directory.
func TestForgetLeavesNothing(t *testing.T) {
	recs := []source.Record{
		{ID: "keep", Title: "Heron", Text: "The heron is a bird. It eats fish.", Source: "birds", Links: []source.Link{{Target: "Xylophagu", Anchor: infoseek.Span{Start: -1}}}},
		{ID: "qqid", Title: "Xylophagu", URL: "https://zz.example/", Revision: "rrrev", Text: "The xylophagu was a wwword of 1873 and weighed 77 kg. See the sssnowy heron.", Source: "secretfile", Licence: "llicence", Timestamp: "2020-01-02T03:04:05Z",
			Lead: []string{"Blackthorn"}, Categories: []string{"Ccategory"}, Facts: []source.Fact{{Field: "ffield", Value: "vvvalue", Links: []string{"Ttarget"}}}, Links: []source.Link{{Target: "Heron", Anchor: infoseek.Span{Start: 62, End: 75}}}},
		{ID: "r", Title: "Yyredirect", Redirect: "Xylophagu"},
	}
	dir := filepath.Join(t.TempDir(), "c")
	if _, err := Build(context.Background(), dir, each(recs), BuildOptions{unsafe: true}); err != nil {
		t.Fatal(err)
	}
	secrets := []string{"xylophagu", "qqid", "zz.example", "rrrev", "wwword", "secretfile", "llicence", "blackthorn", "ccategory", "ffield", "vvvalue", "ttarget", "yyredirect", "sssnowy"}
	for _, s := range secrets[:13] {
		if !holds(t, dir, s) {
			t.Fatalf("%q is not in the corpus to begin with", s)
		}
	}
	if err := Forget(context.Background(), dir, 1, BuildOptions{unsafe: true}); err != nil {
		t.Fatal(err)
	}
	for _, s := range secrets {
		if holds(t, dir, s) {
			t.Errorf("%q is still in the corpus", s)
		}
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, ref := range []string{"Xylophagu", "Yyredirect"} {
		if _, err := c.ByTitle(context.Background(), ref); !errors.As(err, new(*infoseek.NotFoundError)) {
			t.Errorf("%s: %v", ref, err)
		}
	}
	p, err := c.Page(context.Background(), 1)
	if err != nil || p.Title != "" || p.Entity || p.Length != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	if err := Forget(context.Background(), dir, 7, BuildOptions{unsafe: true}); !errors.As(err, new(*infoseek.NotFoundError)) {
		t.Errorf("a page that is not there: %v", err)
	}
}

// holds tells whether a file of dir has s in it, in whatever case.
func holds(t *testing.T, dir, s string) (found bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		found = found || bytes.Contains(bytes.ToLower(b), []byte(s))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestForgetLast: of a corpus whose only named page goes, or that has none, what is left can be opened, and forgets again.
func TestForgetLast(t *testing.T) {
	for _, recs := range [][]source.Record{
		{{ID: "1", Title: "Ada Lovelace", Text: "Ada Lovelace was an English mathematician."}},
		{{ID: "1", Title: "!!", Text: "?"}, {ID: "2", Title: "a", Text: "x"}},
	} {
		dir := filepath.Join(t.TempDir(), "c")
		records := func(yield func(source.Record, error) bool) {
			for _, r := range recs {
				if !yield(r, nil) {
					return
				}
			}
		}
		if _, err := Build(context.Background(), dir, records, BuildOptions{unsafe: true}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := Forget(context.Background(), dir, 0, BuildOptions{unsafe: true}); err != nil {
				t.Fatal(err)
			}
		}
		c, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := c.Verify(context.Background()); err != nil || c.title(0) != "" {
			t.Errorf("%q is left, %v", c.title(0), err)
		}
	}
}
