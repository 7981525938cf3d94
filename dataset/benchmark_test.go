package dataset

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func readBenchmark(t *testing.T, path string) ([]Benchmark, error) {
	t.Helper()
	var all []Benchmark
	for b, err := range ReadBenchmark(path) {
		if err != nil {
			return all, err
		}
		all = append(all, b)
	}
	return all, nil
}

func TestReadBenchmark(t *testing.T) {
	holm := Benchmark{QA: QA{ID: "h", Question: "Which light stands on Holm?", Answers: []string{"Skerry Light", "the Skerry"}}}
	source := holm
	source.Source = "holm"
	numbered, evidence := holm, holm
	numbered.ID, evidence.Evidence = "1", []string{"7", "x9"}
	for name, c := range map[string]struct {
		content string
		want    Benchmark
	}{
		"lines.jsonl":     {`{"id":"h","question":"Which light stands on Holm?","answers":["Skerry Light","the Skerry"]}`, holm},
		"list.json":       {`[{"_id":"h","question":"Which light stands on Holm?","answer":"Skerry Light","aliases":["the Skerry"]}]`, holm},
		"trivia.json":     {`{"Data":[{"QuestionId":"h","Question":"Which light stands on Holm?","Answer":{"Value":"Skerry Light","Aliases":["Skerry Light","the Skerry"]}}],"Version":1}`, holm},
		"pop.tsv":         {"id\tquestion\tpossible_answers\nh\tWhich light stands on Holm?\t[\"Skerry Light\", \"the Skerry\"]\n", holm},
		"bam.csv":         {"Question,Answer,Aliases\nWhich light stands on Holm?,\"[\"\"Skerry Light\"\", \"\"the Skerry\"\"]\",\n", numbered},
		"searchr1.jsonl":  {`{"id":"h","data_source":"holm","question":"Which light stands on Holm?","golden_answers":["Skerry Light","the Skerry"]}`, source},
		"verl.jsonl":      {`{"data_source":"holm","prompt":[{"role":"user","content":"Answer. Question: Which light stands on Holm?"}],"reward_model":{"ground_truth":{"target":["Skerry Light","the Skerry"]}},"extra_info":{"index":"h"}}`, source},
		"browsecomp.json": {`{"query_id":"h","query":"Which light stands on Holm?","answer":"Skerry Light","aliases":["the Skerry"],"evidence_docs":[{"docid":7,"text":"…"},{"docid":"x9"},{"docid":7}]}`, evidence},
	} {
		t.Run(name, func(t *testing.T) {
			content := c.content
			if name == "bam.csv" {
				content = strings.Replace(content, ",Aliases\n", "\n", 1)
			}
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			got, err := readBenchmark(t, path)
			if d := cmp.Diff([]Benchmark{c.want}, got); err != nil || d != "" {
				t.Errorf("%v\n%s", err, d)
			}
		})
	}
}

func TestReadBenchmarkParquet(t *testing.T) {
	root := os.Getenv("INFOSEEK_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(root, "qa")); err != nil {
		t.Skip("no sample data: ", err)
	}
	rows, err := readBenchmark(t, filepath.Join(root, "qa", "bamboogle.verl.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := readBenchmark(t, filepath.Join(root, "qa", "bamboogle.verl.jsonl.zst"))
	if d := cmp.Diff(lines, rows); err != nil || d != "" || len(rows) != 125 {
		t.Errorf("%d rows, %v\n%s", len(rows), err, d)
	}
	if rows[0].ID != "0" || rows[0].Answers[0] != "james madison" {
		t.Errorf("%+v", rows[0])
	}
}

func FuzzReadBenchmark(f *testing.F) {
	for _, s := range []string{`{"question":"q","answer":["a"]}`, `[{"_id":1,"question":"q","answer":{"Value":"a"}}]`, "question\tanswer\nq\ta\n", parquetMagic + "\x00\x00\x00\x00" + parquetMagic} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, content string, table bool) {
		name := "x.json"
		if table {
			name = "x.tsv"
		}
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		for b, err := range ReadBenchmark(path) {
			if err == nil && (b.Question == "" || b.ID == "") {
				t.Fatalf("%+v passed as a question", b)
			}
		}
	})
}
