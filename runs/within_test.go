package runs

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestOpenWithin(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	outer, err := Open(dir, Options{Command: "synth"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenWithin(dir, "verify", Options{Command: "verify"}); !errors.Is(err, ErrLocked) {
		t.Errorf("while the outer run is written: %v", err)
	}
	if err := outer.Close(); err != nil {
		t.Fatal(err)
	}
	inner, err := OpenWithin(dir, "verify", Options{Command: "verify"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{Command: "synth"}); !errors.Is(err, ErrLocked) {
		t.Errorf("the outer run while the inner is written: %v", err)
	}
	if err := inner.Append("verdict", 0, map[string]int{"v": 1}); err != nil {
		t.Fatal(err)
	}
	if err := inner.Close(); err != nil {
		t.Fatal(err)
	}
	outer, err = Open(dir, Options{Command: "synth"})
	if err != nil {
		t.Fatalf("the outer run after the inner is closed: %v", err)
	}
	for rec, err := range outer.Records() {
		t.Errorf("the outer journal has %v (%v)", rec, err)
	}
	outer.Close()
	if _, err := os.Stat(filepath.Join(dir, "verify", manifestName)); err != nil {
		t.Error(err)
	}
}

func TestOpenWithinNoRun(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenWithin(dir, "verify", Options{Command: "verify"}); err == nil {
		t.Error("opened within a directory that is no run")
	}
	outer, err := Open(dir, Options{Command: "synth"})
	if err != nil {
		t.Fatal(err)
	}
	outer.Close()
	if _, err := OpenWithin(dir, "../x", Options{Command: "verify"}); err == nil {
		t.Error("opened outside the run")
	}
}
