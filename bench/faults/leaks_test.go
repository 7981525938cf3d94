package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLeaks: what has a goal is measured on other questions than those that the firewall's share was picked on, and a passage that tells a question of its own is counted as withheld.
func TestLeaks(t *testing.T) {
	dir := t.TempDir()
	for name, s := range map[string]string{
		"qa/musique-contexts-100.jsonl.zst": `{"question": "Which Norse captain moved to the harbour town?", "paragraphs": [{"paragraph_text": "He sold salt."}, {"paragraph_text": "Which Norse captain moved to the harbour town, they asked."}]}`,
		"qa/nq.jsonl.zst":                   `{"question": "Who sailed to the island of glass?", "answers": ["Olaf Kel"]}`,
		"qa/triviaqa.jsonl.zst":             `{"question": "Which sailor drowned near the island?", "answers": ["olaf kel"]}`,
		"retrieval/passages.jsonl.zst":      `{"id": "1", "title": "Olaf Kel", "text": "Olaf Kel was a sailor."}`,
		"retrieval/queries.tsv":             "a\tWhere was the tall ship built?\n",
		"retrieval/qrels.txt":               "a 0 1 1\n",
	} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := leaks(dir)
	if err != nil {
		t.Fatal(err)
	}
	withheld := map[string]float64{}
	for _, r := range rows {
		onPicked := strings.Contains(r.What, "picked")
		if (r.Goal != nil) == onPicked {
			t.Errorf("%s: goal %v", r.What, r.Goal)
		}
		if what, ok := strings.CutSuffix(r.What, ": withheld"); ok {
			withheld[what] = *r.Ours
		}
	}
	for what, want := range map[string]float64{"firewall, MuSiQue's paragraphs (2)": .5, "firewall, NQ's and TriviaQA's answers' pages (2)": 0, "firewall, HotpotQA's passages, on which its share was picked (1)": 0} {
		if got, ok := withheld[what]; !ok || got != want {
			t.Errorf("%s: %g (%v), want %g: %v", what, got, ok, want, withheld)
		}
	}
}
