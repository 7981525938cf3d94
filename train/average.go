package train

import "fmt"

// Average is how the losses of tokens become one.
type Average string

// The averages.
const (
	// OverTokens counts each own token of the step the same.
	OverTokens Average = "token"
	// OverSequences counts each sequence the same, and a sequence's tokens the same among them.
	OverSequences Average = "sequence"
	// OverLength divides by the sequences and by a constant length, so that a sequence counts by its length (Dr. GRPO, arXiv 2503.20783).
	OverLength Average = "length"
)

// Check says what is wrong with a.
func (a Average) Check() error {
	switch a {
	case OverTokens, OverSequences, OverLength:
		return nil
	}
	return fmt.Errorf("average %q: give %s, %s or %s", a, OverTokens, OverSequences, OverLength)
}

// Weights are what one own token of each example counts for in a step over all of them. The length is that of OverLength.
func (a Average) Weights(examples []Example, length int) func(example int) float64 {
	all := 0
	for i := range examples {
		all += examples[i].OwnTokens()
	}
	return func(i int) float64 {
		switch a {
		case OverSequences:
			return 1 / float64(len(examples)) / float64(max(1, examples[i].OwnTokens()))
		case OverLength:
			return 1 / float64(len(examples)) / float64(length)
		}
		return 1 / float64(all)
	}
}
