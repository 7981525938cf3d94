package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func testProgress(total int64) (*progress, *bytes.Buffer, *time.Time) {
	var out bytes.Buffer
	clock := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	a := &app{Stderr: &out}
	a.log = slog.New(slog.NewTextHandler(&out, nil))
	p := a.newProgress("importing", "pages", total)
	p.now = func() time.Time { return clock }
	p.begun, p.told = clock, clock
	return p, &out, &clock
}

func TestProgressLines(t *testing.T) {
	p, out, clock := testProgress(1000)
	for i := range int64(30) {
		*clock = clock.Add(time.Second)
		p.set((i + 1) * 10)
	}
	p.end()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines in 30 s, want 3:\n%s", len(lines), out)
	}
	if want := `msg=importing done=100 of=1000 rate="10 pages/s" left=1m30s`; !strings.HasSuffix(lines[0], want) {
		t.Errorf("got %s, want %s", lines[0], want)
	}
}

func TestProgressWithoutTotal(t *testing.T) {
	p, out, clock := testProgress(-1)
	*clock = clock.Add(20 * time.Second)
	p.set(50)
	if want := "msg=importing done=50 rate=\"2.5 pages/s\"\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("got %s, want %s", out, want)
	}
}

func TestProgressQuiet(t *testing.T) {
	var out bytes.Buffer
	a := &app{Stderr: &out, global: globalFlags{quiet: true}}
	a.log = slog.New(slog.NewTextHandler(&out, nil))
	p := a.newProgress("importing", "pages", 10)
	p.now = func() time.Time { return time.Now().Add(time.Hour) }
	p.set(1)
	p.end()
	if out.Len() != 0 {
		t.Errorf("told %q", out.String())
	}
}

func TestProgressBar(t *testing.T) {
	var out bytes.Buffer
	bar := newBar(&out, "importing", "pages", 10)
	p := &progress{bar: bar}
	p.set(5)
	time.Sleep(110 * time.Millisecond)
	p.set(6)
	if got := out.String(); !strings.Contains(got, "importing") || !strings.Contains(got, "6/10") {
		t.Errorf("bar is %q", got)
	}
	p.end()
}
