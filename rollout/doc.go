// Package rollout samples trajectories of an agent for many questions at once, and keeps by rejection sampling those that are worth learning from (arXiv 2509.00375, section 4.2). It knows runs, agents and rewards. It
// must not know how questions are made, nor which adapters are behind the interfaces.
//
// Reading order: job.go, work.go, take.go, score.go, signature.go; away.go and serve.go for workers elsewhere; then policy.go, rules.go, judge.go, rejection.go.
package rollout
