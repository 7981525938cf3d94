package llm

import (
	"context"

	"infoseek"
)

// Cache answers a request that was answered before, by the same model with the same options, from the directory dir. Faults are not kept.
func Cache(m infoseek.Model, dir string, s Scope) infoseek.Model {
	return &cache{m, newAnswers(dir), s}
}

type cache struct {
	infoseek.Model
	answers *answers
	scope   Scope
}

func (c *cache) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
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
	if err != nil {
		return response, err
	}
	if err := c.answers.save(key, entry{Scope: c.scope, Request: r, Response: &response}); err != nil {
		return infoseek.Response{}, err
	}
	return response, nil
}
