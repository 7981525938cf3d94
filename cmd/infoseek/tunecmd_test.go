package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// valley makes a corpus with queries and judgements, and returns the folder of all.
func valley(t *testing.T, pages int) string {
	t.Helper()
	dir := t.TempDir()
	var docs, queries, qrels strings.Builder
	for i := range pages {
		fmt.Fprintf(&docs, `{"id":"p%d","title":"Bird %d","text":"The bird number%d of the valley is %s. It met number%d."}`+"\n", i, i, i, strings.Repeat("small and brown ", i%7), (i+1)%pages)
		fmt.Fprintf(&queries, "%d\tsmall bird number%d number%d\n", i, i, (i+1)%pages)
		fmt.Fprintf(&qrels, "%d 0 p%d 1\n%d 0 p%d 1\n", i, (i+i*i%3)%pages, i, i*7%pages)
	}
	for name, text := range map[string]string{"pages.jsonl": docs.String(), "queries.tsv": queries.String(), "qrels.txt": qrels.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	runTune(t, context.Background(), exitDone, "corpus", "import", filepath.Join(dir, "pages.jsonl"), "-o", filepath.Join(dir, "c"))
	return dir
}

func runTune(t *testing.T, ctx context.Context, want int, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := &app{Name: "infoseek", Args: append(args, "-q"), Stdout: &stdout, Stderr: &stderr}
	if code := a.Run(ctx); code != want {
		t.Fatalf("%v: exit code %d, not %d: %s", args, code, want, &stderr)
	}
	return stdout.String()
}

// temporary sets the folder for temporary files to one of the test's own.
func temporary(t *testing.T) string {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir) // Windows
	return dir
}

// TestTuneIsOfTheSeedAlone: workers change nothing, seeds do, and nothing is left behind.
func TestTuneIsOfTheSeedAlone(t *testing.T) {
	dir, tmp := valley(t, 20), temporary(t)
	tuned := func(args ...string) (rec map[string]any) {
		out := runTune(t, context.Background(), exitDone, append([]string{"tune", "-c", filepath.Join(dir, "c"), "--qrels", filepath.Join(dir, "qrels.txt"), "--title-weights", "2,3", "--json"}, args...)...)
		if err := json.Unmarshal([]byte(out), &rec); err != nil {
			t.Fatal(err)
		}
		delete(rec, "seconds")
		return rec
	}
	one := tuned("--workers", "1")
	if many := tuned("--workers", "5"); !reflect.DeepEqual(one, many) {
		t.Errorf("with five workers %v, with one %v", many, one)
	}
	if other := tuned("--seed", "2"); other["seed"] == one["seed"] || reflect.DeepEqual(one["found"], other["found"]) && reflect.DeepEqual(one["others"], other["others"]) {
		t.Errorf("with another seed %v, as with the first", other)
	}
	if left, err := os.ReadDir(tmp); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestTuneInterrupted: it ends with 130, and removes the indexes that it made.
func TestTuneInterrupted(t *testing.T) {
	dir, tmp := valley(t, 400), temporary(t)
	ctx, interrupt := context.WithCancel(context.Background())
	ended := make(chan bool)
	go func() {
		defer close(ended)
		for begun := time.Now(); time.Since(begun) < time.Minute; time.Sleep(time.Millisecond) {
			if entries, _ := os.ReadDir(tmp); len(entries) > 0 {
				break
			}
		}
		interrupt()
	}()
	out := runTune(t, ctx, exitInterrupted, "tune", "-c", filepath.Join(dir, "c"), "--qrels", filepath.Join(dir, "qrels.txt"))
	<-ended
	if left, err := os.ReadDir(tmp); err != nil || len(left) != 0 || out != "" {
		t.Errorf("left behind: %v, %v; said %q", left, err, out)
	}
}
