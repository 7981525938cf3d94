package main

import (
	"bytes"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"infoseek/llm/fakeserver"
)

// TestKilledVerify kills 'verify' at random moments. The same command goes on to the same bytes, and asks again for no more answers than were in flight.
func TestKilledVerify(t *testing.T) {
	const kills = 10
	t.Chdir(t.TempDir())
	must(t, "sample", "-o", "pages.xml")
	must(t, "corpus", "import", "pages.xml", "-o", "corpus")
	server := fakeserver.New(fakeserver.Options{Name: "fake", Latency: fakeserver.Latency{Median: 4 * time.Millisecond}, Answer: sayAnything})
	defer server.Close()
	run := func(dir string) []string {
		must(t, "synth", "-c", "corpus", "-o", dir, "-n", "6")
		return []string{"verify", dir, "--endpoint", server.URL(), "--in-flight", "1", "--checks", "one-clue,difficulty,prior-knowledge,clarity", "--samples", "5"}
	}
	begun := time.Now()
	must(t, run("whole")...)
	whole := time.Since(begun)
	calls := server.Counts().Good

	rng := rand.New(rand.NewPCG(3, 4))
	for killed := 0; killed < kills; {
		dir := t.TempDir()
		args := run(dir)
		before, here := server.Counts().Good, 0
		for range 4 {
			if !kill(t, time.Duration(rng.Int64N(int64(whole))), args) {
				whole -= whole / 4 // it had ended: aim earlier
				break
			}
			killed++
			here++
		}
		must(t, args...)
		if !bytes.Equal(read(t, filepath.Join("whole", "verdicts.jsonl")), read(t, filepath.Join(dir, "verdicts.jsonl"))) {
			t.Errorf("the verdicts differ from the uninterrupted run's after %d kills", here)
		}
		if made := server.Counts().Good - before; made > calls+here {
			t.Errorf("%d calls after %d kills, %d are needed", made, here, calls)
		}
	}
}

// sayAnything answers as a judge or a solver would.
func sayAnything(r fakeserver.Request) string {
	if strings.Contains(string(r.Schema), "no_shortcut") {
		return `{"why":"so","many_steps":true,"connected":true,"clear":true,"no_shortcut":false}`
	}
	return `{"thought":"","answer":"Nobody"}`
}
