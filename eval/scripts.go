package eval

import (
	"strings"

	"infoseek/reward"
)

// script is whose rules score a set beside Search-R1's, which the paper goes by everywhere.
type script struct {
	name  string
	score func(answer string, gold []string) (exact bool, f1 float64)
}

var (
	squadScript = script{"SQuAD 2.0", func(answer string, gold []string) (bool, float64) {
		return reward.Exact(answer, gold), reward.F1(answer, gold)
	}}
	triviaScript = script{"TriviaQA", reward.TriviaQA}
	hotpotScript = script{"HotpotQA", func(answer string, gold []string) (exact bool, f1 float64) {
		for _, g := range gold {
			s := reward.HotpotQA(answer, g)
			exact, f1 = exact || s.Exact, max(f1, s.F1)
		}
		return exact, f1
	}}
)

// scripts are those of the sets: NQ's, PopQA's, MuSiQue's and Bamboogle's papers score by SQuAD's rules, 2WikiMultihopQA's by HotpotQA's, in which yes and no share nothing with other words.
var scripts = map[string]script{
	"triviaqa": triviaScript,
	"hotpotqa": hotpotScript, "2wikimultihopqa": hotpotScript,
}

func scriptOf(set string) script {
	if s, ok := scripts[set]; ok {
		return s
	}
	return squadScript
}

// Marks are what an answer is worth.
type Marks struct {
	Exact    bool    `json:"exact"`    // Search-R1's qa_em
	Contains bool    `json:"contains"` // Search-R1's subem: the answer holds a gold one
	F1       float64 `json:"f1"`       // of tokens, as SQuAD counts them
	// OwnExact and OwnF1 are by the set's own script.
	OwnExact bool    `json:"own_exact"`
	OwnF1    float64 `json:"own_f1"`
}

// Mark scores an answer to a question of a set. No answer is worth nothing, whatever the gold answers are.
func Mark(set, answer string, gold []string) Marks {
	if strings.TrimSpace(answer) == "" || len(gold) == 0 {
		return Marks{}
	}
	m := Marks{Exact: reward.Exact(answer, gold), Contains: reward.Contains(answer, gold), F1: reward.F1(answer, gold)}
	m.OwnExact, m.OwnF1 = scriptOf(set).score(answer, gold)
	return m
}
