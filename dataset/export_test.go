package dataset

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/golden"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

const testRun = "testdata/run"

func export(t *testing.T, o Options) Report {
	t.Helper()
	if o.Run == "" {
		o.Run = testRun
	}
	r, err := Export(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t *testing.T, path ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func testQuestions(t *testing.T) []infoseek.Question {
	t.Helper()
	var all []infoseek.Question
	for q, err := range ReadQuestions(filepath.Join(testRun, "questions.jsonl")) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, q.Value)
	}
	return all
}

func TestJSONLIsTheQuestionsAsTheyAre(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.jsonl")
	var b bytes.Buffer
	if r := export(t, Options{As: JSONL, Out: out}); r.Questions != 3 || len(r.Files) != 1 || r.Files[0] != out {
		t.Errorf("report %+v", r)
	}
	export(t, Options{As: JSONL, To: &b})
	want := string(read(t, testRun, "questions.jsonl"))
	if got := string(read(t, out)); got != want {
		t.Error(cmp.Diff(want, got))
	}
	if b.String() != want {
		t.Error("the stream differs from the file")
	}
}

func TestInfoSeekLayout(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.jsonl")
	export(t, Options{As: InfoSeek, Out: out})
	golden.Equal(t, "testdata/golden/infoseek.jsonl", read(t, out))

	want := testQuestions(t)
	i := 0
	for l, err := range ReadLayouts(out) {
		if err != nil {
			t.Fatal(err)
		}
		q, err := l.Question("")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(exchangeable(want[i]), exchangeable(q)); diff != "" {
			t.Errorf("question %d read back (-want +got):\n%s", i, diff)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d records", i)
	}
}

// exchangeable leaves of a question what the public layout can say.
func exchangeable(q infoseek.Question) infoseek.Question {
	out := infoseek.Question{V: q.V, ID: q.ID, Run: q.Run, Question: q.Question, Answer: q.Answer, Aliases: append([]string{}, q.Aliases...), Hops: q.Hops}
	for _, v := range q.Tree.Vertices {
		if v.Page = nil; v.Attribute != nil {
			v.Attribute = &infoseek.Attribute{}
		}
		out.Tree.Vertices = append(out.Tree.Vertices, v)
	}
	for _, e := range q.Tree.Edges {
		e.Evidence = infoseek.Evidence{}
		out.Tree.Edges = append(out.Tree.Edges, e)
	}
	return out
}

func TestParquet(t *testing.T) {
	out := filepath.Join(t.TempDir(), "set")
	o := Options{As: Parquet, Out: out, ShardRows: 2, Card: Card{Name: "Holm: questions", License: "cc-by-sa-4.0", Source: "The Encyclopedia of Holm, which is made up."}}
	r := export(t, o)
	want := []string{"data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet", "README.md"}
	for i, name := range r.Files {
		if filepath.Join(out, filepath.FromSlash(want[i])) != name {
			t.Errorf("file %s, want %s", name, want[i])
		}
	}
	golden.Equal(t, "testdata/golden/README.md", read(t, out, "README.md"))

	var rows []row
	for _, name := range want[:2] {
		part, err := parquet.ReadFile[row](filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, part...)
	}
	for i, q := range testQuestions(t) {
		if diff := cmp.Diff(newRow(q), rows[i]); diff != "" {
			t.Errorf("row %d (-want +got):\n%s", i, diff)
		}
	}

	first := read(t, out, want[0])
	export(t, o) // over the export made before
	if !bytes.Equal(read(t, out, want[0]), first) {
		t.Error("a second export has other bytes")
	}
}

func TestParquetOfNoQuestions(t *testing.T) {
	run := t.TempDir()
	if err := os.WriteFile(filepath.Join(run, "manifest.json"), read(t, testRun, "manifest.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(run, "questions.jsonl"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "set")
	export(t, Options{As: Parquet, Run: run, Out: out})
	rows, err := parquet.ReadFile[row](filepath.Join(out, "data", "train-00000-of-00001.parquet"))
	if err != nil || len(rows) != 0 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if card := string(read(t, out, "README.md")); !strings.Contains(card, "| all | 0 |") || !strings.Contains(card, `license: "unknown"`) {
		t.Error(card)
	}
}

func TestExportRefuses(t *testing.T) {
	used := t.TempDir()
	if err := os.WriteFile(filepath.Join(used, "thesis.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		o    Options
		want string
	}{
		{"a format nobody knows", context.Background(), Options{As: "csv", Run: testRun}, `format "csv"`},
		{"no run", context.Background(), Options{As: JSONL, Run: used}, "no run directory"},
		{"nowhere", context.Background(), Options{As: JSONL, Run: testRun}, "nowhere to write to"},
		{"no directory", context.Background(), Options{As: Parquet, Run: testRun}, "say which"},
		{"a directory in use", context.Background(), Options{As: Parquet, Run: testRun, Out: used}, "thesis.txt is in the way"},
		{"cancelled", cancelled, Options{As: JSONL, Run: testRun, To: &bytes.Buffer{}}, "context canceled"},
		{"cancelled before Parquet", cancelled, Options{As: Parquet, Run: testRun, Out: filepath.Join(used, "new")}, "context canceled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Export(c.ctx, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(used, "new")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a cancelled export left something")
	}
}

func TestReadQuestionsNamesTheLine(t *testing.T) {
	good := string(read(t, testRun, "questions.jsonl"))
	good = good[:strings.Index(good, "\n")+1]
	for _, c := range []struct{ name, change, to, want string }{
		{"version", `"v":1`, `"v":2`, ":2: question \"a01\": format version 2"},
		{"edge upwards", `"parent":4,"child":5`, `"parent":5,"child":5`, ":2: question \"a01\": edge 4 leads from vertex 5 to 5"},
		{"child of an attribute", `"parent":1,"child":3`, `"parent":2,"child":3`, ":2: question \"a01\": edge 2 starts at an attribute"},
		{"vertex id", `{"id":3,"kind"`, `{"id":7,"kind"`, ":2: question \"a01\": vertex 3 has id 7"},
		{"no title", `"entity":"Tarn Viaduct"`, `"entity":null`, ":2: question \"a01\": vertex 3: an entity without a title"},
		{"clause", `"edges":[5],"start":`, `"edges":[5],"start":9`, ":2: question \"a01\": clause 4: bytes"},
		{"clause of no edge", `"edges":[5],"start":`, `"edges":[6],"start":`, ":2: question \"a01\": clause 4: edge 6 of a tree of 6 vertices"},
		{"not JSON", `{"v"`, `{v`, ":2: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(good, c.change) {
				t.Fatalf("the question has no %s", c.change)
			}
			path := filepath.Join(t.TempDir(), "q.jsonl")
			if err := os.WriteFile(path, []byte(good+strings.Replace(good, c.change, c.to, 1)), 0o644); err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, err := range ReadQuestions(path) {
				if n++; n == 2 && (err == nil || !strings.Contains(err.Error(), path+c.want)) {
					t.Errorf("error %v, want %q", err, c.want)
				}
			}
			if n != 2 {
				t.Errorf("%d records", n)
			}
		})
	}
}

func TestSizeCategory(t *testing.T) {
	for n, want := range map[int]string{0: "n<1K", 999: "n<1K", 1000: "1K<n<10K", 52_138: "10K<n<100K", 100_000: "100K<n<1M", 1_000_000: "1M<n<10M", 10_000_000: "n>10M"} {
		if got := sizeCategory(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
