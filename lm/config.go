package lm

import (
	"fmt"
	"slices"
)

// Arch is a family of models.
type Arch string

// The families. Mistral's models without a sliding window are of Llama's.
const (
	Llama Arch = "llama"
	Qwen2 Arch = "qwen2"
	Qwen3 Arch = "qwen3"
)

// Config is the shape of a transformer.
type Config struct {
	Arch    Arch
	Vocab   int // tokens that have an embedding
	Hidden  int // width of the residual stream
	Inner   int // width of the feed-forward layers
	Layers  int
	Heads   int // heads of queries
	KVHeads int // heads of keys and values; divides Heads
	HeadDim int
	Context int     // positions the model was made for
	Epsilon float64 // of RMSNorm
	Rope    Rope
	Tied    bool // the output layer is the embedding
	QKVBias bool // queries, keys and values have biases
	OutBias bool // so has the attention's output
	MLPBias bool // so have the feed-forward layers
	QKNorm  bool // queries and keys are normalised head by head
	BOS     int  // begins a text; -1 if none
	EOS     []int
	Pad     int // -1 if none
}

// mostLayers is far beyond any model: each layer is a list of tensors before any is looked for.
const mostLayers = 4096

// Check says what is wrong with c, nil if nothing is.
func (c Config) Check() error {
	if !slices.Contains([]Arch{Llama, Qwen2, Qwen3}, c.Arch) {
		return fmt.Errorf("architecture %q is not supported: llama, qwen2 and qwen3 are", c.Arch)
	}
	for name, n := range map[string]int{"vocabulary": c.Vocab, "hidden size": c.Hidden, "intermediate size": c.Inner, "layers": c.Layers, "heads": c.Heads, "key/value heads": c.KVHeads, "head size": c.HeadDim, "context": c.Context} {
		if n <= 0 || n > 1<<26 {
			return fmt.Errorf("%s of %d", name, n)
		}
	}
	switch {
	case c.Layers > mostLayers:
		return fmt.Errorf("%d layers", c.Layers)
	case c.Heads%c.KVHeads != 0:
		return fmt.Errorf("%d key/value heads do not divide %d heads", c.KVHeads, c.Heads)
	case c.HeadDim%2 != 0:
		return fmt.Errorf("a head of %d is not even: positions turn pairs", c.HeadDim)
	case !(c.Epsilon > 0):
		return fmt.Errorf("epsilon %v of RMSNorm", c.Epsilon)
	}
	return c.Rope.check()
}
