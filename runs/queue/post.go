package queue

import (
	"context"
	"fmt"
	"sync"

	"infoseek/internal/jsonl"
	"infoseek/runs"

	"github.com/go-json-experiment/json"
)

// Post is a run's owner's end of a Line. It journals what models answered to workers before it gives on the outcome that rests on it, reminds the queue of answers that are in the journal alone, and gives each item's
// outcome once.
type Post struct {
	line    *Line
	calls   *runs.Calls // nil: workers ask no models
	lending *Lending
	done    func(item int) bool
	outcome func(context.Context, Parcel) error

	ready   chan struct{} // closed when all that former workers sent has been received
	mu      sync.Mutex
	arrived map[int]bool    // items whose outcome is here
	noted   map[string]bool // calls that the queue has, until ready
}

// NewPost gives outcomes to outcome, one after the other, as Receive gets them. Items that were done before this process began are those that done says: calls for them, which the queue may still have, are journalled already.
func NewPost(l *Line, calls *runs.Calls, d *Lending, done func(item int) bool, outcome func(context.Context, Parcel) error) *Post {
	return &Post{line: l, calls: calls, lending: d, done: done, outcome: outcome, ready: make(chan struct{}), arrived: map[int]bool{}, noted: map[string]bool{}}
}

// Receive takes what workers send until ctx is done, or outcome returns an error.
func (p *Post) Receive(ctx context.Context) error {
	return p.line.Receive(ctx, func(in Parcel) error {
		switch {
		case in.Told:
			p.lending.Told(in.Data)
			return nil
		case !in.Outcome:
			return p.note(in)
		}
		p.mu.Lock()
		twice := p.arrived[in.Item]
		p.arrived[in.Item] = true
		p.mu.Unlock()
		if twice {
			return nil
		}
		return p.outcome(ctx, in)
	}, func() { close(p.ready) })
}

// note journals a call that a worker made.
func (p *Post) note(in Parcel) error {
	if p.calls == nil {
		return nil
	}
	var c runs.Call
	if err := json.Unmarshal(in.Data, &c); err != nil {
		return fmt.Errorf("queue: a call from a worker, for item %d: %w", in.Item, err)
	}
	p.mu.Lock()
	if p.noted != nil {
		p.noted[c.ID] = true
	}
	p.mu.Unlock()
	if p.done(c.Item) {
		return nil
	}
	return p.calls.Take(c)
}

// Remind waits until it is known what former workers sent, and tells the queue of answers that are in the journal and not in the queue, where workers look for them. It returns the items that were worked on before.
func (p *Post) Remind(ctx context.Context) (resumed map[int]bool, err error) {
	select {
	case <-p.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	noted := p.noted
	p.noted = nil
	p.mu.Unlock()
	resumed = map[int]bool{}
	if p.calls == nil {
		return resumed, nil
	}
	for c, err := range p.calls.Known() {
		if err != nil {
			return nil, err
		}
		resumed[c.Item] = true
		if noted[c.ID] {
			continue
		}
		b, err := jsonl.Marshal(c)
		if err == nil {
			err = p.line.Note(ctx, c.Item, b)
		}
		if err != nil {
			return nil, err
		}
	}
	return resumed, nil
}

// Put gives an item to the workers, unless its outcome is here.
func (p *Post) Put(ctx context.Context, item int, data []byte, resumed bool) error {
	p.mu.Lock()
	arrived := p.arrived[item]
	p.mu.Unlock()
	if arrived {
		return nil
	}
	return p.line.Put(ctx, item, data, resumed)
}
