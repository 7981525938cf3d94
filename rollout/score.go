package rollout

import (
	"slices"

	"infoseek"
	"infoseek/reward"
)

// goldOf is a question's answer with its aliases, none where nobody knows it.
func goldOf(q infoseek.Question) []string {
	gold := []string{}
	for _, g := range append([]string{q.Answer}, q.Aliases...) {
		if g != "" && !slices.Contains(gold, g) {
			gold = append(gold, g)
		}
	}
	return gold
}

// Score scores a trajectory against the gold answers. A trajectory of native tool calls has no tags: its format is right if every turn was, and the last one answered.
func Score(tr *infoseek.Trajectory, gold []string) infoseek.SampleScore {
	s := infoseek.SampleScore{Match: reward.Exact(tr.Answer, gold), F1: reward.F1(tr.Answer, gold)}
	if tr.Ended != infoseek.EndAnswer {
		s.Match, s.F1 = false, 0
	}
	s.Problem = formatProblem(tr)
	s.Format = s.Problem == ""
	if s.Format && s.Match {
		s.Reward = 1
	}
	return s
}

// formatProblem is what is wrong with a trajectory's format, "" for nothing.
func formatProblem(tr *infoseek.Trajectory) string {
	if len(tr.Tools) == 0 {
		if _, err := reward.Format(tr.Rollout()); err != nil {
			return err.Error()
		}
		return ""
	}
	switch {
	case len(tr.Problems) > 0:
		return tr.Problems[0].What
	case tr.Ended != infoseek.EndAnswer:
		return "no answer"
	case slices.ContainsFunc(tr.Segments, func(s infoseek.Segment) bool { return s.Kind == infoseek.SegmentNotice }):
		return "a turn that did nothing"
	}
	return ""
}
