package train

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	g "github.com/gomlx/gomlx/core/graph"
)

// feed is a batch as nodes of a graph.
type feed struct {
	tokens, positions, segments, targets   *g.Node
	own, weight, old, reference, advantage *g.Node
}

func newFeed(c []*g.Node) feed {
	return feed{c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8]}
}

// Objective is what a step makes less of.
type Objective interface {
	// loss is a scalar, a sum over the batch: losses of the parts of a step add up to the step's. sums are scalars to report, which add up too, named by names.
	loss(logits *g.Node, b feed) (loss *g.Node, sums []*g.Node)
	names() []string
	// key tells objectives apart that build other graphs.
	key() string
}

// predicted is what logits say about the targets: their log-probability and the distribution's entropy, in nats, at the temperature (1 for the distribution as it is).
func predicted(logits, targets *g.Node, temperature float64) (logProb, entropy *g.Node) {
	logits = g.ConvertDType(logits, dtypes.Float32)
	if temperature != 1 {
		logits = g.MulScalar(logits, 1/temperature)
	}
	shifted := g.Sub(logits, g.StopGradient(g.ReduceAndKeep(logits, g.ReduceMax, -1)))
	exp := g.Exp(shifted)
	sum := g.ReduceSum(exp, -1)
	normal := g.Log(sum)
	dims := logits.Shape().Dimensions
	words := g.Iota(logits.Graph(), shapes.Make(dtypes.Int32, dims...), -1)
	is := g.Equal(words, g.BroadcastToDims(g.InsertAxes(targets, -1), dims...))
	picked := g.ReduceSum(g.Where(is, shifted, g.ZerosLike(shifted)), -1)
	entropy = g.Sub(normal, g.Div(g.ReduceSum(g.Mul(exp, shifted), -1), sum))
	return g.Sub(picked, normal), entropy
}
