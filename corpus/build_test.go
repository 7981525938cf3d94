package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"infoseek"
	"infoseek/conform"
	"infoseek/corpus/source"
)

func TestConformance(t *testing.T) {
	conform.Pages(t, func(t testing.TB) infoseek.Pages {
		c, _ := build(t, sample(), BuildOptions{})
		return c
	})
}

func TestReport(t *testing.T) {
	_, r := build(t, sample(), BuildOptions{})
	if r.Pages != 11 || r.Entities != 8 || r.Redirects != 2 {
		t.Errorf("%d pages, %d entities, %d redirects", r.Pages, r.Entities, r.Redirects)
	}
	want := map[string]int{problemSameID: 1, problemNoID: 1, problemNoTitle: 1, problemSameTitle: 1, problemLoop: 2, problemNowhere: 2}
	got := map[string]int{}
	for kind, p := range r.Problems {
		got[kind] = p.Count
		if len(p.Examples) == 0 {
			t.Errorf("%s: no example", kind)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
	if r.LinksSelf != 1 || r.LinksNowhere != 2 || r.Links != 7 {
		t.Errorf("%d links kept, %d to their own page, %d to nowhere", r.Links, r.LinksSelf, r.LinksNowhere)
	}
}

// TestSame: neither the number of workers nor the size of the sorters changes a byte.
func TestSame(t *testing.T) {
	first, _ := build(t, sample(), BuildOptions{Workers: 1})
	for _, opt := range []BuildOptions{{Workers: 7}, {Pairs: 3}, {Workers: 3, Pairs: 10, Sources: []string{"x"}}} {
		c, _ := build(t, sample(), opt)
		if c.Info().Hash != first.Info().Hash {
			t.Errorf("%+v: another hash", opt)
		}
	}
	other, _ := build(t, sample()[:5], BuildOptions{})
	if other.Info().Hash == first.Info().Hash {
		t.Error("other pages have the same hash")
	}
}

func TestFinds(t *testing.T) {
	c, _ := build(t, sample(), BuildOptions{})
	ctx := context.Background()
	for _, title := range []string{"Velm", "velm", "_Velm ", "Old Velm", "old_Velm", "Velm  Town"} {
		if n, err := c.ByTitle(ctx, title); err != nil || n != 0 {
			t.Errorf("ByTitle(%q) = %d, %v; want the first Velm", title, n, err)
		}
	}
	for _, title := range []string{"Dell family", "Copy", ""} {
		var none *infoseek.NotFoundError
		if n, err := c.ByTitle(ctx, title); !errors.As(err, &none) {
			t.Errorf("ByTitle(%q) = %d, %v", title, n, err)
		}
	}
	if n, err := c.ByURL(ctx, "https://example.org/Velm"); err != nil || n != 0 {
		t.Errorf("ByURL: %d, %v", n, err)
	}
}

func TestFactsAreText(t *testing.T) {
	c, _ := build(t, sample(), BuildOptions{})
	ctx := context.Background()
	facts, err := c.Facts(ctx, 0)
	if err != nil || len(facts) != 5 {
		t.Fatalf("%v, %v", facts, err)
	}
	text, _ := c.Text(ctx, 0, infoseek.Span{})
	if !strings.HasSuffix(text, "rebuilt it.\n\nPopulation: 12,400\nElevation: 210 m\nRiver: Tarn River\ncategory: Towns in Astor\ncategory: 1848 establishments") {
		t.Errorf("text %q", text)
	}
	for _, f := range facts {
		if got, _ := c.Text(ctx, 0, f.Span); got != f.Field+": "+f.Value {
			t.Errorf("fact %+v stands as %q", f, got)
		}
	}
	if want := []string{"Tarn River"}; !slices.Equal(facts[2].Links, want) {
		t.Errorf("links %q", facts[2].Links)
	}
}

func TestLinks(t *testing.T) {
	c, _ := build(t, sample(), BuildOptions{})
	ctx := context.Background()
	links, _ := c.LinksOut(ctx, 0)
	var got []string
	for _, l := range links {
		anchor, _ := c.Text(ctx, 0, l.Anchor)
		sentence, _ := c.Text(ctx, 0, l.Sentence)
		got = append(got, c.title(l.To)+" | "+anchor+" | "+sentence[:6])
	}
	want := []string{"Tarn River | Tarn River | Velm i", "Mara Dell | Mara Dell | It was", "Tarn River | Tarn River | River:"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	in, _ := c.LinksIn(ctx, 0)
	var from []string
	for _, l := range in {
		from = append(from, c.title(l.From))
	}
	if want := []string{"Tarn River", "Tarn Bridge", "List of towns in Astor", "1848"}; !slices.Equal(from, want) {
		t.Errorf("links in from %q, want %q", from, want)
	}
}

func TestEntities(t *testing.T) {
	c, _ := build(t, sample(), BuildOptions{})
	for title, want := range map[string]bool{"Velm": true, "Astor (disambiguation)": false, "List of towns in Astor": false, "1848": false, "C": true} {
		p, _ := c.Page(context.Background(), page(t, c, title))
		if p.Entity != want {
			t.Errorf("%s: entity %v", title, p.Entity)
		}
	}
}

func TestAttributes(t *testing.T) {
	c, _ := build(t, sample(), BuildOptions{})
	number := func(kind infoseek.AttributeKind, low, high float64, unit string) infoseek.Attribute {
		return infoseek.Attribute{Kind: kind, Low: &low, High: &high, Unit: unit}
	}
	tests := []struct {
		a    infoseek.Attribute
		want []infoseek.PageNum
	}{
		{number(infoseek.AttrYear, 1848, 1848, ""), []infoseek.PageNum{0, 2, 3}},
		{number(infoseek.AttrYear, 1855, 1856, ""), []infoseek.PageNum{0, 2}},
		{number(infoseek.AttrYear, 1850, 1850, ""), []infoseek.PageNum{0, 2, 3}},
		{number(infoseek.AttrYear, 1820, 1821, ""), []infoseek.PageNum{2}},
		{number(infoseek.AttrYear, 401, 450, ""), nil}, // a bare century counts against a century alone
		{number(infoseek.AttrYear, 401, 500, ""), []infoseek.PageNum{1}},
		{number(infoseek.AttrNumber, 119000, 121000, "m"), []infoseek.PageNum{1}},
		{number(infoseek.AttrNumber, 200, 220, "m"), []infoseek.PageNum{0}},
		{number(infoseek.AttrNumber, 12000, 13000, ""), []infoseek.PageNum{0}},
		{infoseek.Attribute{Kind: infoseek.AttrCategory, Value: "Bands"}, []infoseek.PageNum{8}},
		{infoseek.Attribute{Kind: infoseek.AttrCategory, Value: "bands"}, nil},
		{infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: "founding town"}, []infoseek.PageNum{0}},
		{infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: "the bridges"}, []infoseek.PageNum{2, 3}},
		{infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: "zebra town"}, nil},
	}
	for _, test := range tests {
		got, err := c.Attribute(context.Background(), test.a)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, %v; want %v", test.a, got, err, test.want)
		}
	}
	for _, bad := range []infoseek.Attribute{{Kind: infoseek.AttrType, Value: "hamlets"}, {Kind: infoseek.AttrPhrase, Value: " . "}, number(infoseek.AttrYear, 5, 4, "")} {
		if set, err := c.Attribute(context.Background(), bad); err == nil {
			t.Errorf("%s: %v and no error", bad, set)
		}
	}
}

func TestDump(t *testing.T) {
	c, _ := build(t, sample(), BuildOptions{})
	var b strings.Builder
	if err := c.Dump(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 11 {
		t.Fatalf("%d lines", len(lines))
	}
	var rec dumpRecord
	if err := json.Unmarshal([]byte(lines[2]), &rec); err != nil {
		t.Fatal(err)
	}
	if rec.ID != "12" || !slices.Equal(rec.Types, []string{"person"}) || !slices.Equal(rec.Mentions, []string{"10", "11", "13", "20"}) || len(rec.Years) != 3 {
		t.Errorf("%+v", rec)
	}
}

func TestStats(t *testing.T) {
	c, _ := build(t, sample(), BuildOptions{})
	s := c.Stats()
	total := s.Unclassed
	for _, n := range s.Classes {
		total += n
	}
	if total < 8 || s.Degree.Max < s.Degree.Median || s.Degree.Max == 0 || s.Names[infoseek.NameTitle] != 11 || s.Nouns.Total == 0 {
		t.Errorf("%+v", s)
	}
}

// TestHalfDirectories: nothing is left of a build that fails, whatever it fails of, and nothing of a builder that was killed.
func TestHalfDirectories(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "corpus")
	ctx, cancel := context.WithCancel(context.Background())
	var cancelling iter.Seq2[source.Record, error] = func(yield func(source.Record, error) bool) {
		for i, r := range sample() {
			if i == 3 {
				cancel()
			}
			if !yield(r, nil) {
				return
			}
		}
	}
	if _, err := Build(ctx, dir, cancelling, BuildOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := Build(context.Background(), dir, each(nil), BuildOptions{}); err == nil {
		t.Error("no pages: no error")
	}
	boom := errors.New("boom")
	index := func(context.Context, infoseek.Pages, string) error { return boom }
	if _, err := Build(context.Background(), dir, each(sample()), BuildOptions{Index: index}); !errors.Is(err, boom) {
		t.Errorf("index: %v", err)
	}
	left, _ := os.ReadDir(parent)
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	stale := filepath.Join(parent, "corpus.tmp-123")
	os.Mkdir(stale, 0o755)
	os.WriteFile(filepath.Join(stale, lockName), nil, 0o644)
	if _, err := Build(context.Background(), dir, each(sample()), BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	if left, _ = os.ReadDir(parent); len(left) != 1 {
		t.Errorf("beside the corpus: %v", left)
	}
}

// TestMeanwhile: a corpus that another builder finished first is not replaced unasked.
func TestMeanwhile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "corpus")
	ctx := context.Background()
	index := func(context.Context, infoseek.Pages, string) error {
		_, err := Build(ctx, dir, each(sample()[:1]), BuildOptions{})
		return err
	}
	if _, err := Build(ctx, dir, each(sample()), BuildOptions{Index: index}); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("%v", err)
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if c.Info().Pages != 1 {
		t.Errorf("%d pages", c.Info().Pages)
	}
	if left, _ := os.ReadDir(filepath.Dir(dir)); len(left) != 1 {
		t.Errorf("beside the corpus: %v", left)
	}
}

func TestReplace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "corpus")
	ctx := context.Background()
	if _, err := Build(ctx, dir, each(sample()[:2]), BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := Build(ctx, dir, each(sample()), BuildOptions{}); err == nil {
		t.Error("an existing corpus was replaced unasked")
	}
	if _, err := Build(ctx, dir, each(sample()), BuildOptions{Replace: true}); err != nil {
		t.Fatal(err)
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if c.Info().Pages != 11 {
		t.Errorf("%d pages", c.Info().Pages)
	}
	other := t.TempDir()
	os.WriteFile(filepath.Join(other, "thesis.txt"), []byte("mine"), 0o644)
	if _, err := Build(ctx, other, each(sample()), BuildOptions{Replace: true}); err == nil {
		t.Error("a directory that is no corpus was replaced")
	}
}

// TestBroken damages one file after the other: a short or missing one is seen by Open, a flipped bit by Verify.
func TestBroken(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "corpus")
	ctx := context.Background()
	if _, err := Build(ctx, dir, each(sample()), BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Verify(ctx); err != nil {
		t.Errorf("whole: %v", err)
	}
	files := slices.Sorted(maps.Keys(c.meta.Files))
	c.Close()
	for _, name := range files {
		path := filepath.Join(dir, name)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(whole) > 0 {
			os.WriteFile(path, whole[:len(whole)-1], 0o644)
			seenByOpen(t, dir, name)
			flipped := slices.Clone(whole)
			flipped[len(flipped)/2] ^= 4
			os.WriteFile(path, flipped, 0o644)
			seenByVerify(t, dir, name)
		}
		os.Remove(path)
		seenByOpen(t, dir, name)
		os.WriteFile(path, whole, 0o644)
	}
	for _, meta := range []string{"", "{", `{"format": 99}`, `{"format": 1}`, `{"format": 1, "files": {"text": {"size": 3}}}`} {
		os.WriteFile(filepath.Join(dir, metaName), []byte(meta), 0o644)
		seenByOpen(t, dir, metaName)
	}
}

func seenByOpen(t *testing.T, dir, name string) {
	t.Helper()
	c, err := Open(dir)
	if err == nil {
		c.Close()
		t.Errorf("%s short or missing: Open saw nothing", name)
		return
	}
	if !strings.Contains(err.Error(), name) && name != metaName {
		t.Errorf("%s: the error does not name it: %v", name, err)
	}
}

func seenByVerify(t *testing.T, dir, name string) {
	t.Helper()
	c, err := Open(dir)
	if err != nil {
		return // seen even earlier
	}
	defer c.Close()
	if err := c.Verify(context.Background()); err == nil || !strings.Contains(err.Error(), name) {
		t.Errorf("%s with a flipped bit: %v", name, err)
	}
}

// TestUnreadable: an error among the records is counted and named, and the rest goes in.
func TestUnreadable(t *testing.T) {
	records := func(yield func(source.Record, error) bool) {
		for i, r := range sample() {
			if i == 2 && !yield(source.Record{}, &source.RecordError{File: "f", Line: 3, Problem: source.ProblemJSON}) {
				return
			}
			if i == 4 && !yield(source.Record{}, errors.New("disk on fire")) {
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
	r, err := Build(context.Background(), filepath.Join(t.TempDir(), "c"), records, BuildOptions{})
	if err != nil || r.Pages != 11 {
		t.Fatalf("%d pages, %v", r.Pages, err)
	}
	if p := r.Problems[problemUnreadable]; p == nil || p.Examples[0] != "disk on fire" {
		t.Errorf("%+v", p)
	}
	if p := r.Problems[string(source.ProblemJSON)]; p == nil || p.Count != 1 {
		t.Errorf("%+v", p)
	}
}

// TestBuildClosesFiles: no file of a build or of forgetting stays open.
func TestBuildClosesFiles(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("no list of open files here")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // which closes files that nobody has
	dir := filepath.Join(t.TempDir(), "c")
	records := func(yield func(source.Record, error) bool) {
		for _, r := range []source.Record{{ID: "1", Title: "Ada Lovelace", Text: "Ada Lovelace was an English mathematician."}, {ID: "2", Title: "Lake Orum", Text: "Lake Orum is a lake."}, {Title: "Ada", Redirect: "Ada Lovelace"}} {
			if !yield(r, nil) {
				return
			}
		}
	}
	if _, err := Build(context.Background(), dir, records, BuildOptions{unsafe: true, Pairs: 1}); err != nil {
		t.Fatal(err)
	}
	if err := Forget(context.Background(), dir, 1, BuildOptions{unsafe: true, Pairs: 1}); err != nil {
		t.Fatal(err)
	}
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range open {
		if name, err := os.Readlink(filepath.Join("/proc/self/fd", fd.Name())); err == nil && strings.HasPrefix(name, dir) {
			t.Errorf("%s is open", name)
		}
	}
}
