package rollout

import "slices"

// Losses counts why samples were rejected.
type Losses struct {
	Accepted int        `json:"accepted"`
	Rejected int        `json:"rejected"`
	Why      []LossLine `json:"why"` // in the order of Reasons, those that occur
}

// LossLine counts one reason.
type LossLine struct {
	Reason string `json:"reason"`
	First  int    `json:"first"` // samples for which it came first: these add up to those rejected
	All    int    `json:"all"`   // samples for which it would have been enough
	Alone  int    `json:"alone"` // samples for which it was the only one
	// Rate is the share of the samples that this reason was asked about and did not reject: samples come to a reason when none before it rejected them.
	Rate float64 `json:"rate"`
}

// count adds the reasons against one sample, none if it was accepted.
func (l *Losses) count(reasons []Reason) {
	if len(reasons) == 0 {
		l.Accepted++
		return
	}
	l.Rejected++
	for i, r := range reasons {
		line := l.line(r.Name)
		line.All++
		if i == 0 {
			line.First++
		}
		if len(reasons) == 1 {
			line.Alone++
		}
	}
}

// line finds or makes the line of a reason.
func (l *Losses) line(reason string) *LossLine {
	rank := func(reason string) int { return slices.Index(Reasons, reason) }
	i, found := slices.BinarySearchFunc(l.Why, reason, func(line LossLine, reason string) int { return rank(line.Reason) - rank(reason) })
	if !found {
		l.Why = slices.Insert(l.Why, i, LossLine{Reason: reason})
	}
	return &l.Why[i]
}

// rates fills in the lines' rates.
func (l *Losses) rates() {
	left := l.Accepted + l.Rejected
	for i := range l.Why {
		line := &l.Why[i]
		line.Rate = share(left-line.First, left)
		left -= line.First
	}
}
