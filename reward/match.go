package reward

import "strings"

// Exact says whether answer equals one of the gold answers in normal form. A gold answer of nothing but articles and punctuation equals an answer of the same kind.
func Exact(answer string, gold []string) bool {
	normal := Normal(answer)
	for _, g := range gold {
		if Normal(g) == normal {
			return true
		}
	}
	return false
}

// Contains says whether the normal form of answer has that of a gold answer within it, inside a word too (Search-R1's "subem").
func Contains(answer string, gold []string) bool {
	normal := Normal(answer)
	for _, g := range gold {
		if strings.Contains(normal, Normal(g)) {
			return true
		}
	}
	return false
}

// F1 is the best F1 of answer's tokens over the gold answers, 0 if there are none. Two answers without a token agree.
func F1(answer string, gold []string) float64 {
	best := 0.
	tokens := strings.Fields(Normal(answer))
	for _, g := range gold {
		best = max(best, overlapOf(tokens, strings.Fields(Normal(g))).squad())
	}
	return best
}

// overlap counts the tokens of an answer, of a gold answer, and of both.
type overlap struct{ answer, gold, both int }

func overlapOf(answer, gold []string) overlap {
	left := make(map[string]int, len(gold))
	for _, w := range gold {
		left[w]++
	}
	o := overlap{answer: len(answer), gold: len(gold)}
	for _, w := range answer {
		if left[w] > 0 {
			left[w]--
			o.both++
		}
	}
	return o
}

func (o overlap) precision() float64 { return share(o.both, o.answer) }
func (o overlap) recall() float64    { return share(o.both, o.gold) }

// f1 is 0 where nothing is shared.
func (o overlap) f1() float64 { return share(2*o.both, o.answer+o.gold) }

// squad differs from f1 where both are empty: that is agreement.
func (o overlap) squad() float64 {
	if o.answer == 0 && o.gold == 0 {
		return 1
	}
	return o.f1()
}

func share(part, whole int) float64 {
	if part == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
