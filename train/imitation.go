package train

import g "github.com/gomlx/gomlx/core/graph"

// Imitation is the loss of SFT: the negative log-likelihood of the model's own tokens.
type Imitation struct{}

// The sums that Imitation reports.
const (
	SumNegativeLogLikelihood = "nll"
	SumTokens                = "tokens"
)

func (Imitation) names() []string { return []string{SumNegativeLogLikelihood, SumTokens} }
func (Imitation) key() string     { return "imitation" }

func (Imitation) loss(logits *g.Node, b feed) (*g.Node, []*g.Node) {
	logProb, _ := predicted(logits, b.targets, 1)
	nll := g.Neg(logProb)
	return g.ReduceAllSum(g.Mul(nll, b.weight)), []*g.Node{g.ReduceAllSum(g.Mul(nll, b.own)), g.ReduceAllSum(b.own)}
}
