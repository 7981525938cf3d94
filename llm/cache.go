package llm

import (
	"context"

	"infoseek"
)

// Cache answers a request that was answered before, by the same model with the same options, from a. Faults are not kept.
func Cache(m infoseek.Model, a *Answers, s Scope) infoseek.Model { return &cache{m, a, s} }

type cache struct {
	infoseek.Model
	answers *Answers
	scope   Scope
}

func (c *cache) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	return c.answers.once(ctx, c.scope, r, func(key, []byte) (infoseek.Response, error) { return c.Model.Generate(ctx, r) })
}

// once returns the answer kept for a request. If there is none it asks, one caller at a time, and keeps what it gets.
func (a *Answers) once(ctx context.Context, s Scope, r infoseek.Request, ask func(key, []byte) (infoseek.Response, error)) (infoseek.Response, error) {
	asked, k, err := s.asked(r)
	if err != nil {
		return infoseek.Response{}, err
	}
	if err := a.acquire(ctx, k); err != nil {
		return infoseek.Response{}, err
	}
	defer a.release(k)
	known, err := a.answer(k)
	if err != nil {
		return infoseek.Response{}, err
	}
	if known != nil {
		return *known, nil
	}
	response, err := ask(k, asked)
	if err != nil {
		return response, err
	}
	if err := a.keep(k, asked, end{Response: &response}); err != nil {
		return infoseek.Response{}, err
	}
	return response, nil
}
