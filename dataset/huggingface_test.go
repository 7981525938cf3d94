package dataset

import (
	"bytes"
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"infoseek"
	"infoseek/internal/jsonl"

	"github.com/go-json-experiment/json/jsontext"
)

// TestHuggingFaceLoads loads an export with Python's datasets and demands the questions back. INFOSEEK_PYTHON names the interpreter; python3 is tried without it.
func TestHuggingFaceLoads(t *testing.T) {
	python := cmp.Or(os.Getenv("INFOSEEK_PYTHON"), "python3")
	if out, err := exec.Command(python, "-c", "import datasets").CombinedOutput(); err != nil {
		t.Skipf("%s can't import datasets (INFOSEEK_PYTHON may name one that can): %v %.200s", python, err, lastLine(out))
	}
	set := filepath.Join(t.TempDir(), "set")
	export(t, Options{As: Parquet, Out: set, ShardRows: 2, Card: Card{License: "cc-by-sa-4.0"}})
	load := exec.Command(python, "testdata/load.py", set, t.TempDir())
	load.Env = append(os.Environ(), "HF_HUB_OFFLINE=1", "HF_HOME="+t.TempDir())
	var messages bytes.Buffer
	load.Stderr = &messages
	out, err := load.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, messages.String())
	}
	want, i := testQuestions(t), 0
	for loaded, err := range jsonl.Read[jsontext.Value](bytes.NewReader(out), "loaded", jsonl.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if got, want := canonicalJSON(t, loaded), questionJSON(t, want[i]); got != want {
			t.Errorf("row %d:\ngot  %s\nwant %s", i, got, want)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d rows, want %d", i, len(want))
	}
	if !bytes.Contains(messages.Bytes(), []byte("['default']")) {
		t.Errorf("configurations of the card: %s", messages.String())
	}
}

func lastLine(out []byte) []byte {
	out = bytes.TrimSpace(out)
	return out[bytes.LastIndexByte(out, '\n')+1:]
}

func questionJSON(t *testing.T, q infoseek.Question) string {
	t.Helper()
	b, err := jsonl.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	return canonicalJSON(t, b)
}

func canonicalJSON(t *testing.T, v jsontext.Value) string {
	t.Helper()
	if err := v.Canonicalize(); err != nil {
		t.Fatal(err)
	}
	return string(v)
}
