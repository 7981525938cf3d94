package train

import (
	"math"
	"slices"

	"infoseek"
)

// GRPOMetrics is a line of metrics.jsonl: one iteration. Means over tokens are over the model's own.
type GRPOMetrics struct {
	V         int     `json:"v"`
	Iteration int     `json:"iteration"` // from 1
	Asked     int     `json:"asked"`     // questions
	Mixed     int     `json:"mixed"`     // groups whose rewards differ
	Used      int     `json:"used"`      // samples learned from
	Faults    int     `json:"faults"`    // samples that are missing because they ended in a fault
	TooLong   int     `json:"too_long"`  // samples left out because they fit in no row
	Reward    float64 `json:"reward"`    // mean over the samples
	Format    float64 `json:"format"`    // share in the right format
	Match     float64 `json:"match"`     // share with the right answer
	Pass      float64 `json:"pass"`      // share of the questions with a sample that has a reward
	Searches  float64 `json:"searches"`  // mean
	Turns     float64 `json:"turns"`     // mean
	Context   Context `json:"context"`
	Loss      float64 `json:"loss"`
	Entropy   float64 `json:"entropy"` // nats a token
	KL        float64 `json:"kl"`      // from the reference, nats a token (k3)
	Drift     float64 `json:"drift"`   // from the policy that sampled
	Ratio     float64 `json:"ratio"`   // mean
	Clipped   float64 `json:"clipped"` // share of tokens
	// Recorded is the share of tokens whose log-probability was recorded when they were sampled, Mismatch how far it is, in the mean, from what the trained graph gives them.
	Recorded float64 `json:"recorded"`
	Mismatch float64 `json:"mismatch"`
	Norm     float64 `json:"norm"` // of the gradient, mean over the steps
	Rate     float64 `json:"rate"`
	Steps    int     `json:"steps"` // of the optimizer
	Own      int     `json:"own"`   // tokens
	Next     int     `json:"next"`  // the place in the questions at which the next iteration begins
	// Sampling and Training are the seconds that each took, the values that differ from run to run.
	Sampling float64 `json:"sampling_seconds"`
	Training float64 `json:"training_seconds"`
}

// Context is how long the samples were, in tokens.
type Context struct {
	Mean    float64 `json:"mean"`
	P95     int     `json:"p95"`
	Max     int     `json:"max"`
	Dropped int     `json:"dropped"` // tokens that agents left out of their contexts
	Cut     int     `json:"cut"`     // turns that are not learned, because they were written after that
}

func (m *GRPOMetrics) count(groups []group) {
	m.V = infoseek.FormatVersion
	n := 0.0
	for _, g := range groups {
		m.Asked++
		m.Faults += g.Faults
		if Mixed(g.rewards()) {
			m.Mixed++
		}
		if slices.ContainsFunc(g.rewards(), func(r float64) bool { return r > 0 }) {
			m.Pass++
		}
		for _, s := range g.Samples {
			n++
			m.Reward += s.Score.Reward
			m.Format += float64(b2i(s.Score.Format))
			m.Match += float64(b2i(s.Score.Match))
			m.Searches += float64(s.Signature.Searches)
			m.Turns += float64(s.Trajectory.Turns)
			for _, d := range s.Trajectory.Dropped {
				m.Context.Dropped += d.Tokens
			}
		}
	}
	m.Pass /= math.Max(1, float64(m.Asked))
	for _, x := range []*float64{&m.Reward, &m.Format, &m.Match, &m.Searches, &m.Turns} {
		*x /= math.Max(1, n)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// lengths fills in the context from the samples as tokens.
func (c *Context) lengths(examples []Example) {
	if len(examples) == 0 {
		return
	}
	all := make([]int, len(examples))
	sum := 0
	for i := range examples {
		all[i] = len(examples[i].Tokens)
		sum += all[i]
		c.Cut += examples[i].Cut
	}
	slices.Sort(all)
	c.Mean, c.Max = float64(sum)/float64(len(all)), all[len(all)-1]
	c.P95 = all[int(math.Ceil(0.95*float64(len(all))))-1]
}
