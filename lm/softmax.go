package lm

import (
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	g "github.com/gomlx/gomlx/core/graph"
)

// Softmax is over the last axis. On the Go backend it is one operation, whose gradient takes no exponential: GoMLX's own goes through the softmax taken apart.
func Softmax(x *g.Node) *g.Node {
	if x.Graph().Backend().Capabilities().Operations[compute.OpTypeFusedSoftmax] && x.Rank() > 0 {
		return g.BackendFusedSoftmax(x, x.Rank()-1)
	}
	return g.Softmax(x, -1)
}

// The operation has no gradient of GoMLX's. Softmax alone makes it with the last axis; g.Softmax brings its own way.
func init() {
	g.VJPRegistration[g.NodeTypeFusedSoftmax] = func(y *g.Node, v []*g.Node, _ shapes.Shape) []*g.Node {
		weighed := g.Mul(v[0], y)
		return []*g.Node{g.Sub(weighed, g.Mul(y, rowSums(weighed)))}
	}
}

// rowSums adds up the last axis and keeps it, with one value.
func rowSums(x *g.Node) *g.Node {
	dims := x.Shape().Dimensions
	last := dims[len(dims)-1]
	ones := g.Ones(x.Graph(), shapes.Make(x.DType(), last))
	sums := g.DotGeneral(g.Reshape(x, x.Shape().Size()/last, last), []int{1}, nil, g.Reshape(ones, 1, last), []int{1}, nil)
	return g.Reshape(sums, append(append([]int{}, dims[:len(dims)-1]...), 1)...)
}
