package llm

import (
	"context"
	"errors"

	"infoseek"
)

// Record keeps how each request ended in a, for Replay: faults too, in their order, for a run shows them. A request that has been answered gets the same answer again, so that a run that was
// killed and went on is recorded as it would have been had it not been killed. That a limit was reached, or the work was interrupted, is not kept.
func Record(m infoseek.Model, a *Answers, s Scope) infoseek.Model { return &record{m, a, s} }

type record struct {
	infoseek.Model
	answers *Answers
	scope   Scope
}

func (c *record) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	return c.answers.once(ctx, c.scope, r, func(k key, asked []byte) (infoseek.Response, error) {
		response, err := c.Model.Generate(ctx, r)
		var f *infoseek.Fault
		if err == nil || errors.Is(err, infoseek.ErrLimit) || !errors.As(err, &f) {
			return response, err
		}
		if lost := c.answers.keep(k, asked, end{Fault: &storedFault{f.Boundary, f.Op, f.Err.Error()}}); lost != nil {
			return infoseek.Response{}, lost
		}
		return response, err
	})
}
