package main

import (
	"strings"
	"testing"

	"infoseek/llm/fakeserver"
)

func TestKilledVerify(t *testing.T) {
	sampleCorpus(t)
	server := answering(t, sayAnything)
	killing{
		kills: 10, each: 4, seed: 3, server: server, lost: 2,
		files: []string{"verdicts.jsonl"},
		steps: func(t *testing.T, dir string) [][]string {
			must(t, "synth", "-c", "corpus", "-o", dir, "-n", "6")
			return [][]string{{"verify", dir, "--endpoint", server.URL(), "--workers", "2", "--checks", "one-clue,difficulty,prior-knowledge,clarity", "--samples", "5"}}
		},
	}.try(t)
}

// sayAnything answers as a judge or a solver would.
func sayAnything(r fakeserver.Request) string {
	if strings.Contains(string(r.Schema), "no_shortcut") {
		return `{"why":"so","many_steps":true,"connected":true,"clear":true,"no_shortcut":false}`
	}
	return `{"thought":"","answer":"Nobody"}`
}
