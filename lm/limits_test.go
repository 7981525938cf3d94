package lm

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"infoseek/lm/gguf"
)

func TestColumns(t *testing.T) {
	for _, c := range [][3]int{{1, 4096, 128}, {129, 4096, 256}, {4096, 4096, 4096}, {4097, 5000, 5120}, {3000, 3000, 3072}, {64, 64, 128}} {
		if got := columnsOf(c[0], c[1]); got != c[2] || got < c[0] {
			t.Errorf("%d tokens in a context of %d: %d columns, want %d", c[0], c[1], got, c[2])
		}
	}
}

// TestBrokenWeights: a model of weights that are none ends each text with an error.
func TestBrokenWeights(t *testing.T) {
	m := tinyModel(t, Llama, 2)
	for i := range m.Params[0].Data {
		m.Params[0].Data[i] = float32(math.NaN())
	}
	e := generator(t, m, Options{})
	for range 2 {
		if err := e.Generate(context.Background(), []int{1, 2}, Sampling{Temperature: 1, TopP: .5}, func(Token) bool { return true }); !errors.Is(err, errNumbers) {
			t.Errorf("%v", err)
		}
	}
}

func TestRefusesPrompts(t *testing.T) {
	m := tinyModel(t, Llama, 2)
	e := generator(t, m, Options{})
	for want, prompt := range map[error][]int{ErrPrompt: {}, ErrLong: make([]int, m.Context)} {
		if err := e.Generate(context.Background(), prompt, Sampling{}, nil); !errors.Is(err, want) {
			t.Errorf("%d tokens: %v", len(prompt), err)
		}
	}
	for _, id := range []int{-1, m.Vocab} {
		if err := e.Generate(context.Background(), []int{1, id}, Sampling{}, nil); !errors.Is(err, ErrPrompt) {
			t.Errorf("token %d: %v", id, err)
		}
	}
}

// TestYarnSaved: YaRN's values and all tokens that end a text come back from a GGUF file, a turn's end where llama.cpp looks for it.
func TestYarnSaved(t *testing.T) {
	m := tinyModel(t, Qwen3, 3)
	m.EOS = []int{1, 7, 258}
	m.Rope = Rope{Theta: 10000, Type: "yarn", Factor: 4, Original: 32, BetaFast: 16, BetaSlow: 2, Attention: 1.5}
	path := filepath.Join(t.TempDir(), "m.gguf")
	if err := m.SaveGGUF(path, gguf.F32); err != nil {
		t.Fatal(err)
	}
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(got.Rope.Attention-1.5) > 1e-6 {
		t.Errorf("attention %v", got.Rope.Attention)
	}
	if got.Rope.Attention = 1.5; got.Rope != m.Rope || !slices.Equal(got.EOS, []int{1, 258, 7}) {
		t.Errorf("%+v, ends %v", got.Rope, got.EOS)
	}
}

// TestForeignGGUF: a file's numbers are looked at before anything is made of them.
func TestForeignGGUF(t *testing.T) {
	m := tinyModel(t, Llama, 3)
	tensors := m.ggufTensors(gguf.F32)
	factors := func(n int) gguf.Source {
		return gguf.Source{Name: "rope_freqs.weight", Type: gguf.F32, Shape: []int{n}, Values: make([]float32, n)}
	}
	for name, c := range map[string]struct {
		change map[string]uint32
		more   []gguf.Source
		says   string
	}{
		"heads of nothing": {map[string]uint32{"llama.attention.key_length": 0, "llama.attention.head_count": 0, "llama.rope.dimension_count": 0}, []gguf.Source{factors(4)}, " of 0"},
		"huge heads":       {map[string]uint32{"llama.attention.key_length": 1 << 31, "llama.rope.dimension_count": 1 << 31}, []gguf.Source{factors(4)}, "head size"},
		"other factors":    {nil, []gguf.Source{factors(m.HeadDim/2 + 1)}, "factors of positions for heads"},
		"zero factors":     {nil, []gguf.Source{factors(m.HeadDim / 2)}, "not known"},
		"many layers":      {map[string]uint32{"llama.block_count": 1 << 26}, nil, "layers"},
		"window":           {map[string]uint32{"llama.attention.sliding_window": 8}, nil, "sliding window"},
	} {
		pairs, err := m.ggufValues()
		if err != nil {
			t.Fatal(err)
		}
		for key, n := range c.change {
			pairs = slices.DeleteFunc(pairs, func(p gguf.Pair) bool { return p.Name == key })
			pairs = append(pairs, gguf.Pair{Name: key, Value: n})
		}
		path := filepath.Join(t.TempDir(), "m.gguf")
		save(t, path, pairs, append(slices.Clone(tensors), c.more...))
		if _, err := Load(path); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func save(t *testing.T, path string, pairs []gguf.Pair, tensors []gguf.Source) {
	t.Helper()
	if err := fillFile(path, func(f *os.File) error { return gguf.Write(f, pairs, tensors) }); err != nil {
		t.Fatal(err)
	}
}
