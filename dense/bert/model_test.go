package bert

import (
	"cmp"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"infoseek/internal/jsonl"
)

// TestForward: a small model gives what the formulas do, by every kernel, with either pooling.
func TestForward(t *testing.T) {
	for _, first := range []bool{false, true} {
		small := newMade(first)
		dir := small.write(t)
		for _, k := range kernels() {
			m, err := open(dir, &k)
			if err != nil {
				t.Fatal(err)
			}
			texts := []string{"The river banks.", "", "École 東 unbanks", strings.Repeat("the bank ", 30)}
			vectors, err := m.Embed(t.Context(), texts)
			if err != nil {
				t.Fatal(err)
			}
			for i, text := range texts {
				want := small.vector(m.tokenizer.encode(text, madePositions))
				for d := range want {
					if math.Abs(float64(vectors[i][d])-want[d]) > 1e-5 {
						t.Fatalf("%s, %q: %v\nnot %v", k.name, text, vectors[i], want)
					}
				}
			}
			if err := m.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	m, err := Open(newMade(true).write(t))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Embed(ctx, []string{"the", "bank"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestRefuses: a folder that is of another kind, or not whole, is an error that says why.
func TestRefuses(t *testing.T) {
	for want, spoil := range map[string]func(*made){
		"model_type":              func(m *made) { m.config["model_type"] = "roberta" },
		"hidden_act":              func(m *made) { m.config["hidden_act"] = "relu" },
		"position_embedding_type": func(m *made) { m.config["position_embedding_type"] = "relative_key" },
		"pooling":                 func(m *made) { m.pooling["pooling_mode_mean_tokens"] = true },
		"sizes":                   func(m *made) { m.config["num_attention_heads"] = 5 },
		"vocabulary of 13":        func(m *made) { m.config["vocab_size"] = 13 },
		"no tensor encoder.laye":  func(m *made) { delete(m.weights, "encoder.layer.1.output.dense.weight") },
		"shape [12], not [13]":    func(m *made) { m.config["hidden_size"] = 13; m.config["num_attention_heads"] = 1 },
		"F32 [14 12] in 668 bytes": func(m *made) {
			m.weights["embeddings.word_embeddings.weight"] = m.weights["embeddings.word_embeddings.weight"][1:]
		},
		"no tensor embeddings.wor": func(m *made) { delete(m.weights, "embeddings.word_embeddings.weight") },
	} {
		small := newMade(true)
		spoil(small)
		_, err := Open(small.write(t))
		if want == "shape [12], not [13]" && err != nil && strings.Contains(err.Error(), "not [") {
			continue // which of the tensors comes first does not matter
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

// TestMiniLM compares ids and vectors with what PyTorch gave for the same texts (bench/parity/peers/minilm.py).
func TestMiniLM(t *testing.T) {
	cache := cmp.Or(os.Getenv("INFOSEEK_CACHE"), filepath.Join(os.Getenv("HOME"), ".cache", "infoseek"))
	dir := filepath.Join(cache, "minilm")
	if _, err := os.Stat(filepath.Join(dir, "model.safetensors")); err != nil {
		t.Skip("the model is not here: scripts/minilm.sh fetches it")
	}
	m, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	type reference struct {
		Text   string    `json:"text"`
		IDs    []int32   `json:"ids"`
		Vector []float32 `json:"vector"` // its first numbers
	}
	f, err := os.Open("testdata/minilm.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := 0
	for r, err := range jsonl.Read[reference](f, f.Name(), jsonl.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
		if ids := m.tokenizer.encode(r.Text, m.config.longest); !slices.Equal(ids, r.IDs) {
			t.Errorf("%q: ids %v, not %v", r.Text, ids, r.IDs)
		}
		vectors, err := m.Embed(t.Context(), []string{r.Text})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range r.Vector {
			if math.Abs(float64(vectors[0][i]-want)) > 1e-5 {
				t.Errorf("%q: number %d is %v, not %v", r.Text, i, vectors[0][i], want)
			}
		}
	}
	if seen != 3 {
		t.Errorf("%d texts", seen)
	}
}

func BenchmarkEmbed(b *testing.B) {
	m, err := Open(filepath.Join(os.Getenv("HOME"), ".cache", "infoseek", "minilm"))
	if err != nil {
		b.Skip(err)
	}
	defer m.Close()
	ids := m.tokenizer.encode(strings.Repeat("The tower was finished and stands on the left bank of the river. ", 9), 128)
	b.ReportMetric(float64(len(ids)), "tokens")
	for b.Loop() {
		m.vector(m.scratches.Get().(*scratch), ids)
	}
}
