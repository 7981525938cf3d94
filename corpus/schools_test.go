package corpus

import (
	"bufio"
	"context"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"infoseek"
	"infoseek/conform"
	"infoseek/corpus/source"
)

// dataFile finds a file of the sample data beside the repository; the test is skipped without it.
func dataFile(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("INFOSEEK_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no sample data: %v", err)
	}
	return path
}

// schoolsRecords reads Schools Wikipedia.
func schoolsRecords(t testing.TB) iter.Seq2[source.Record, error] {
	path := dataFile(t, "wiki/schools-wikipedia.jsonl.zst")
	return func(yield func(source.Record, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(source.Record{}, err)
			return
		}
		defer f.Close()
		z, err := zstd.NewReader(f, zstd.WithDecoderMaxWindow(1<<27))
		if err != nil {
			yield(source.Record{}, err)
			return
		}
		defer z.Close()
		in := bufio.NewScanner(z)
		in.Buffer(nil, 1<<28)
		for in.Scan() {
			var p struct {
				ID         json.RawMessage
				Title      string
				Text       string
				Links      []string
				Categories []string
			}
			if err := json.Unmarshal(in.Bytes(), &p); err != nil {
				yield(source.Record{}, err)
				return
			}
			rec := source.Record{ID: string(p.ID), Title: p.Title, Text: p.Text, Categories: p.Categories}
			for _, l := range p.Links {
				rec.Links = append(rec.Links, source.Link{Target: l, Anchor: infoseek.Span{Start: -1, End: -1}})
			}
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// TestSchools builds a corpus of real pages and holds it to the figures of an earlier measurement: links and literal titles alone gave 287,548 pairs there, and missed 17% of the links.
func TestSchools(t *testing.T) {
	if testing.Short() || racing {
		t.Skip("reads all of Schools Wikipedia: not with -short or under the race detector")
	}
	records := schoolsRecords(t)
	dir := filepath.Join(t.TempDir(), "schools")
	report, err := Build(context.Background(), dir, records, BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if report.Pages != 4598 || report.Links+report.LinksSelf+report.LinksNowhere != 119879 {
		t.Errorf("%d pages and %d links, the source has 4598 and 119879", report.Pages, report.Links)
	}
	if report.Pairs < 287548 {
		t.Errorf("%d related pairs, literal titles give more", report.Pairs)
	}
	if r := *c.Info().NameRecall; r < 0.85 {
		t.Errorf("naming finds %.3f of the links", r)
	}
	if known := c.Stats().Unclassed; known > 1800 {
		t.Errorf("%d entities of unknown class", known)
	}
	conform.Pages(t, func(testing.TB) infoseek.Pages { return c })
	t.Logf("%.1f s, %d pairs, recall %.3f, missed %q", report.Seconds, report.Pairs, *c.Info().NameRecall, c.meta.Recall.Missed)
}

// BenchmarkSchools builds the corpus with one worker.
func BenchmarkSchools(b *testing.B) {
	records := schoolsRecords(b)
	for range b.N {
		r, err := Build(context.Background(), filepath.Join(b.TempDir(), "schools"), records, BuildOptions{Workers: 1})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(r.TextBytes)
	}
}
