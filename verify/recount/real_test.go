package recount

import (
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"infoseek"
	"infoseek/corpus"
	"infoseek/corpus/source"
)

// realCorpus builds a corpus of every nth page of a file of the sample data beside the repository; RECOUNT_WHOLE=1 takes every page.
func realCorpus(t testing.TB, name string, nth int) *corpus.Corpus {
	t.Helper()
	root := os.Getenv("INFOSEEK_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no sample data: %v", err)
	}
	if os.Getenv("RECOUNT_WHOLE") != "" {
		nth = 1
	}
	r, err := source.Open(path, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := os.Getenv("RECOUNT_DIR")
	if dir == "" {
		dir = filepath.Join(t.TempDir(), "corpus")
	}
	if _, err := os.Stat(dir); err != nil {
		if _, err := corpus.Build(t.Context(), dir, every(nth, r.Records(t.Context())), corpus.BuildOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	c, err := corpus.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func every(nth int, records iter.Seq2[source.Record, error]) iter.Seq2[source.Record, error] {
	return func(yield func(source.Record, error) bool) {
		i := 0
		for rec, err := range records {
			if i++; i%nth == 0 && !yield(rec, err) {
				return
			}
		}
	}
}

// TestSchools compares everything that is counted anew with what the corpus, package text and the solver say of the same pages.
func TestSchools(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a corpus")
	}
	name := "wiki/schools-wikipedia.jsonl.zst"
	if v := os.Getenv("RECOUNT_FILE"); v != "" {
		name = v
	}
	c := realCorpus(t, name, 32)
	x, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("relation", func(t *testing.T) { testRelation(t, c, x) })
	t.Run("years", func(t *testing.T) { testYears(t, c) })
	t.Run("numbers", func(t *testing.T) { testNumbers(t, c) })
	t.Run("attributes", func(t *testing.T) { testAttributes(t, c, x) })
	t.Run("trees", func(t *testing.T) { testTrees(t, c, x) })
}

func testRelation(t *testing.T, c *corpus.Corpus, x *Index) {
	pairs, wrong := 0, 0
	for n, p := range x.pages {
		stored, err := c.Related(t.Context(), infoseek.PageNum(n))
		if err != nil {
			t.Fatal(err)
		}
		pairs += len(stored)
		if slices.Equal(stored, x.related[n]) {
			continue
		}
		if wrong++; wrong < 10 {
			t.Errorf("%s: %v", p.Title, x.unlike(stored, x.related[n]))
		}
	}
	t.Logf("%d pages, %d relations", len(x.pages), pairs/2)
	if pairs < 300 || wrong > 0 {
		t.Errorf("%d relations, %d pages differ", pairs/2, wrong)
	}
}

// testAttributes compares the sets of random true attributes.
func testAttributes(t *testing.T, c *corpus.Corpus, x *Index) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 120 {
		p := infoseek.PageNum(r.IntN(len(x.pages)))
		a, ok := x.randomAttribute(r, p)
		if !ok || !x.pages[p].Entity {
			continue
		}
		stored, err := c.Attribute(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		counted, err := x.states(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if mine := counted.pages(); !slices.Equal(stored, mine) {
			t.Errorf("%s: stored %d, counted %d: %.10v", a, len(stored), len(mine), x.unlike(stored, mine))
		}
		if !counted[p] {
			t.Errorf("%s is not stated by %s", a, x.pages[p].Title)
		}
	}
}

// unlike lists what is in one of two sets only.
func (x *Index) unlike(stored, counted []infoseek.PageNum) (out []string) {
	for _, p := range stored {
		if !slices.Contains(counted, p) {
			out = append(out, "stored only: "+x.pages[p].Title)
		}
	}
	for _, p := range counted {
		if !slices.Contains(stored, p) {
			out = append(out, "counted only: "+x.pages[p].Title)
		}
	}
	return out
}
