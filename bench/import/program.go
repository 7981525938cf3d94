package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// run is what a program took.
type run struct {
	cpu, wall time.Duration
}

// program runs a program to its end and gives its stdout to out.
func program(ctx context.Context, out io.Writer, name string, args ...string) (run, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Stdout, c.Stderr = out, os.Stderr
	begin := time.Now()
	if err := c.Run(); err != nil {
		return run{}, fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return run{c.ProcessState.UserTime() + c.ProcessState.SystemTime(), time.Since(begin)}, nil
}

// best runs a program several times and keeps the least of each time: what else the machine does only adds.
func best(ctx context.Context, times int, name string, args ...string) (least run, err error) {
	for i := range times {
		r, err := program(ctx, io.Discard, name, args...)
		if err != nil {
			return run{}, err
		}
		if i == 0 {
			least = r
		}
		least = run{min(least.cpu, r.cpu), min(least.wall, r.wall)}
	}
	return least, nil
}

// peers is the python that has the programs of others.
func peers(ctx context.Context) (python string, err error) {
	c := exec.CommandContext(ctx, "scripts/peer-venv.sh", "import")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("scripts/peer-venv.sh import: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// wikiextractor is its program, with the flags that write every page and its links to stdout by one process, and more.
func wikiextractor(python, file string, more ...string) []string {
	command := []string{filepath.Join(filepath.Dir(python), "wikiextractor"), "--json", "--links", "-q", "--processes", "1", "-o", "-"}
	return append(append(command, more...), file)
}
