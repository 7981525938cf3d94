package dataset

import (
	"bytes"
	"os"
	"testing"

	"infoseek/internal/jsonl"
)

// FuzzQuestions: a question that reads can be exported as JSON, and makes a row.
func FuzzQuestions(f *testing.F) {
	seed, err := os.ReadFile("testdata/run/questions.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.Lines(seed) {
		f.Add(line)
	}
	f.Add([]byte(`{"v":1,"question":"é?","tree":{"vertices":[{"id":0,"kind":"entity","entity":"x"},{"id":1,"kind":"attribute","attribute":{"type":"type"}}],"edges":[{"child":1}]},"clauses":[{"edges":[1],"start":0,"end":2}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for q, err := range jsonl.Read(bytes.NewReader(data), "f", jsonl.Options{}, checkQuestion) {
			if err != nil {
				return
			}
			for _, v := range []any{q, NewLayout(q.Value)} {
				if _, err := jsonl.Marshal(v); err != nil {
					t.Fatal(err)
				}
			}
			newRow(q.Value)
		}
	})
}
