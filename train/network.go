package train

import (
	"maps"
	"slices"

	"infoseek/lm"

	"github.com/gomlx/compute/dtypes"
	g "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Network builds the logits [rows, length, vocabulary] of tokens [rows, length]. Attention is causal and never crosses segments; segment 0 is padding. Weights have Hugging Face's names and shapes.
type Network func(weights map[string]*g.Node, tokens, positions, segments *g.Node) *g.Node

// Transformer is the network of a model of lm. With checkpoint set each layer is computed again in the backward pass; with half it computes in bfloat16.
func Transformer(c lm.Config, checkpoint, half bool) Network {
	return func(weights map[string]*g.Node, tokens, positions, segments *g.Node) *g.Node {
		n := lm.Net{Config: c, Weights: weights, Checkpoint: checkpoint}
		if half {
			n.Type = dtypes.BFloat16
		}
		return n.Logits(lm.Input{Tokens: tokens, Positions: positions, Segments: segments})
	}
}

// Weights are tensors by name.
type Weights map[string]*tensors.Tensor

// names are the weights' names in order.
func (w Weights) names() []string { return slices.Sorted(maps.Keys(w)) }
