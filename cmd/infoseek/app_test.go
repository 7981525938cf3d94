package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// run starts the program with args in a directory of its own.
func run(t *testing.T, ctx context.Context, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	a := app{Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &err}
	code = a.Run(ctx)
	return code, out.String(), err.String()
}

// TestInterrupted: a command whose context is cancelled ends with 130 and leaves nothing half made.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	src := filepath.Join(dir, "pages.jsonl")
	if err := os.WriteFile(src, []byte(`{"id": 1, "title": "Heron", "text": "The heron is a bird."}`), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	code, stdout, stderr := run(t, ctx, "corpus", "import", src, "-o", filepath.Join(dir, "c"))
	if code != exitInterrupted || stdout != "" || stderr != "infoseek: interrupted\n" {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestRunsApart: two programs in one process share nothing.
func TestRunsApart(t *testing.T) {
	_, json, _ := run(t, t.Context(), "version", "--json")
	_, text, _ := run(t, t.Context(), "version")
	if !strings.HasPrefix(json, `{"v":1`) || !strings.HasPrefix(text, "infoseek ") {
		t.Errorf("got %q and %q", json, text)
	}
}
