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

func TestSchools(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all of Schools Wikipedia")
	}
	dir := filepath.Join(t.TempDir(), "schools")
	if keep := os.Getenv("SCHOOLS_DIR"); keep != "" {
		dir = keep
	}
	report, err := Build(context.Background(), dir, schoolsRecords(t), BuildOptions{Replace: true})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.MarshalIndent(report, "", " ")
	t.Logf("%s %.1f s", b, report.Seconds)
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	t.Log(*c.Info().NameRecall, c.meta.Recall)
}
