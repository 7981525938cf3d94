package queue

import (
	"context"
	"fmt"

	"infoseek/internal/jsonl"
	"infoseek/runs"

	"github.com/go-json-experiment/json"
)

// Answers keeps what models answer to a worker for the run called id in the queue, where the next worker finds it, and the owner.
func (r Run) Answers(id string) *runs.Away {
	return &runs.Away{
		Run:   id,
		Fetch: r.calls,
		Send: func(ctx context.Context, c runs.Call) error {
			b, err := jsonl.Marshal(c)
			if err != nil {
				return err
			}
			return r.Note(ctx, c.Item, b)
		},
	}
}

// calls are the answers that the queue has for an item.
func (r Run) calls(ctx context.Context, item int) ([]runs.Call, error) {
	notes, err := r.Notes(ctx, item)
	if err != nil {
		return nil, err
	}
	var all []runs.Call
	for _, n := range notes {
		var c runs.Call
		if err := json.Unmarshal(n, &c); err != nil {
			return nil, fmt.Errorf("queue: a call of item %d: %w", item, err)
		}
		all = append(all, c)
	}
	return all, nil
}
