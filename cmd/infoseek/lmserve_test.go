package main

import (
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"infoseek"
	"infoseek/internal/safetensors"
	"infoseek/llm"
	"infoseek/lm"
	"infoseek/token/hf"
)

// tinyModel writes a model of random weights as a Hugging Face folder.
func tinyModel(t *testing.T) string {
	t.Helper()
	v := hf.Vocabulary{Pre: "gpt-2", Merges: []string{"t h", "th e"}}
	for b, next := 0, 256; b < 256; b++ {
		shown := string(rune(b))
		if b <= ' ' || b >= 0x7f && b <= 0xa0 || b == 0xad {
			shown, next = string(rune(next)), next+1
		}
		v.Tokens, v.Kinds = append(v.Tokens, shown), append(v.Kinds, hf.Normal)
	}
	v.Tokens, v.Kinds = append(v.Tokens, "th", "the", "<|im_start|>", "<|im_end|>"), append(v.Kinds, hf.Normal, hf.Normal, hf.Control, hf.Control)
	words, err := v.JSON()
	if err != nil {
		t.Fatal(err)
	}
	c := lm.Config{
		Arch: lm.Qwen3, Vocab: 264, Hidden: 32, Inner: 48, Layers: 2, Heads: 4, KVHeads: 2, HeadDim: 8, Context: 4096, Epsilon: 1e-6, Rope: lm.Rope{Theta: 10000}, Tied: true, QKNorm: true,
		BOS: -1, EOS: []int{259}, Pad: -1,
	}
	m := &lm.Model{
		Config: c, Params: c.Random(1), Vocabulary: words,
		Template: "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}{{ '<|im_start|>assistant\n' }}",
	}
	dir := filepath.Join(t.TempDir(), "tiny")
	if err := m.SaveFolder(dir, safetensors.F32); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestModelServer: a model converted to GGUF and served is asked by the client that all commands use: ids, log-probabilities, seeds and the refusal of a schema are as it wants them.
func TestModelServer(t *testing.T) {
	dir := tinyModel(t)
	file := dir + ".gguf"
	if code, _, stderr := run(t, t.Context(), "lm", "convert", dir, file); code != exitDone {
		t.Fatal(stderr)
	}
	url := serveModel(t, file, "--slots", "2")
	client := llm.NewClient(llm.Endpoint{URL: url, Model: "tiny"})
	seed, zero := uint64(5), 1.0
	r := infoseek.Request{
		Messages: []infoseek.Message{{Role: "user", Content: "the lake"}}, LogProbs: true, Sampling: infoseek.Sampling{MaxTokens: 12, Seed: &seed, Temperature: &zero, Stop: []string{"no such text"}},
	}
	var answers [2]infoseek.Response
	for i := range answers {
		var err error
		if answers[i], err = client.Generate(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	a, err := json.Marshal(answers[0])
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(answers[1])
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Errorf("one seed, two answers:\n%s\n%s", a, b)
	}
	if n := len(answers[0].Tokens); n == 0 || n != answers[0].Usage.Completion {
		t.Errorf("%d tokens listed of %d", n, answers[0].Usage.Completion)
	}
	for _, k := range answers[0].Tokens {
		if k.ID < 0 || k.ID >= 264 || k.LogProb == nil {
			t.Errorf("token %+v", k)
		}
	}
	r.Schema = json.RawMessage(`{"type":"object"}`)
	if _, err := client.Generate(context.Background(), r); err != nil || client.Format() != llm.FormatText {
		t.Errorf("with a schema: form %s, %v", client.Format(), err)
	}
}

// TestModelAsks: the search agent asks a model of this program through 'ask', and what random weights say makes a whole trajectory without answer or fault, with the ids and log-probabilities of every turn.
func TestModelAsks(t *testing.T) {
	url := serveModel(t, tinyModel(t))
	code, stdout, stderr := run(t, t.Context(), "ask", "-c", lakes(t), "--endpoint", url, "--turns", "2", "--json", "Who was it?")
	var got infoseek.Trajectory
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != exitError || !strings.Contains(stderr, "no answer") {
		t.Fatalf("exit code %d, %v: %s\n%s", code, err, stdout, stderr)
	}
	turns := 0
	for _, s := range got.Segments {
		if s.Origin != infoseek.OriginModel {
			continue
		}
		turns++
		if len(s.Tokens) == 0 || s.Tokens[0].ID < 0 || s.Tokens[0].LogProb == nil {
			t.Errorf("turn %d: tokens %+v", s.Turn, s.Tokens)
		}
	}
	if turns == 0 || len(got.Faults) > 0 {
		t.Errorf("%d turns, faults %v", turns, got.Faults)
	}
}

// TestModelCheck: the model is tried; without one the backends are told.
func TestModelCheck(t *testing.T) {
	code, stdout, stderr := run(t, t.Context(), "lm", "check", tinyModel(t), "--json")
	var r lmReport
	if err := json.Unmarshal([]byte(stdout), &r); code != exitDone || err != nil || r.Model == nil || !r.Model.Same || r.Model.TokensPerSecond <= 0 || r.Backends[0].Name != "go" || r.Backends[0].Devices < 1 {
		t.Errorf("exit code %d, %v: %s\n%s", code, err, stdout, stderr)
	}
	for _, args := range [][]string{{"convert", "none", "to"}, {"serve", "none"}, {"check", "none"}, {"check", "--backend", "abacus", "none"}, {"convert", "a", "b", "--type", "q8_0"}, {"check", "--dtype", "f8", "none"}} {
		if code, _, _ := run(t, t.Context(), append([]string{"lm"}, args...)...); code != exitError && code != exitUsage {
			t.Errorf("%v: exit code %d", args, code)
		}
	}
}

// TestRefreshableToAll: without a key no other machine may say which folders are loaded.
func TestRefreshableToAll(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	for _, listen := range []string{"0.0.0.0:0", ":0", "[::]:0"} {
		if code, _, stderr := run(t, ctx, "lm", "serve", tinyModel(t), "--listen", listen, "--refreshable"); code != exitUsage || !strings.Contains(stderr, "set a key") {
			t.Errorf("%s: exit code %d, %s", listen, code, stderr)
		}
	}
}

// serveModel starts the program with 'lm serve' and returns the URL that it prints.
func serveModel(t *testing.T, args ...string) string {
	t.Helper()
	cmd := program(append([]string{"lm", "serve", "-q", "--listen", "127.0.0.1:0"}, args...))
	url, err := listening(cmd)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(cmd.Process.Kill(), ignoreKilled(cmd.Wait())); err != nil {
			t.Error(err)
		}
	})
	return url
}

func ignoreKilled(err error) error {
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		return nil
	}
	return err
}
