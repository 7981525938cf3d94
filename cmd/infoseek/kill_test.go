package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"infoseek/llm/fakeserver"
)

// killing is a row of commands that are killed at random moments and given again.
type killing struct {
	kills  int                                       // how many in all
	each   int                                       // how many at most of one command, before it may end
	seed   uint64                                    // of the moments
	server *fakeserver.Server                        // nil: the commands ask no model
	lost   int                                       // answers that a kill loses at most: one for each worker, which is in flight or on its way into the journal
	steps  func(t *testing.T, dir string) [][]string // makes what the commands need, and says them
	files  []string                                  // what they leave in dir
}

// try kills the commands until all kills are used up. The same commands go on each time to the bytes of an uninterrupted run, and ask again for no more answers than their workers were waiting for.
func (k killing) try(t *testing.T) {
	t.Helper()
	steps := k.steps(t, "whole")
	begun := time.Now()
	for _, args := range steps {
		must(t, args...)
	}
	whole := time.Since(begun) / time.Duration(len(steps))
	needed := k.asked()
	rng := rand.New(rand.NewPCG(k.seed, k.seed+1))
	for killed := 0; killed < k.kills; {
		dir := t.TempDir()
		steps, before, here := k.steps(t, dir), k.asked(), 0
		for _, args := range steps {
			for range k.each {
				if !kill(t, time.Duration(rng.Int64N(int64(whole))), args) {
					whole -= whole / 4 // it had ended: aim earlier
					break
				}
				here++
			}
			must(t, args...)
		}
		killed += here
		for _, name := range k.files {
			if !bytes.Equal(read(t, filepath.Join("whole", name)), read(t, filepath.Join(dir, name))) {
				t.Errorf("%s differs from the uninterrupted run's after %d kills", name, here)
			}
		}
		if made := k.asked() - before; made > needed+here*k.lost {
			t.Errorf("%d calls after %d kills, %d are needed", made, here, needed)
		}
	}
}

func (k killing) asked() int {
	if k.server == nil {
		return 0
	}
	return k.server.Counts().Good
}

// sampleCorpus makes the sample encyclopedia's corpus in a new folder, and goes there.
func sampleCorpus(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	must(t, "sample", "-o", "pages.xml")
	must(t, "corpus", "import", "pages.xml", "-o", "corpus")
}

func answering(t *testing.T, answer func(fakeserver.Request) string) *fakeserver.Server {
	t.Helper()
	s := fakeserver.New(fakeserver.Options{Name: "fake", Latency: fakeserver.Latency{Median: 4 * time.Millisecond}, Answer: answer})
	t.Cleanup(s.Close)
	return s
}

func TestKilledSynth(t *testing.T) {
	sampleCorpus(t)
	killing{kills: 20, each: 5, seed: 1, files: []string{"questions.jsonl", "dropped.jsonl"}, steps: func(_ *testing.T, dir string) [][]string {
		return [][]string{{"synth", "-c", "corpus", "-o", dir, "-n", "12"}}
	}}.try(t)
}

func must(t *testing.T, args ...string) {
	t.Helper()
	if out, err := program(args).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

// kill starts the program, kills it after a while, and says whether it was still running then.
func kill(t *testing.T, after time.Duration, args []string) bool {
	t.Helper()
	cmd := program(args)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(after, func() { cmd.Process.Kill() })
	return cmd.Wait() != nil
}

// program is the real program, as a process of its own.
func program(args []string) *exec.Cmd {
	cmd := exec.Command("infoseek", args...)
	cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0") // under the race detector a program sleeps a second before it exits
	return cmd
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
