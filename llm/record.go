package llm

import (
	"context"
	"errors"

	"infoseek"
)

// Record keeps how each request ended in the directory dir, for Replay: faults too, in their order, for a run shows them. A request that has been answered gets the same answer again, so that a run that was
// killed and went on is recorded as it would have been had it not been killed. That a limit was reached, or the work was interrupted, is not kept.
func Record(m infoseek.Model, dir string, s Scope) infoseek.Model {
	return &record{m, newAnswers(dir), s}
}

type record struct {
	infoseek.Model
	answers *answers
	scope   Scope
}

func (c *record) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	key, err := c.scope.key(r)
	if err != nil {
		return infoseek.Response{}, storeFault("name a request", err)
	}
	if err := c.answers.acquire(ctx, key); err != nil {
		return infoseek.Response{}, err
	}
	defer c.answers.release(key)
	e, err := c.answers.load(key)
	if err != nil {
		return infoseek.Response{}, err
	}
	if e.Response != nil {
		return *e.Response, nil
	}
	response, err := c.Model.Generate(ctx, r)
	var f *infoseek.Fault
	switch {
	case err == nil:
		e.Response = &response
	case errors.Is(err, infoseek.ErrLimit) || !errors.As(err, &f):
		return response, err
	default:
		e.Faults = append(e.Faults, storedFault{f.Boundary, f.Op, f.Err.Error()})
	}
	e.Scope, e.Request = c.scope, r
	if lost := c.answers.save(key, e); lost != nil {
		return infoseek.Response{}, lost
	}
	return response, err
}
