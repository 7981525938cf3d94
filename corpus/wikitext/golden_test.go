package wikitext

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGolden(t *testing.T) {
	var site Site
	site.AddNamespace(6, "Datei")
	site.AddNamespace(14, "Kategorie")
	files, err := filepath.Glob("testdata/golden/*.wiki")
	if err != nil || len(files) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r := Parse("Title", string(src), site)
			check(t, r)
			compare(t, strings.TrimSuffix(file, ".wiki")+".golden", describe(r))
		})
	}
}

// compare rewrites the golden file instead where UPDATE_GOLDEN is set.
func compare(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// describe writes a result with the links inside the text as <target|anchor>.
func describe(r Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "kind %q, infobox %q, lead %q\ncategories %q\n", r.Kind, r.Infobox, r.Lead, r.Categories)
	for _, f := range r.Facts {
		fmt.Fprintf(&b, "fact %s: %s %q\n", f.Field, f.Value, f.Links)
	}
	for _, h := range r.Headings {
		fmt.Fprintf(&b, "heading %s\n", r.Text[h.Start:h.End])
	}
	b.WriteString("----\n")
	at := 0
	for _, l := range r.Links {
		if l.Anchor.Start < 0 {
			fmt.Fprintf(&b, "<%s>", l.Target)
			continue
		}
		fmt.Fprintf(&b, "%s<%s|%s>", r.Text[at:l.Anchor.Start], l.Target, r.Text[l.Anchor.Start:l.Anchor.End])
		at = l.Anchor.End
	}
	b.WriteString(r.Text[at:] + "\n")
	return b.String()
}
