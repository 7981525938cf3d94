package synth

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs/queue"

	"github.com/go-json-experiment/json"
)

// spec tells workers elsewhere what a run is of.
type spec struct {
	V       int     `json:"v"`
	Run     string  `json:"run"`
	Version string  `json:"version"`
	Corpus  string  `json:"corpus"`
	Options Options `json:"options"`
	// Prices are those that the run reckons by, of the roles that cost something.
	Prices map[string]infoseek.Price `json:"prices,omitempty"`
}

// awayItem is an item on its way to a worker.
type awayItem struct {
	Root string `json:"root"` // page id
}

// awayOutcome is an outcome on its way back.
type awayOutcome struct {
	outcome
	// Failed is the text of outcome.Fault, a model's.
	Failed string `json:"failed,omitempty"`
}

// awayFault is a fault that happened elsewhere.
type awayFault struct{ text string }

func (f *awayFault) Error() string { return f.text }

// Unwrap says what kind of fault it is.
func (f *awayFault) Unwrap() error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "work elsewhere", Err: errors.New(f.text)}
}

// workAway has the items worked on elsewhere. What workers were answered is journalled as it comes, before the outcome that rests on it.
func (m *maker) workAway(ctx context.Context) error {
	conn, done, err := m.Queue(m.Dir)
	if err != nil {
		return err
	}
	defer done()
	line, err := m.offer(ctx, conn)
	if err != nil {
		return err
	}
	lending, err := line.Lend(m.Budget)
	if err != nil {
		return err
	}
	defer lending.End()
	f, from := m.flight(), m.next
	before := func(item int) bool { return item >= 0 && item < from }
	post := queue.NewPost(line, m.calls, lending, before, f.arrive)
	send := func(ctx context.Context) error { return m.send(ctx, post, f) }
	working, cancel := context.WithCancel(ctx)
	defer cancel()
	var group sync.WaitGroup
	for _, end := range []func(context.Context) error{post.Receive, send, lending.Reached} {
		group.Go(func() {
			if err := end(working); err != nil && working.Err() == nil {
				f.broken <- err
			}
		})
	}
	err = m.commitAll(ctx, f)
	if err != nil {
		lending.Collect(ctx) // answers still come in
	}
	cancel()
	group.Wait()
	if err != nil {
		return err
	}
	if err := line.End(ctx); err != nil {
		return err
	}
	lending.Collect(ctx)
	return nil
}

func (m *maker) offer(ctx context.Context, conn *queue.Conn) (*queue.Line, error) {
	s, err := jsonl.Marshal(spec{infoseek.FormatVersion, m.run.ID(), m.Version, m.Pages.Info().Hash, m.Options, m.Prices})
	if err != nil {
		return nil, err
	}
	key, err := queue.Key(m.Dir, m.run.ID())
	if err != nil {
		return nil, err
	}
	return conn.Open(ctx, key, s)
}

// arrive takes an outcome from a worker.
func (f *flight) arrive(ctx context.Context, in queue.Parcel) error {
	r, err := resultOf(in)
	if err != nil {
		return err
	}
	select {
	case f.results <- r:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func resultOf(in queue.Parcel) (result, error) {
	if in.Failed {
		return result{item: in.Item, err: fmt.Errorf("synth: item %d, elsewhere: %s", in.Item, in.Data)}, nil
	}
	var out awayOutcome
	if err := json.Unmarshal(in.Data, &out); err != nil {
		return result{}, fmt.Errorf("synth: the outcome of item %d from a worker: %w", in.Item, err)
	}
	if len(out.Nouns) != len(out.Questions) {
		return result{}, fmt.Errorf("synth: the outcome of item %d from a worker has %d nouns for %d questions", in.Item, len(out.Nouns), len(out.Questions))
	}
	if out.Failed != "" {
		out.Fault = &awayFault{out.Failed}
	}
	return result{item: in.Item, out: out.outcome}, nil
}

// send puts the items that are begun into the queue, once it is known which of them have come back already.
func (m *maker) send(ctx context.Context, post *queue.Post, f *flight) error {
	resumed, err := post.Remind(ctx)
	if err != nil {
		return err
	}
	for {
		select {
		case i := <-f.items:
			if err := m.put(ctx, post, i, resumed[i]); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (m *maker) put(ctx context.Context, post *queue.Post, i int, resumed bool) error {
	page, err := m.Pages.Page(ctx, m.roots[i])
	if err != nil {
		return err
	}
	b, err := jsonl.Marshal(awayItem{page.ID})
	if err != nil {
		return err
	}
	return post.Put(ctx, i, b, resumed)
}
