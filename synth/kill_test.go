package synth

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// The child finds the run directory and the corpus in these.
const (
	childRun    = "INFOSEEK_SYNTH_TEST_RUN"
	childCorpus = "INFOSEEK_SYNTH_TEST_CORPUS"
	childN      = 12
)

// child is what the test binary does when it is run again by TestKill.
func child(dir string) int {
	w, err := openCorpus(os.Getenv(childCorpus))
	if err == nil {
		_, err = Run(context.Background(), w.job(dir, quick(), childN))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
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
	want, kills := outputs(t, whole), 0
	rng := rand.New(rand.NewPCG(uint64(start.UnixNano()), 0))
	const moments, each = 20, 5
	for done := 0; done < moments; done += each {
		dir := filepath.Join(t.TempDir(), "killed")
		for range each {
			if killAfter(t, dir, time.Duration(float64(usual)*(0.1+0.7*rng.Float64()))) {
				kills++
			}
		}
		if err := childCommand(dir).Run(); err != nil {
			t.Fatal(err)
		}
		if outputs(t, dir) != want {
			t.Errorf("killed and resumed, the outputs in %s differ", dir)
		}
	}
	if kills < 5 {
		t.Errorf("only %d children were killed at work", kills)
	}
	t.Logf("%d of %d killed at work, which takes %v", kills, moments, usual)
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
