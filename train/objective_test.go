package train

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	g "github.com/gomlx/gomlx/core/graph"
)

// TestLargeBatch: no axis of what is computed of logits is longer than an int32 counts, by which words are picked, though all values are more.
func TestLargeBatch(t *testing.T) {
	const rows, length, words = 4, 10_000, 151_936
	graph := g.NewGraph(toyBackend(t), "large")
	logits := g.Parameter(graph, "logits", shapes.Make(dtypes.Float32, rows, length, words))
	targets := g.Parameter(graph, "targets", shapes.Make(dtypes.Int32, rows, length))
	if rows*length*words <= math.MaxInt32 {
		t.Fatal("the batch is small")
	}
	logProb, entropy := predicted(logits, targets, 1)
	for _, out := range []*g.Node{logProb, entropy} {
		if err := out.Shape().CheckDims(rows, length); err != nil {
			t.Error(err)
		}
	}
	for _, n := range graph.Nodes() {
		for _, d := range n.Shape().Dimensions {
			if d > math.MaxInt32 {
				t.Errorf("%v", n)
			}
		}
	}
}
