package rollout

import (
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/reward"
	"infoseek/token"
)

// The reasons to reject a sample, the gravest first.
const (
	NoAnswer    = "no answer"
	WrongAnswer = "wrong answer"
	BadFormat   = "format"
	NoEvidence  = "answer before evidence"
	Repeated    = "repeated query"
	TooLong     = "too long"
	Unsound     = "judge"
	Duplicate   = "duplicate"
	Enough      = "enough of the question"
)

// Reasons lists them.
var Reasons = []string{NoAnswer, WrongAnswer, BadFormat, NoEvidence, Repeated, TooLong, Unsound, Duplicate, Enough}

// Reason speaks against a sample.
type Reason struct{ Name, Detail string }

// against lists what the rules have against a sample, without asking anybody.
func (p Policy) against(s *infoseek.Sample) []Reason {
	var all []Reason
	for _, rule := range []func(*infoseek.Sample) Reason{p.answer, p.format, p.evidence, p.repeats, p.length} {
		if r := rule(s); r.Name != "" {
			all = append(all, r)
		}
	}
	return all
}

func (p Policy) answer(s *infoseek.Sample) Reason {
	tr := &s.Trajectory
	if tr.Ended != infoseek.EndAnswer || strings.TrimSpace(tr.Answer) == "" {
		return Reason{NoAnswer, fmt.Sprintf("ended by %s after %d turns", tr.Ended, tr.Turns)}
	}
	right := true
	switch p.Answer {
	case ExactAnswer:
		right = reward.Exact(tr.Answer, s.Gold)
	case ContainsAnswer:
		right = reward.Contains(tr.Answer, s.Gold)
	}
	if right {
		return Reason{}
	}
	return Reason{WrongAnswer, fmt.Sprintf("%q, not %q", tr.Answer, s.Gold)}
}

func (p Policy) format(s *infoseek.Sample) Reason {
	if !p.Format || s.Score.Format {
		return Reason{}
	}
	return Reason{BadFormat, s.Score.Problem}
}

// evidence: what shows in the turn of the answer or later comes too late, and there is none later.
func (p Policy) evidence(s *infoseek.Sample) Reason {
	switch seen := s.Signature.SeenTurn; {
	case !p.Evidence || seen != nil && *seen < s.Trajectory.Turns:
		return Reason{}
	case s.Signature.Searches == 0:
		return Reason{NoEvidence, "no search"}
	}
	return Reason{NoEvidence, "no gold answer in what was found"}
}

func (p Policy) repeats(s *infoseek.Sample) Reason {
	if p.Repeats {
		return Reason{}
	}
	turns := map[string]int{}
	for _, q := range s.Trajectory.Searches {
		query := strings.Join(wordsOf(q.Query), " ")
		if before, twice := turns[query]; twice {
			return Reason{Repeated, fmt.Sprintf("%q in turns %d and %d", q.Query, before, q.Turn)}
		}
		turns[query] = q.Turn
	}
	return Reason{}
}

func (p Policy) length(s *infoseek.Sample) Reason {
	for _, l := range []struct {
		what     string
		n, limit int
	}{
		{"turns", s.Trajectory.Turns, p.MaxTurns}, {"searches", len(s.Trajectory.Searches), p.MaxSearches}, {"tokens", tokens(s), p.MaxTokens},
	} {
		if l.limit > 0 && l.n > l.limit {
			return Reason{TooLong, fmt.Sprintf("%d %s, at most %d", l.n, l.what, l.limit)}
		}
	}
	return Reason{}
}

func tokens(s *infoseek.Sample) int {
	n := 0
	for _, g := range s.Trajectory.Segments {
		n += token.Estimate{}.Count(g.Text)
		for _, c := range g.Calls {
			n += token.Estimate{}.Count(c.Arguments)
		}
	}
	return n
}

// choice chooses among the samples of one question, in their order.
type choice struct {
	policy Policy
	said   []string // by the samples that passed
	kept   int
}

// against lists what a sample that passed all else has against it.
func (c *choice) against(s *infoseek.Sample) []Reason {
	said := sayings(s)
	if slices.Contains(c.said, said) {
		return []Reason{{Duplicate, "the same words as another sample of the question"}}
	}
	c.said = append(c.said, said)
	if c.policy.Keep > 0 && c.kept == c.policy.Keep {
		return []Reason{{Enough, fmt.Sprintf("%d are kept", c.kept)}}
	}
	c.kept++
	return nil
}

// sayings are the agent's own words and calls.
func sayings(s *infoseek.Sample) string {
	var b strings.Builder
	for _, g := range s.Trajectory.Segments {
		if g.Kind != infoseek.SegmentTurn {
			continue
		}
		b.WriteString(g.Text)
		for _, c := range g.Calls {
			fmt.Fprintf(&b, "\n%s %s", c.Name, c.Arguments)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
