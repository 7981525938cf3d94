package rollout

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"infoseek"
	"infoseek/agent"
)

// taker takes single samples, for a run of its own or one elsewhere.
type taker struct{ Job }

// outcome is what came of an item: a sample, or the text of the fault that it ended in.
type outcome struct {
	Sample  *infoseek.Sample `json:"sample,omitempty"`
	Fault   string           `json:"fault,omitempty"`
	Seconds float64          `json:"seconds"`
}

// answered keeps what models answered.
type answered interface {
	Model(item int, role string, m infoseek.Model) infoseek.Model
}

// take takes the sample of an item.
func (t *taker) take(ctx context.Context, keep answered, item int, q infoseek.Question) (outcome, error) {
	n := item % MostSamples
	seed := seedOf(t.Seed, q.ID, n)
	a, err := t.Agent(t.Options, seed, func(role string) infoseek.Model {
		if m := t.Models[role]; m != nil {
			return keep.Model(item, role, m)
		}
		return nil
	})
	if err != nil {
		return outcome{}, err
	}
	tr, err := a.Ask(ctx, q.Question, nil)
	if long := (*agent.TooLongError)(nil); errors.As(err, &long) {
		return outcome{Fault: err.Error()}, nil
	}
	if err != nil {
		return outcome{}, err
	}
	if err := broken(tr); err != nil {
		return outcome{}, err
	}
	if tr.Ended == infoseek.EndFault {
		return outcome{Fault: tr.Faults[len(tr.Faults)-1].Detail, Seconds: tr.Seconds}, nil
	}
	seconds := timeless(tr)
	s, err := t.scored(ctx, q, tr)
	s.Number, s.Seed = n, seed
	s.ID = fmt.Sprintf("%s/%d", q.ID, n)
	return outcome{Sample: &s, Seconds: seconds}, err
}

// errBroken is in the chain of an error that has nothing to do with the item.
var errBroken = errors.New("nothing can be kept")

// broken says that the trajectory met a disk or a queue that nothing can be kept on: that ends the work.
func broken(tr *infoseek.Trajectory) error {
	i := slices.IndexFunc(tr.Faults, func(f infoseek.TrajectoryFault) bool {
		return f.Boundary == infoseek.BoundaryStore || f.Boundary == infoseek.BoundaryQueue
	})
	if i < 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", errBroken, tr.Faults[i].Detail)
}

// timeless takes the times out of a trajectory.
func timeless(tr *infoseek.Trajectory) (seconds float64) {
	seconds, tr.Seconds = tr.Seconds, 0
	for i := range tr.Searches {
		tr.Searches[i].Seconds = 0
	}
	for i := range tr.Visits {
		tr.Visits[i].Seconds = 0
	}
	return seconds
}

func (t *taker) scored(ctx context.Context, q infoseek.Question, tr *infoseek.Trajectory) (infoseek.Sample, error) {
	gold := goldOf(q)
	signature, err := signatureOf(ctx, t.Pages, tr, gold)
	return infoseek.Sample{
		V: infoseek.FormatVersion, Run: t.Options.Of, QuestionID: q.ID, Gold: gold, Trajectory: *tr, Score: Score(tr, gold), Signature: signature,
	}, err
}
