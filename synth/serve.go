package synth

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs/queue"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Serve works on the items of the runs in a queue, with the job's corpus, agents and models; what is asked for is the runs' to say. See queue.Conn.Work.
func Serve(ctx context.Context, j Job, c *queue.Conn, once bool, tell func(run string, refused error)) error {
	return c.Work(ctx, j.Accepting(), once, tell)
}

// Accepting says which runs the job's work is for: those of the same corpus, program and agents.
func (j Job) Accepting() queue.Accept {
	j.Limits = j.Limits.normalize()
	return func(b []byte) (func(context.Context, queue.Run) error, error) {
		s, err := j.accept(b)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, r queue.Run) error {
			defer relaxGC()()
			return j.serve(ctx, r, s)
		}, nil
	}
}

// accept reads a run's spec and says why this job's work would not be the run's.
func (j *Job) accept(b []byte) (spec, error) {
	var s spec
	if err := json.Unmarshal(b, &s); err != nil {
		return s, fmt.Errorf("what it is of can't be read: %w", err)
	}
	theirs, err := crewText(s.Options)
	if err != nil {
		return s, err
	}
	ours, err := crewText(j.Options)
	if err != nil {
		return s, err
	}
	o, err := s.Options.Normalize()
	switch info, engine := j.Pages.Info(), j.Searcher.Info().Retriever.Engine; {
	case s.V != infoseek.FormatVersion:
		return s, fmt.Errorf("format version %d, this program has %d", s.V, infoseek.FormatVersion)
	case s.Version != j.Version:
		return s, fmt.Errorf("it is made by version %s of the program, this is %s: start the same one", s.Version, j.Version)
	case s.Corpus != info.Hash:
		return s, fmt.Errorf("it is of corpus %.12s, this worker has %.12s: give a copy of the run's corpus", s.Corpus, info.Hash)
	case s.Options.Engine != engine:
		return s, fmt.Errorf("it searches by %s, this worker by %s: give the same --searcher", cmp.Or(s.Options.Engine, ownEngine), cmp.Or(engine, ownEngine))
	case theirs != ours:
		return s, fmt.Errorf("its agents are %s, this worker's %s: give the same models and settings", theirs, ours)
	case err != nil:
		return s, err
	}
	for role, p := range s.Prices {
		if ours := j.Prices[role]; ours != p {
			return s, fmt.Errorf("it reckons the %s at $%g,%g per million tokens, this worker at $%g,%g: give the same prices", role, p.In, p.Out, ours.In, ours.Out)
		}
	}
	s.Options = o
	return s, nil
}

// ownEngine is how an engine without a name is told.
const ownEngine = "the corpus's own index"

// crewText is what the options say of the agents, in a form that is the same on every machine.
func crewText(o Options) (string, error) {
	if o.Crew == nil {
		return "embedded", nil
	}
	b, err := jsonl.Marshal(o.Crew)
	text := jsontext.Value(b)
	if err == nil {
		err = text.Canonicalize()
	}
	return string(text), err
}

// serve works for one run until it ends.
func (j Job) serve(ctx context.Context, r queue.Run, s spec) error {
	j.Options = s.Options
	shared := j.shared(s.Run)
	hands, each := j.hands()
	idle := make(chan *worker, hands)
	for range hands {
		idle <- &worker{checks: shared, solver: each()}
	}
	keep := r.Answers(s.Run)
	return r.Work(ctx, hands, func(ctx context.Context, t queue.Task) ([]byte, error) {
		w := <-idle
		defer func() { idle <- w }()
		defer keep.Forget(t.Item)
		if !t.Resumed {
			keep.New(t.Item)
		}
		return j.away(ctx, w, keep, t)
	})
}

// away does one item's work.
func (j *Job) away(ctx context.Context, w *worker, keep answered, t queue.Task) ([]byte, error) {
	var item awayItem
	if err := json.Unmarshal(t.Data, &item); err != nil {
		return nil, err
	}
	root, err := j.Pages.ByID(ctx, item.Root)
	if err != nil {
		return nil, err
	}
	out, err := j.item(ctx, w, keep, t.Item, root)
	if errors.Is(err, infoseek.ErrLimit) {
		return nil, &queue.LeaveError{Err: err}
	}
	if err != nil {
		return nil, err
	}
	back := awayOutcome{outcome: out}
	if out.Fault != nil {
		back.Failed = out.Fault.Error()
	}
	return jsonl.Marshal(back)
}
