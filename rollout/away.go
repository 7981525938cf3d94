package rollout

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs/queue"

	"github.com/go-json-experiment/json"
)

// spec tells workers elsewhere what a run is of.
type spec struct {
	V       int     `json:"v"`
	Command string  `json:"command"` // RunName
	Run     string  `json:"run"`
	Version string  `json:"version"`
	Corpus  string  `json:"corpus"`
	Seed    uint64  `json:"seed"`
	Options Options `json:"options"`
	// Prices are those that the run reckons by.
	Prices map[string]infoseek.Price `json:"prices"`
}

// sampleAway has the samples taken elsewhere. What workers were answered is journalled as it comes, before the outcome that rests on it.
func (w *work) sampleAway(ctx context.Context, items []int) error {
	conn, done, err := w.Queue(w.Dir)
	if err != nil {
		return err
	}
	defer done()
	s, err := jsonl.Marshal(spec{infoseek.FormatVersion, RunName, w.run.ID(), w.Version, w.Pages.Info().Hash, w.Seed, w.Options, w.prices()})
	if err != nil {
		return err
	}
	key, err := queue.Key(w.Dir, w.run.ID())
	if err != nil {
		return err
	}
	line, err := conn.Open(ctx, key, s)
	if err != nil {
		return err
	}
	lending, err := line.Lend(w.Budget)
	if err != nil {
		return err
	}
	defer lending.End()
	if err := w.within(ctx, lending, line, items); err != nil {
		return err
	}
	if err := line.End(ctx); err != nil {
		return err
	}
	lending.Collect(ctx)
	return nil
}

// within exchanges items for outcomes until all are here or the budget is reached.
func (w *work) within(ctx context.Context, lending *queue.Lending, line *queue.Line, items []int) error {
	limited, stop := context.WithCancel(ctx)
	defer stop()
	reached := make(chan error, 1)
	go func() {
		err := lending.Reached(limited)
		if limited.Err() == nil {
			lending.Collect(limited) // answers still come in
		}
		reached <- err
		stop()
	}()
	err := w.exchange(limited, lending, line, items)
	stop()
	if limit := <-reached; err != nil && ctx.Err() == nil && !errors.Is(limit, context.Canceled) {
		return limit
	}
	return err
}

// prices are those of the models.
func (j *Job) prices() map[string]infoseek.Price {
	prices := map[string]infoseek.Price{}
	for role, m := range j.Models {
		prices[role] = m.Info().Price
	}
	return prices
}

// exchange puts the items into the queue and takes their outcomes until all are here.
func (w *work) exchange(ctx context.Context, lending *queue.Lending, line *queue.Line, items []int) error {
	missing := map[int]bool{}
	for _, item := range items {
		missing[item] = true
	}
	taken := maps.Clone(w.taken)
	before := func(item int) bool { return taken[item] }
	working, cancel := context.WithCancel(ctx)
	defer cancel()
	post := queue.NewPost(line, w.calls, lending, before, func(_ context.Context, in queue.Parcel) error {
		if !missing[in.Item] {
			return nil // it was there before this process began, or isn't wanted any more
		}
		delete(missing, in.Item)
		err := w.arrive(in)
		if len(missing) == 0 {
			cancel()
		}
		return err
	})
	sent := make(chan error, 1)
	go func() {
		err := w.send(working, post, items)
		if err != nil {
			cancel()
		}
		sent <- err
	}()
	received := post.Receive(working)
	if received != nil {
		cancel()
	}
	switch err := <-sent; {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !errors.Is(err, context.Canceled):
		return err
	case len(missing) == 0 && (received == nil || errors.Is(received, context.Canceled)):
		return nil
	}
	return received
}

// send gives the items to the workers, once it is known which of them have come back already.
func (w *work) send(ctx context.Context, post *queue.Post, items []int) error {
	resumed, err := post.Remind(ctx)
	if err != nil {
		return err
	}
	for _, item := range items {
		b, err := jsonl.Marshal(w.Questions[item/MostSamples])
		if err != nil {
			return err
		}
		if err := post.Put(ctx, item, b, resumed[item]); err != nil {
			return err
		}
	}
	return nil
}

// arrive keeps an outcome from a worker.
func (w *work) arrive(in queue.Parcel) error {
	if in.Failed {
		return fmt.Errorf("rollout: question %q, elsewhere: %s", w.Questions[in.Item/MostSamples].ID, in.Data)
	}
	var o outcome
	if err := json.Unmarshal(in.Data, &o); err != nil {
		return fmt.Errorf("rollout: the outcome of item %d from a worker: %w", in.Item, err)
	}
	return w.keep(in.Item, o)
}
