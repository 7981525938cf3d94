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
	s, seconds, err := Take(ctx, a, t.Pages, q, n, seed)
	if err != nil {
		return outcome{}, err
	}
	if s.Trajectory.Ended == infoseek.EndFault {
		return outcome{Fault: s.Trajectory.Faults[len(s.Trajectory.Faults)-1].Detail, Seconds: seconds}, nil
	}
	s.Run = t.Options.Of
	return outcome{Sample: &s, Seconds: seconds}, nil
}

// Take has an agent answer a question once, and scores what came of it; n and seed are what the sample says of itself. A trajectory that ended in a fault has no score. The seconds that it took are not in the sample.
func Take(ctx context.Context, a *agent.Agent, pages infoseek.Pages, q infoseek.Question, n int, seed uint64) (s infoseek.Sample, seconds float64, err error) {
	s = infoseek.Sample{V: infoseek.FormatVersion, ID: fmt.Sprintf("%s/%d", q.ID, n), QuestionID: q.ID, Number: n, Seed: seed, Gold: goldOf(q)}
	tr, err := a.Ask(ctx, q.Question, nil)
	if long := (*agent.TooLongError)(nil); errors.As(err, &long) {
		s.Trajectory = infoseek.Trajectory{V: infoseek.FormatVersion, Question: q.Question, Ended: infoseek.EndFault, Faults: []infoseek.TrajectoryFault{{Boundary: infoseek.BoundaryModel, Detail: err.Error()}}}
		return s, 0, nil
	}
	if err == nil {
		err = broken(tr)
	}
	if err != nil {
		return s, 0, err
	}
	seconds = timeless(tr)
	s.Trajectory = *tr
	if tr.Ended == infoseek.EndFault {
		return s, seconds, nil
	}
	s.Score = Score(tr, s.Gold)
	s.Signature, err = signatureOf(ctx, pages, tr, s.Gold)
	return s, seconds, err
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
