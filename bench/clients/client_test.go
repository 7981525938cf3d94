package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMissing: a client is run only from the very file.
func TestMissing(t *testing.T) {
	dir := t.TempDir()
	c := client{repository: repository{"R", "https://r.example", "0123456789abcdef"}, file: "a/b.py", sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"} // of "abc"
	file := filepath.Join(dir, "R", "a", "b.py")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if why := c.missing(""); !strings.Contains(why, "https://r.example at 0123456789ab") {
		t.Errorf("no folder: %q", why)
	}
	if why := c.missing(dir); !strings.Contains(why, "b.py") {
		t.Errorf("no file: %q", why)
	}
	for content, want := range map[string]string{"abc": "", "abd": "R/a/b.py is not the one at 0123456789ab"} {
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if why := c.missing(dir); why != want {
			t.Errorf("%q: %q", content, why)
		}
	}
}

func TestResult(t *testing.T) {
	var r result
	if err := json.Unmarshal([]byte(`[3, 2, "x"]`), &r); err != nil || r != (result{3, 2, "x"}) {
		t.Errorf("%+v, %v", r, err)
	}
}
