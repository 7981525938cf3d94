package train

import (
	"math"

	g "github.com/gomlx/gomlx/core/graph"
)

// AdamW is the optimizer (arXiv 1711.05101), with PyTorch's defaults in place of zeros: decay is apart from the gradient, and moments are corrected for their bias.
type AdamW struct {
	Beta1, Beta2, Epsilon float64 // 0.9, 0.999, 1e-8
	// Decay of matrices; vectors (norms and biases) have none.
	Decay float64
}

func (a AdamW) settled() AdamW {
	for _, f := range []struct {
		value    *float64
		standard float64
	}{{&a.Beta1, 0.9}, {&a.Beta2, 0.999}, {&a.Epsilon, 1e-8}} {
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	return a
}

// settings are what differs from step to step: the gradient's scale, the learning rate and the corrections of both moments at a step, counted from 1.
func (a AdamW) settings(step int, rate, scale float64) []float32 {
	a = a.settled()
	n := float64(step)
	return []float32{float32(scale), float32(rate), float32(1 - math.Pow(a.Beta1, n)), float32(math.Sqrt(1 - math.Pow(a.Beta2, n)))}
}

// update returns the new values, then first moments, then second moments.
func (a AdamW) update(values, first, second, gradients []*g.Node, settings *g.Node) []*g.Node {
	a = a.settled()
	setting := func(i int) *g.Node { return g.Reshape(g.Slice(settings, g.AxisElem(i))) }
	scale, rate, bias1, bias2 := setting(0), setting(1), setting(2), setting(3)
	n := len(values)
	out := make([]*g.Node, 3*n)
	for i, w := range values {
		grad := g.Mul(gradients[i], scale)
		m := g.Add(g.MulScalar(first[i], a.Beta1), g.MulScalar(grad, 1-a.Beta1))
		v := g.Add(g.MulScalar(second[i], a.Beta2), g.MulScalar(g.Mul(grad, grad), 1-a.Beta2))
		if a.Decay != 0 && w.Rank() > 1 {
			w = g.Mul(w, g.Sub(g.OnesLike(rate), g.MulScalar(rate, a.Decay)))
		}
		step := g.Div(m, g.AddScalar(g.Div(g.Sqrt(v), bias2), a.Epsilon))
		out[i], out[n+i], out[2*n+i] = g.Sub(w, g.Mul(step, g.Div(rate, bias1))), m, v
	}
	return out
}
