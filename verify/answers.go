package verify

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/reward"
)

// answers lists what counts as right: the answer, its aliases, and the root's whole title.
func answers(q infoseek.Question) []string {
	all := append([]string{q.Answer}, q.Aliases...)
	if len(q.Tree.Vertices) > 0 && q.Tree.Vertices[0].Entity != nil {
		all = append(all, *q.Tree.Vertices[0].Entity)
	}
	return all
}

func rightAnswer(given string, q infoseek.Question) bool {
	return reward.Normal(given) != "" && reward.Exact(given, answers(q))
}

// names says whether a text has an answer in it, word for word.
func names(s string, q infoseek.Question) bool {
	words := strings.Fields(reward.Normal(s))
	return slices.ContainsFunc(answers(q), func(a string) bool { return holds(words, strings.Fields(reward.Normal(a))) })
}

// holds says whether run stands in words; nothing stands in none.
func holds(words, run []string) bool {
	for i := 0; len(run) > 0 && i+len(run) <= len(words); i++ {
		if slices.Equal(words[i:i+len(run)], run) {
			return true
		}
	}
	return false
}
