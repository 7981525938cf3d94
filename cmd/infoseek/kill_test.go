package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestKilledSynth kills the program at 20 random moments. Each time the same command goes on, and the finished runs are the uninterrupted one byte for byte.
func TestKilledSynth(t *testing.T) {
	const kills = 20
	t.Chdir(t.TempDir())
	must(t, "sample", "-o", "pages.xml")
	must(t, "corpus", "import", "pages.xml", "-o", "corpus")
	synth := func(dir string) []string { return []string{"synth", "-c", "corpus", "-o", dir, "-n", "12"} }
	begun := time.Now()
	must(t, synth("whole")...)
	whole := time.Since(begun)

	rng := rand.New(rand.NewPCG(1, 2))
	for killed := 0; killed < kills; {
		dir := t.TempDir()
		for range 5 {
			if !kill(t, time.Duration(rng.Int64N(int64(whole))), synth(dir)) {
				whole -= whole / 4 // it had ended: aim earlier
				break
			}
			killed++
		}
		must(t, synth(dir)...)
		for _, name := range []string{"questions.jsonl", "dropped.jsonl"} {
			if !bytes.Equal(read(t, filepath.Join("whole", name)), read(t, filepath.Join(dir, name))) {
				t.Errorf("%s differs from the uninterrupted run's", filepath.Join(dir, name))
			}
		}
	}
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
