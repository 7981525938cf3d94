package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"infoseek"
	"infoseek/llm"
)

// TestPolicyServed: 'grpo' samples from a server of this program and has it take each new policy: in the end the server answers as a server of the learned model does, and no longer as it did.
func TestPolicyServed(t *testing.T) {
	model, corpus, dir := tinyModel(t), lakes(t), t.TempDir()
	url := serveModel(t, model, "--slots", "2", "--refreshable", "--name", "policy")
	before := likeliest(t, url)
	questions := filepath.Join(dir, "q.jsonl")
	if err := os.WriteFile(questions, []byte(`{"id": "q1", "question": "Which town is on the Tarn?", "answers": ["Hollby"]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := run(t, t.Context(), "rollout", "--questions", questions, "-c", corpus, "-o", filepath.Join(dir, "run"), "-q"); code != exitDone {
		t.Fatal(stderr)
	}
	out := filepath.Join(dir, "out")
	args := []string{"grpo", filepath.Join(dir, "run"), "-c", corpus, "--model", model, "-o", out, "--iterations", "1", "--questions", "1", "--samples", "2", "--turns", "1", "--response", "8",
		"--least-mixed", "0", "--probe", "1", "--rate", "0.01", "--entropy", "0.1", "-q", "--policy-endpoint", url, "--refresh", "infoseek lm refresh " + url}
	if code, _, stderr := run(t, t.Context(), args...); code != exitDone {
		t.Fatal(stderr)
	}
	after, learned := likeliest(t, url), likeliest(t, serveModel(t, filepath.Join(out, "model"), "--slots", "2", "--name", "policy"))
	if after != learned || after == before {
		t.Errorf("the server says\n%s\nit said\n%s\nthe learned model says\n%s", after, before, learned)
	}
	if code, _, stderr := run(t, t.Context(), "lm", "refresh", url, dir); code != exitError || stderr == "" {
		t.Errorf("a folder without a model: exit code %d, %s", code, stderr)
	}
	if again := likeliest(t, url); again != after {
		t.Errorf("after a refusal the server says\n%s\nit said\n%s", again, after)
	}
}

// likeliest is what a server answers at temperature 0, with the log-probabilities.
func likeliest(t *testing.T, url string) (said string) {
	t.Helper()
	zero := 0.0
	r := infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: "the lake"}}, LogProbs: true, Sampling: infoseek.Sampling{MaxTokens: 6, Temperature: &zero}}
	answer, err := llm.NewClient(llm.Endpoint{URL: url, Model: "policy"}).Generate(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range answer.Tokens {
		said += fmt.Sprintf("%d %.6f\n", k.ID, *k.LogProb)
	}
	return said
}
