package train

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	g "github.com/gomlx/gomlx/core/graph"
)

// PolicyGradient is the loss of GRPO (arXiv 2402.03300) and its kin: for a token with ratio r = exp(new - old) and advantage A
//
//	-min(r A, clip(r, 1-Low, 1+High) A) + KL (exp(ref-new) - (ref-new) - 1) - Entropy H
//
// High > Low is DAPO's clip-higher (arXiv 2503.14476). How tokens are averaged is in the batch's weights (Average).
type PolicyGradient struct {
	Low, High float64
	KL        float64 // weight of the low-variance estimator (k3) of the divergence from the reference
	Entropy   float64 // weight of the entropy, a bonus
	// Sequence takes one ratio for a whole sequence, the geometric mean of its tokens' (GSPO, arXiv 2507.18071).
	Sequence bool
	// Temperature divides the logits: the log-probabilities recorded are those of the distribution that was sampled from.
	Temperature float64
	// Most is the most sequences in a row, for Sequence.
	Most int
}

// The sums that PolicyGradient reports, each over the model's own tokens.
const (
	SumEntropy   = "entropy"
	SumKL        = "kl"
	SumClipped   = "clipped"
	SumRatio     = "ratio"
	SumDrift     = "drift"     // k3 of the policy from the one that sampled
	SumRewarded  = "rewarded"  // log-probability of tokens with a positive advantage
	SumRewarding = "rewarding" // their number
)

func (PolicyGradient) names() []string {
	return []string{SumTokens, SumEntropy, SumKL, SumClipped, SumRatio, SumDrift, SumRewarded, SumRewarding}
}

func (p PolicyGradient) key() string { return fmt.Sprintf("%#v", p) }

func (p PolicyGradient) loss(logits *g.Node, b feed) (*g.Node, []*g.Node) {
	logProb, entropy := predicted(logits, b.targets, p.Temperature)
	// Where no token is the model's own, the log-probabilities of the batch are 0: no difference may be taken there, its exponential could overflow.
	only := func(x *g.Node) *g.Node { return g.Where(g.GreaterThan(b.own, g.ZerosLike(b.own)), x, g.ZerosLike(x)) }
	moved := only(g.Sub(logProb, b.old))
	level := moved
	if p.Sequence {
		level = p.overSequence(moved, b)
	}
	ratio := g.Exp(level)
	clipped := g.ClipScalar(ratio, 1-p.Low, 1+p.High)
	plain, bounded := g.Mul(ratio, b.advantage), g.Mul(clipped, b.advantage)
	loss := g.Neg(g.Min(plain, bounded))
	apart := k3(only(g.Sub(b.reference, logProb)))
	if p.KL != 0 {
		loss = g.Add(loss, g.MulScalar(apart, p.KL))
	}
	if p.Entropy != 0 {
		loss = g.Sub(loss, g.MulScalar(entropy, p.Entropy))
	}
	one := g.OnesLike(b.own)
	good := g.Where(g.GreaterThan(b.advantage, g.ZerosLike(b.advantage)), b.own, g.ZerosLike(b.own))
	sum := func(x *g.Node) *g.Node { return g.StopGradient(g.ReduceAllSum(g.Mul(x, b.own))) }
	return g.ReduceAllSum(g.Mul(loss, b.weight)), []*g.Node{
		sum(one), sum(entropy), sum(apart), sum(g.Where(g.LessThan(bounded, plain), one, g.ZerosLike(one))), sum(ratio), sum(k3(g.Neg(moved))),
		g.StopGradient(g.ReduceAllSum(g.Mul(logProb, good))), g.ReduceAllSum(good),
	}
}

// k3 estimates the divergence of the policy from another by d = other - policy, of tokens of the policy's own: never negative, and of low variance (http://joschu.net/blog/kl-approx.html).
func k3(d *g.Node) *g.Node { return g.AddScalar(g.Sub(g.Exp(d), d), -1) }

// overSequence puts in each place the mean of x over the own tokens of the sequence there.
func (p PolicyGradient) overSequence(x *g.Node, b feed) *g.Node {
	rows, length := x.Shape().Dimensions[0], x.Shape().Dimensions[1]
	number := g.Iota(x.Graph(), shapes.Make(dtypes.Int32, rows, p.Most, length), 1)
	segments := g.BroadcastToDims(g.InsertAxes(b.segments, 1), rows, p.Most, length)
	member := g.ConvertDType(g.Equal(segments, g.AddScalar(number, 1)), dtypes.Float32)
	own := func(y *g.Node) *g.Node { return g.Einsum("rst,rt->rs", member, g.Mul(y, b.own)) }
	mean := g.Div(own(x), g.MaxScalar(own(g.OnesLike(x)), 1))
	return g.Einsum("rst,rs->rt", member, mean)
}
