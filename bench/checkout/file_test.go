package checkout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestIn: only the very file is given.
func TestIn(t *testing.T) {
	dir := t.TempDir()
	f := File{Repository{"R", "https://r.example", "0123456789abcdef"}, "a/b.py", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"} // of "abc"
	path := filepath.Join(dir, "R", "a", "b.py")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ folder, content, want, err string }{
		{"", "abc", "", "https://r.example at 0123456789ab"},
		{filepath.Join(dir, "none"), "abc", "", "b.py"},
		{dir, "abd", "", "R/a/b.py is not the one at 0123456789ab"},
		{dir, "abc", path, ""},
	} {
		if err := os.WriteFile(path, []byte(c.content), 0o644); err != nil {
			t.Fatal(err)
		}
		got, err := f.In(c.folder)
		if got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%q in %q: %q, %v", c.content, c.folder, got, err)
		}
	}
}
