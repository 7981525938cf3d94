package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"infoseek/llm/fakeserver"
)

// TestKilledRollout kills 'rollout' at random moments, then 'reject --judge'. The same commands go on to the same bytes, and ask again for no more answers than were in flight.
func TestKilledRollout(t *testing.T) {
	const kills = 8
	t.Chdir(t.TempDir())
	must(t, "sample", "-o", "pages.xml")
	must(t, "corpus", "import", "pages.xml", "-o", "corpus")
	server := fakeserver.New(fakeserver.Options{Name: "fake", Latency: fakeserver.Latency{Median: 4 * time.Millisecond}, Answer: searchThenSay})
	defer server.Close()
	run := func(dir string) [][]string {
		must(t, "synth", "-c", "corpus", "-o", dir, "-n", "5")
		model := []string{"--endpoint", server.URL(), "--in-flight", "1"}
		return [][]string{
			append([]string{"rollout", dir, "--samples", "4"}, model...),
			append([]string{"reject", dir, "--judge", "--answer", "any", "--unseen", "--keep", "0"}, model...),
		}
	}
	begun := time.Now()
	for _, args := range run("whole") {
		must(t, args...)
	}
	whole := time.Since(begun) / 2
	calls := server.Counts().Good

	rng := rand.New(rand.NewPCG(5, 6))
	for killed := 0; killed < kills; {
		dir := t.TempDir()
		before, here := server.Counts().Good, 0
		for _, args := range run(dir) {
			for range 3 {
				if !kill(t, time.Duration(rng.Int64N(int64(whole))), args) {
					whole -= whole / 4 // it had ended: aim earlier
					break
				}
				killed++
				here++
			}
			must(t, args...)
		}
		for _, name := range []string{"trajectories.jsonl", "accepted.jsonl", "rejected.jsonl", "judgements.jsonl"} {
			if !bytes.Equal(read(t, filepath.Join("whole", name)), read(t, filepath.Join(dir, name))) {
				t.Errorf("%s differs from the uninterrupted run's after %d kills", name, here)
			}
		}
		if made := server.Counts().Good - before; made > calls+here {
			t.Errorf("%d calls after %d kills, %d are needed", made, here, calls)
		}
	}
}

// searchThenSay answers as an agent, its refiner or its judge would; samples differ by their seed.
func searchThenSay(r fakeserver.Request) string {
	switch {
	case r.Schema != nil:
		return fmt.Sprintf(`{"why":"so","steps":true,"searches":%v,"grounded":true}`, len(r.User)%3 > 0)
	case r.Messages < 4:
		return fmt.Sprintf("<think>First.</think><search>chemist %d</search>", r.Seed%7)
	}
	return fmt.Sprintf("<think>Then.</think><answer>Person %d</answer>", r.Seed%3)
}
