package train

import "fmt"

// Guard says when learning by rewards has gone wrong. 0 switches a rule off.
type Guard struct {
	LeastEntropy float64 `json:"least_entropy"` // nats a token; less, for Patience iterations on end, is a policy that says one thing only
	MostKL       float64 `json:"most_kl"`       // nats a token from the reference
	MostDrift    float64 `json:"most_drift"`    // nats a token between the policy that sampled and the one that is trained
	// Patience is for how many iterations on end no reward, no right format or no group with different rewards is borne, once there were some.
	Patience int `json:"patience"`
}

// NewGuard are settings that stop what can't come right again.
func NewGuard() Guard { return Guard{LeastEntropy: 0.005, MostKL: 5, MostDrift: 1, Patience: 20} }

// CollapseError says why learning was stopped: going on would make it worse.
type CollapseError struct{ Reason string }

func (e *CollapseError) Error() string { return "train: collapse: " + e.Reason }

// Check looks at the iterations so far; the error is a *CollapseError.
func (g Guard) Check(history []GRPOMetrics) error {
	if len(history) == 0 {
		return nil
	}
	last := history[len(history)-1]
	if g.MostKL > 0 && last.KL > g.MostKL {
		return &CollapseError{fmt.Sprintf("iteration %d is %.3g nats a token from the reference, more than %.3g", last.Iteration, last.KL, g.MostKL)}
	}
	if g.MostDrift > 0 && last.Drift > g.MostDrift {
		return &CollapseError{fmt.Sprintf("iteration %d trains a policy that is %.3g nats a token from the one that sampled, more than %.3g: are the recorded log-probabilities those of another temperature?", last.Iteration, last.Drift, g.MostDrift)}
	}
	if g.Patience == 0 || len(history) < g.Patience {
		return nil
	}
	for _, rule := range []struct {
		what string
		ill  func(GRPOMetrics) bool
		ever bool // ill only if it was ever well
	}{
		{fmt.Sprintf("an entropy below %.3g", g.LeastEntropy), func(m GRPOMetrics) bool { return m.Own > 0 && m.Entropy < g.LeastEntropy }, false},
		{"no reward", func(m GRPOMetrics) bool { return m.Reward == 0 }, true},
		{"no right format", func(m GRPOMetrics) bool { return m.Format == 0 }, true},
		{"no group with different rewards", func(m GRPOMetrics) bool { return m.Mixed == 0 }, false},
	} {
		if g.lasts(history, rule.ill, rule.ever) {
			return &CollapseError{fmt.Sprintf("%s for %d iterations, up to %d", rule.what, g.Patience, last.Iteration)}
		}
	}
	return nil
}

// lasts says whether the last iterations, as many as patience goes, are all ill; with ever, only if one before them was not.
func (g Guard) lasts(history []GRPOMetrics, ill func(GRPOMetrics) bool, ever bool) bool {
	from := len(history) - g.Patience
	for _, m := range history[from:] {
		if !ill(m) {
			return false
		}
	}
	for _, m := range history[:from] {
		if !ill(m) {
			return true
		}
	}
	return !ever
}
