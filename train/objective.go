package train

import (
	"infoseek/lm"

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
//
// On the Go backend exponentials are dear and each pass over the logits counts, so both are had from one softmax p: with k the likeliest word, the logarithm of the sum of exponentials is x[k] - log p[k], and its gradient p.
func predicted(logits, targets *g.Node, temperature float64) (logProb, entropy *g.Node) {
	logits = g.ConvertDType(logits, dtypes.Float32)
	if temperature != 1 {
		logits = g.MulScalar(logits, 1/temperature)
	}
	p := lm.Softmax(logits)
	mean := func(p *g.Node) *g.Node { return g.DotGeneral(p, []int{2}, []int{0, 1}, logits, []int{2}, []int{0, 1}) }
	value := g.Sub(g.ReduceMax(logits, -1), g.Log(g.ReduceMax(p, -1)))
	normal := valued(value, mean(g.StopGradient(p)))
	return g.Sub(picked(logits, targets), normal), g.Sub(normal, mean(p))
}

// valued is value, with the gradient of another node.
func valued(value, gradient *g.Node) *g.Node {
	return g.Add(g.StopGradient(value), g.Sub(gradient, g.StopGradient(gradient)))
}

// picked are the values of x [rows, length, words] at the words [rows, length]. Places and words are indexed apart: all values of a large batch are more than an int32 counts.
func picked(x, words *g.Node) *g.Node {
	d := x.Shape().Dimensions
	places := g.Iota(x.Graph(), shapes.Make(dtypes.Int32, d[0]*d[1], 1), 0)
	at := g.Concatenate([]*g.Node{places, g.Reshape(words, d[0]*d[1], 1)}, -1)
	return g.Reshape(g.Gather(g.Reshape(x, d[0]*d[1], d[2]), at), d[0], d[1])
}
