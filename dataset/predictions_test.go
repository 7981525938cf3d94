package dataset

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestPredictionsByAnyName: a record is known by its members whatever they are called and though they are empty; what has none of them is an object from ids to answers.
func TestPredictionsByAnyName(t *testing.T) {
	for text, want := range map[string][]Prediction{
		`{"_id": "a", "prediction": ""}` + "\n" + `{"_id": "b", "prediction": "Holm"}`:               {{ID: "a", Completed: true}, {ID: "b", Answer: "Holm", Completed: true}},
		`{"question_id": "q1", "pred_ans": "Holm"}` + "\n" + `{"question_id": "q2", "pred_ans": ""}`: {{ID: "q1", Answer: "Holm", Completed: true}, {ID: "q2", Completed: true}},
		`{"query_id": "7", "answer": ""}`:   {{ID: "7", Completed: true}},
		`{"q2": "Vesle", "q1": ""}`:         {{ID: "q1", Completed: true}, {ID: "q2", Answer: "Vesle", Completed: true}},
		`{"answer": {"q1": "x"}, "sp": {}}`: {{ID: "q1", Answer: "x", Completed: true}},
	} {
		file := filepath.Join(t.TempDir(), "p.jsonl")
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		var got []Prediction
		for p, err := range ReadPredictions(file) {
			if err != nil {
				t.Errorf("%s: %v", text, err)
				break
			}
			got = append(got, p)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v, want\n%+v", text, got, want)
		}
	}
}
