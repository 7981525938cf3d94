package verify

import (
	"slices"
	"strings"
)

// Losses counts why a policy dropped questions.
type Losses struct {
	Kept    int        `json:"kept"`
	Dropped int        `json:"dropped"`
	Why     []LossLine `json:"why"` // in the order of Names
}

// LossLine counts one reason of one check.
type LossLine struct {
	Check  string `json:"check"`
	Reason string `json:"reason"`
	First  int    `json:"first"` // questions for which it came first: these add up to those dropped
	All    int    `json:"all"`   // questions for which it would have been enough
	Alone  int    `json:"alone"` // questions for which it was the only one
}

// Count adds the losses of one question, none if it was kept.
func (l *Losses) Count(of []Loss) {
	if len(of) == 0 {
		l.Kept++
		return
	}
	l.Dropped++
	for i, loss := range of {
		line := l.line(loss)
		line.All++
		if i == 0 {
			line.First++
		}
		if len(of) == 1 {
			line.Alone++
		}
	}
}

// line finds or makes the line of a loss.
func (l *Losses) line(of Loss) *LossLine {
	rank := func(check string) int { return slices.Index(Names(), check) }
	i, found := slices.BinarySearchFunc(l.Why, of, func(line LossLine, of Loss) int {
		if d := rank(line.Check) - rank(of.Check); d != 0 {
			return d
		}
		return strings.Compare(line.Reason, of.Reason)
	})
	if !found {
		l.Why = slices.Insert(l.Why, i, LossLine{Check: of.Check, Reason: of.Reason})
	}
	return &l.Why[i]
}
