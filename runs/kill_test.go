package runs

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	childDir   = "INFOSEEK_RUNS_TEST_CHILD"
	childItems = 800
)

// work is a small command: it does the items that the journal doesn't have yet, then writes the outputs.
func work(r *Run, items int) error {
	done := map[int]bool{}
	for rec, err := range r.Records() {
		if err != nil {
			return err
		}
		done[rec.Item] = true
	}
	for i := range items {
		if done[i] {
			continue
		}
		kind := []string{"question", "drop"}[i%2]
		if err := r.Append(kind, i, map[string]any{"id": i, "text": strings.Repeat("word ", i%50)}); err != nil {
			return err
		}
	}
	if err := r.WriteKind("questions.jsonl", "question"); err != nil {
		return err
	}
	if err := r.WriteKind("dropped.jsonl", "drop"); err != nil {
		return err
	}
	return r.SetState(Done, nil)
}

// child is what the test binary does when it is run again by TestKill.
func child(dir string) {
	r, err := Open(dir, testOptions())
	if err == nil {
		r.journal.limit = 20_000 // several segments
		err = errors.Join(work(r, childItems), r.Close())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func childCommand(dir string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childDir+"="+dir)
	c.Stderr = os.Stderr
	return c
}

func outputs(t *testing.T, dir string) string {
	t.Helper()
	return readFile(t, dir, "questions.jsonl") + readFile(t, dir, "dropped.jsonl")
}

func TestKill(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole")
	start := time.Now()
	if err := childCommand(whole).Run(); err != nil {
		t.Fatal(err)
	}
	usual := time.Since(start)
	want, kills := outputs(t, whole), 0
	const points = 6
	for i := range points {
		dir := filepath.Join(t.TempDir(), "killed")
		for _, point := range []int{i + 1, points - i} { // the second time while it resumes
			if killAfter(t, dir, usual*time.Duration(point)/(points+1)) {
				kills++
			}
		}
		if err := childCommand(dir).Run(); err != nil {
			t.Fatal(err)
		}
		if outputs(t, dir) != want {
			t.Errorf("killed at point %d: the outputs differ", i)
		}
	}
	if kills == 0 {
		t.Error("no child was killed in its work")
	}
	t.Logf("%d of %d killed at work, which takes %v", kills, 2*points, usual)
}

// killAfter says whether the child was still at work.
func killAfter(t *testing.T, dir string, d time.Duration) bool {
	t.Helper()
	c := childCommand(dir)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(d)
	c.Process.Kill()
	return c.Wait() != nil
}

func TestSecondWriterIsRefused(t *testing.T) {
	dir := t.TempDir()
	r := mustOpen(t, dir, testOptions())
	_, err := Open(dir, testOptions())
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d", os.Getpid())) {
		t.Errorf("error %v", err)
	}
	var out strings.Builder
	c := childCommand(dir)
	c.Stderr = &out
	if err := c.Run(); err == nil || !strings.Contains(out.String(), fmt.Sprintf("process %d", os.Getpid())) {
		t.Errorf("child: %v, %q", err, out.String())
	}
	if err := r.Write("x.jsonl", slices.Values([]any{1})); err != nil {
		t.Errorf("the first writer: %v", err)
	}
	r.Close()
	if err := childCommand(dir).Run(); err != nil {
		t.Errorf("child after Close: %v", err)
	}
}
