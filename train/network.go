package train

import (
	"maps"
	"slices"

	g "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Network builds the logits [rows, length, vocabulary] of tokens [rows, length]. Attention is causal and never crosses segments; segment 0 is padding. Weights have Hugging Face's names and shapes.
type Network func(weights map[string]*g.Node, tokens, positions, segments *g.Node) *g.Node

// Weights are tensors by name.
type Weights map[string]*tensors.Tensor

// names are the weights' names in order.
func (w Weights) names() []string { return slices.Sorted(maps.Keys(w)) }
