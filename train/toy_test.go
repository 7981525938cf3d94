package train

import (
	"math/rand/v2"
	"testing"

	"infoseek/lm"

	"github.com/gomlx/compute"
	g "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// toyWords and toyWidth are the vocabulary and the width of the toy.
const (
	toyWords = 7
	toyWidth = 4
)

// toy is a network that looks back over its segment: each place sees the mean of what stands before and at it, turned by a matrix.
func toy(w map[string]*g.Node, tokens, positions, segments *g.Node) *g.Node {
	x := g.Add(g.Gather(w["embed"], g.InsertAxes(tokens, -1)), g.Gather(w["place"], g.InsertAxes(positions, -1)))
	rows, length := tokens.Shape().Dimensions[0], tokens.Shape().Dimensions[1]
	dims := []int{rows, length, length}
	side := func(n *g.Node, axis int) *g.Node { return g.BroadcastToDims(g.InsertAxes(n, axis), dims...) }
	seen := g.And(g.Equal(side(segments, 2), side(segments, 1)), g.GreaterOrEqual(side(positions, 2), side(positions, 1)))
	mask := g.ConvertDType(seen, x.DType())
	mean := g.Div(g.Einsum("bts,bsh->bth", mask, x), g.InsertAxes(g.ReduceSum(mask, -1), -1))
	hidden := g.Tanh(g.Einsum("bth,gh->btg", mean, w["layer.q_proj.weight"]))
	return g.Einsum("bth,vh->btv", g.Mul(hidden, g.InsertAxes(w["norm"], 0, 0)), w["head.o_proj.weight"])
}

func toyParams(seed uint64) lm.Params {
	chance := rand.New(rand.NewPCG(seed, 1))
	fill := func(name string, shape ...int) lm.Param {
		n := 1
		for _, d := range shape {
			n *= d
		}
		p := lm.Param{Name: name, Shape: shape, Data: make([]float32, n)}
		for i := range p.Data {
			p.Data[i] = float32(chance.NormFloat64())
		}
		return p
	}
	return lm.Params{fill("embed", toyWords, toyWidth), fill("place", 16, toyWidth), fill("layer.q_proj.weight", toyWidth, toyWidth), fill("norm", toyWidth), fill("head.o_proj.weight", toyWords, toyWidth)}
}

func tensorOf(p lm.Param) *tensors.Tensor {
	return tensors.FromFlatDataAndDimensions(p.Data, p.Shape...)
}

func toyBackend(t *testing.T) compute.Backend {
	t.Helper()
	b, err := lm.OpenBackend("go")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Finalize)
	return b
}

func toyEngine(t *testing.T, params lm.Params, o EngineOptions) *Engine {
	t.Helper()
	e, err := NewEngine(toyBackend(t), toy, params, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// toyExamples are sequences of chance, with own tokens at the places of a chance too.
func toyExamples(n int, seed uint64) []Example {
	chance := rand.New(rand.NewPCG(seed, 2))
	examples := make([]Example, n)
	for i := range examples {
		e := &examples[i]
		e.ID = string(rune('a' + i))
		for range 3 + chance.IntN(5) {
			e.Tokens = append(e.Tokens, int32(chance.IntN(toyWords)))
			e.Own = append(e.Own, chance.IntN(3) > 0)
		}
		e.Own[len(e.Own)-1] = true
	}
	return examples
}

// oneEach puts each example in a row of its own.
func oneEach(examples []Example) []Row {
	rows := make([]Row, len(examples))
	for i, e := range examples {
		rows[i] = Row{[]int{i}, len(e.Tokens)}
	}
	return rows
}

// even weighs each own token of the examples the same, 1 together.
func even(examples []Example) func(int) float64 {
	n := 0
	for _, e := range examples {
		n += e.OwnTokens()
	}
	return func(int) float64 { return 1 / float64(n) }
}
