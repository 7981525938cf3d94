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

// settings are what differs from step to step, counted from 1, at a learning rate and a scale of the gradient: factors of the gradient and its square in the moments, of a step, and of the values; and what is added to a root. The corrections of both moments are in them:
//
//	rate m/bias1 / (sqrt(v)/bias2 + epsilon) = (rate bias2/bias1) m / (sqrt(v) + epsilon bias2)    with bias2 = sqrt(1 - Beta2^step)
func (a AdamW) settings(step int, rate, scale float64) []float32 {
	a = a.settled()
	n := float64(step)
	bias1, bias2 := 1-math.Pow(a.Beta1, n), math.Sqrt(1-math.Pow(a.Beta2, n))
	return []float32{float32(scale * (1 - a.Beta1)), float32(scale * scale * (1 - a.Beta2)), float32(rate * bias2 / bias1), float32(a.Epsilon * bias2), float32(1 - rate*a.Decay)}
}

// update returns a tensor's new values, first and second moments.
func (a AdamW) update(values, first, second, gradient, settings *g.Node) []*g.Node {
	a = a.settled()
	setting := func(i int) *g.Node { return g.Reshape(g.Slice(settings, g.AxisElem(i))) }
	m := g.Add(g.MulScalar(first, a.Beta1), g.Mul(gradient, setting(0)))
	v := g.Add(g.MulScalar(second, a.Beta2), g.Mul(g.Mul(gradient, gradient), setting(1)))
	if a.Decay != 0 && values.Rank() > 1 {
		values = g.Mul(values, setting(4))
	}
	step := g.Div(g.Mul(m, setting(2)), g.Add(g.Sqrt(v), setting(3)))
	return []*g.Node{g.Sub(values, step), m, v}
}
