package reward

import "strings"

// HotpotQAScore is what HotpotQA's script gives an answer.
type HotpotQAScore struct {
	Exact                 bool
	F1, Precision, Recall float64
}

// HotpotQA scores answer against one gold answer. Where one of both is yes, no or noanswer and the other is not the same, nothing is shared.
func HotpotQA(answer, gold string) HotpotQAScore {
	a, g := Normal(answer), Normal(gold)
	if a != g && (isVerdict(a) || isVerdict(g)) {
		return HotpotQAScore{}
	}
	o := overlapOf(strings.Fields(a), strings.Fields(g))
	return HotpotQAScore{a == g, o.f1(), o.precision(), o.recall()}
}

func isVerdict(normal string) bool { return normal == "yes" || normal == "no" || normal == "noanswer" }

// TriviaQA scores answer against the gold answers as TriviaQA's script does: exact match and F1, each the best over the gold answers.
func TriviaQA(answer string, gold []string) (exact bool, f1 float64) {
	a := triviaNormal(answer)
	tokens := strings.Fields(a)
	for _, g := range gold {
		normal := triviaNormal(g)
		exact = exact || normal == a
		f1 = max(f1, overlapOf(tokens, strings.Fields(normal)).f1())
	}
	return exact, f1
}
