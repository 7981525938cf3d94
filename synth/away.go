package synth

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"
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

// post is a run's owner's end of the queue.
type post struct {
	*maker
	line *queue.Line
	// lending is the run's budget, as workers spend from it.
	lending *queue.Lending
	f       *flight
	from    int // the first item that wasn't done when this process began

	ready   chan struct{} // closed when all that former workers sent has been received
	mu      sync.Mutex
	arrived map[int]bool    // items whose outcome is here
	noted   map[string]bool // calls that the queue has, until ready
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
	p := &post{maker: m, line: line, f: m.flight(), from: m.next, ready: make(chan struct{}), arrived: map[int]bool{}, noted: map[string]bool{}}
	if p.lending, err = line.Lend(m.Budget); err != nil {
		return err
	}
	defer p.lending.End()
	working, cancel := context.WithCancel(ctx)
	defer cancel()
	var group sync.WaitGroup
	for _, end := range []func(context.Context) error{p.receive, p.send, p.lending.Reached} {
		group.Go(func() {
			if err := end(working); err != nil && working.Err() == nil {
				p.f.broken <- err
			}
		})
	}
	err = m.commitAll(ctx, p.f)
	if err != nil {
		p.lending.Collect(ctx) // answers still come in
	}
	cancel()
	group.Wait()
	if err != nil {
		return err
	}
	if err := line.End(ctx); err != nil {
		return err
	}
	p.lending.Collect(ctx)
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

// receive takes what workers send.
func (p *post) receive(ctx context.Context) error {
	return p.line.Receive(ctx, func(in queue.Parcel) error {
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
		r, err := resultOf(in)
		if err != nil {
			return err
		}
		select {
		case p.f.results <- r:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}, func() { close(p.ready) })
}

// note journals a call that a worker made.
func (p *post) note(in queue.Parcel) error {
	var c runs.Call
	if err := json.Unmarshal(in.Data, &c); err != nil {
		return fmt.Errorf("synth: a call from a worker, for item %d: %w", in.Item, err)
	}
	p.mu.Lock()
	if p.noted != nil {
		p.noted[c.ID] = true
	}
	p.mu.Unlock()
	if c.Item >= 0 && c.Item < p.from {
		return nil // was done before this process began
	}
	return p.calls.Take(c)
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
func (p *post) send(ctx context.Context) error {
	select {
	case <-p.ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	resumed, err := p.remind(ctx)
	if err != nil {
		return err
	}
	for {
		select {
		case i := <-p.f.items:
			if err := p.put(ctx, i, resumed[i]); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// remind tells the queue of answers that are in the journal and not in the queue, where workers look for them.
func (p *post) remind(ctx context.Context) (resumed map[int]bool, err error) {
	p.mu.Lock()
	noted := p.noted
	p.noted = nil
	p.mu.Unlock()
	resumed = map[int]bool{}
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

func (p *post) put(ctx context.Context, i int, resumed bool) error {
	p.mu.Lock()
	arrived := p.arrived[i]
	p.mu.Unlock()
	if arrived {
		return nil
	}
	page, err := p.Pages.Page(ctx, p.roots[i])
	if err != nil {
		return err
	}
	b, err := jsonl.Marshal(awayItem{page.ID})
	if err != nil {
		return err
	}
	return p.line.Put(ctx, i, b, resumed)
}
