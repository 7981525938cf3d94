package tune

import (
	"context"
	"fmt"
)

// ledger keeps what a measure is of each item at each point, and has a trial made only of what it does not know.
type ledger struct {
	measure Measure
	trial   Trial
	known   map[Point]map[int]float64
}

// mean is the measure's over some items.
func (l *ledger) mean(ctx context.Context, p Point, items []int) (float64, error) {
	if l.known[p] == nil {
		l.known[p] = map[int]float64{}
	}
	values := l.known[p]
	var asked []int
	for _, item := range items {
		if _, is := values[item]; !is {
			asked = append(asked, item)
		}
	}
	if len(asked) > 0 {
		scores, err := l.trial(ctx, p, asked)
		if err != nil {
			return 0, err
		}
		if len(scores) != len(asked) {
			return 0, fmt.Errorf("tune: a trial of %d items gave %d scores", len(asked), len(scores))
		}
		for i, item := range asked {
			values[item] = l.measure.of(scores[i])
		}
	}
	sum := 0.0
	for _, item := range items {
		sum += values[item]
	}
	return sum / float64(len(items)), nil
}
