package main

import (
	"fmt"
	"testing"

	"infoseek/llm/fakeserver"
)

func TestKilledRollout(t *testing.T) {
	sampleCorpus(t)
	server := answering(t, searchThenSay)
	model := []string{"--endpoint", server.URL(), "--workers", "2"}
	killing{
		kills: 8, each: 3, seed: 5, server: server, lost: 2,
		files: []string{"trajectories.jsonl", "accepted.jsonl", "rejected.jsonl", "judgements.jsonl"},
		steps: func(t *testing.T, dir string) [][]string {
			must(t, "synth", "-c", "corpus", "-o", dir, "-n", "5")
			return [][]string{
				append([]string{"rollout", dir, "--samples", "4"}, model...),
				append([]string{"reject", dir, "--judge", "--answer", "any", "--unseen", "--keep", "0"}, model...),
			}
		},
	}.try(t)
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
