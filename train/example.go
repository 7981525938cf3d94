package train

import "math"

// Example is one sequence to learn from.
type Example struct {
	ID     string
	Tokens []int32
	// Own marks the tokens that the model wrote: those have a loss, all others are only read.
	Own []bool
	// LogProbs are those that were recorded when the own tokens were sampled; NaN where none was. Nil: none at all.
	LogProbs []float64
	// Reference are the log-probabilities by a reference model, nil for none; Advantage is how much better the example was than its group.
	Reference []float64
	Advantage float64
	// Cut is how many turns of its trajectory it leaves out (Transcript).
	Cut int
}

// OwnTokens counts the tokens with a loss: the first of a sequence has none, for nothing predicts it.
func (e *Example) OwnTokens() int {
	n := 0
	for i, own := range e.Own {
		if own && i > 0 {
			n++
		}
	}
	return n
}

// logProb is the recorded log-probability of the token at i, NaN where there is none.
func (e *Example) logProb(i int) float64 {
	if e.LogProbs == nil {
		return math.NaN()
	}
	return e.LogProbs[i]
}
