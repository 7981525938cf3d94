package verify

import (
	"context"
	"sync"

	"infoseek"
)

// tally is a model that counts what is asked of it.
type tally struct {
	infoseek.Model

	mu    sync.Mutex
	calls int
	usage infoseek.Usage
}

func (t *tally) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	response, err := t.Model.Generate(ctx, r)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls++
	t.usage.Prompt += response.Usage.Prompt
	t.usage.Completion += response.Usage.Completion
	return response, err
}

// tell writes the counts into a verdict.
func (t *tally) tell(v *Verdict) {
	t.mu.Lock()
	defer t.mu.Unlock()
	info := t.Info()
	v.Model, v.Calls, v.Usage, v.Dollars = info.Name, t.calls, t.usage, info.Price.Of(t.usage)
}
