package rollout

import (
	"fmt"
	"slices"
)

// What an answer must be.
const (
	ExactAnswer    = "exact"    // a gold answer by exact match
	ContainsAnswer = "contains" // have a gold answer within it
	AnyAnswer      = "any"      // there
)

// Answers lists what an answer may have to be.
var Answers = []string{ExactAnswer, ContainsAnswer, AnyAnswer}

// Policy says which samples are accepted. 0 is no limit.
type Policy struct {
	Answer string `json:"answer"`
	// Format asks for the strict format of training.
	Format bool `json:"format"`
	// Evidence asks that a gold answer shows in what was found before the sample answers.
	Evidence bool `json:"evidence"`
	// Repeats lets a query be searched for twice.
	Repeats     bool `json:"repeats"`
	MaxTurns    int  `json:"max_turns"`
	MaxSearches int  `json:"max_searches"`
	// MaxTokens bounds all that was said, by an estimate of four bytes a token: the same whichever model was sampled.
	MaxTokens int `json:"max_tokens"`
	// Judge asks a judge about those that pass all else.
	Judge bool `json:"judge"`
	// Keep is the most samples accepted of a question, the first of those that pass; samples of the same words count once.
	Keep int `json:"keep"`
}

// NewPolicy is that of the paper (arXiv 2509.00375): right answers, one a question, of at most the 10,000 tokens that it trains on.
func NewPolicy() Policy {
	return Policy{Answer: ExactAnswer, Format: true, Evidence: true, MaxTokens: 10000, Keep: 1}
}

// Check says what is wrong with the policy.
func (p Policy) Check() error {
	if !slices.Contains(Answers, p.Answer) {
		return fmt.Errorf("answer %q: give %s, %s or %s", p.Answer, ExactAnswer, ContainsAnswer, AnyAnswer)
	}
	for name, n := range map[string]int{"turns": p.MaxTurns, "searches": p.MaxSearches, "tokens": p.MaxTokens, "kept a question": p.Keep} {
		if n < 0 {
			return fmt.Errorf("%s: %d is negative", name, n)
		}
	}
	return nil
}
