package contexts

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func written(t *testing.T, name, content string) string {
	t.Helper()
	data := t.TempDir()
	if err := os.MkdirAll(filepath.Join(data, "qa"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "qa", name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestHotpotQA(t *testing.T) {
	data := written(t, "hotpotqa-contexts-100.jsonl.zst", `{"_id": "a", "question": "Who?", "answer": "Ida", "supporting_facts": [["Orum", 1], ["Orum", 9], ["Dun", 0]], "context": [["Dun", ["Deep."]], ["Orum", ["A lake.", " Mapped by Ida."]]]}`)
	got, err := HotpotQA(data)
	want := []Question{{ID: "a", Text: "Who?", Answers: []string{"Ida"}, Paragraphs: []Paragraph{{"Dun", "Deep."}, {"Orum", "A lake. Mapped by Ida."}},
		Gold: []Gold{{1, []string{"Mapped by Ida."}}, {0, []string{"Deep."}}}}}
	if err != nil || !cmp.Equal(got, want) {
		t.Error(err, cmp.Diff(want, got))
	}
	if _, err := MuSiQue(data); !os.IsNotExist(err) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestMuSiQue(t *testing.T) {
	data := written(t, "musique-contexts-100.jsonl.zst", `{"id": "b", "question": "Who?", "answer": "Ida", "answer_aliases": ["Brandt"], "question_decomposition": [{"answer": "Orum", "paragraph_support_idx": 0}, {"answer": "ida", "paragraph_support_idx": 0}, {"answer": "none", "paragraph_support_idx": 0}], "paragraphs": [{"title": "Orum", "paragraph_text": "Orum is a lake. Ida mapped Orum."}]}`)
	got, err := MuSiQue(data)
	want := []Question{{ID: "b", Text: "Who?", Answers: []string{"Ida", "Brandt"}, Paragraphs: []Paragraph{{"Orum", "Orum is a lake. Ida mapped Orum."}},
		Gold: []Gold{{0, []string{"Orum is a lake.", "Ida mapped Orum."}}, {0, []string{"Ida mapped Orum."}}}}}
	if err != nil || !cmp.Equal(got, want) {
		t.Error(err, cmp.Diff(want, got))
	}
}
