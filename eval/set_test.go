package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadSet: what could not be scored is refused by file and question, or record.
func TestReadSet(t *testing.T) {
	for text, want := range map[string]string{
		"\n\n{\"question\": \"Who?\", \"answer\": \"Holm\"}\n\n":                                        "",
		`{"id": "a", "question": "Who?", "answer": "Holm"} {"id": "b", "question": "What?"}`:            `question "b" has no gold answer`,
		`{"id": "a", "question": "Who?", "answer": ["", "  "]}`:                                         `question "a" has no gold answer`,
		`{"id": "a", "question": "Who?", "answer": "x"}{"id": "a", "question": "What?", "answer": "y"}`: `question "a" twice`,
		"{\"question\": \"Who?\", \"answer\": \"x\"}\n{\"question\":\n":                                 "record 2: ",
		`{"question": "", "answer": "x"}`:                                                               "record 1: no question",
		"":                                                                                              "holds no questions",
	} {
		file := filepath.Join(t.TempDir(), "asked.jsonl")
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := ReadSet("mine", file)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), file)) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
