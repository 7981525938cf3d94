package synth

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"infoseek/runs"
)

// The child finds the run directory and the corpus in these.
const (
	childRun    = "INFOSEEK_SYNTH_TEST_RUN"
	childCorpus = "INFOSEEK_SYNTH_TEST_CORPUS"
	childN      = 12
)

// child is what the test binary does when it is run again by TestKill.
func child(dir string) int {
	if err := childWork(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// childWork is Run, but that each root takes a while and is in the journal at once, so that a kill finds some.
func childWork(dir string) error {
	w, err := openCorpus(os.Getenv(childCorpus))
	if err != nil {
		return err
	}
	j := w.job(dir, quick(), childN)
	if url := os.Getenv(childModel); url != "" {
		j = j.ask(overHTTP(url))
		j.Limits.Trees = 16
	}
	m, err := open(context.Background(), j)
	if err != nil {
		return err
	}
	var synced error
	m.Progress = func(Progress) {
		time.Sleep(5 * time.Millisecond)
		synced = errors.Join(synced, m.run.Sync())
	}
	_, err = m.make(context.Background())
	return errors.Join(err, synced, m.run.Close())
}

func childCommand(dir string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childRun+"="+dir, childCorpus+"="+worldDir)
	c.Stderr = os.Stderr
	return c
}

// TestKill kills a run at 20 moments and resumes it each time: in its work, in its writing, and while it resumes.
func TestKill(t *testing.T) {
	openWorld(t)
	whole := filepath.Join(t.TempDir(), "whole")
	start := time.Now()
	if err := childCommand(whole).Run(); err != nil {
		t.Fatal(err)
	}
	usual := time.Since(start)
	want, kills, partly := outputs(t, whole), 0, 0
	rng := rand.New(rand.NewPCG(uint64(start.UnixNano()), 0))
	moments, each := few(20), 5
	for range moments {
		if kills >= moments {
			break
		}
		dir := filepath.Join(t.TempDir(), "killed")
		before := 0
		for range each {
			if !killAfter(t, childCommand(dir), time.Duration(float64(usual)*(0.1+0.8*rng.Float64()))) {
				break // it was done before
			}
			kills++
			if n := journalled(dir); n > 0 && n > before {
				before, partly = n, partly+1
			}
		}
		if err := childCommand(dir).Run(); err != nil {
			t.Fatal(err)
		}
		if outputs(t, dir) != want {
			t.Errorf("killed and resumed, the outputs in %s differ", dir)
		}
	}
	if kills < moments || partly < moments/4 {
		t.Errorf("only %d children were killed at work, %d of them with some of it done", kills, partly)
	}
	t.Logf("%d killed at work, which takes %v, %d of them with more done than before", kills, usual, partly)
}

// journalled counts the roots that a killed run has done; 0 if it was killed before there was a journal.
func journalled(dir string) int {
	r, err := runs.Read(dir)
	if err != nil {
		return 0
	}
	n := 0
	for _, err := range r.Records() {
		if err != nil {
			break
		}
		n++
	}
	return n
}

// killAfter says whether the child was still at work.
func killAfter(t *testing.T, c *exec.Cmd, d time.Duration) bool {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(d)
	c.Process.Kill()
	return c.Wait() != nil
}
