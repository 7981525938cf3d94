// Package golden compares what a test got with a file in testdata. UPDATE_GOLDEN=1 rewrites the files instead; the change then shows in review.
package golden

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Equal fails the test unless got is the content of the file path. Line ends are compared as they are.
func Equal(t testing.TB, path string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		update(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("golden: %v (UPDATE_GOLDEN=1 writes it)", err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("golden: %s differs (-want +got; UPDATE_GOLDEN=1 rewrites it):\n%s", path, cmp.Diff(string(want), string(got)))
	}
}

func update(t testing.TB, path string, got []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, got, 0o644); err != nil {
		t.Fatal(err)
	}
}
