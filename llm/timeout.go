package llm

import (
	"context"
	"fmt"
	"time"

	"infoseek"
)

// Timeout gives up on a call that takes longer than d; 0 is never. Asking again may help, and nobody knows whether the call was charged for.
func Timeout(m infoseek.Model, d time.Duration) infoseek.Model {
	if d <= 0 {
		return m
	}
	return &timeout{m, d}
}

type timeout struct {
	infoseek.Model
	d time.Duration
}

func (t *timeout) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	limited, cancel := context.WithTimeout(ctx, t.d)
	defer cancel()
	response, err := t.Model.Generate(limited, r)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		err = fault("ask "+t.Info().Name, true, &CallError{Err: fmt.Errorf("no answer in %v", t.d)})
	}
	return response, err
}
