package rollout

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs/queue"

	"github.com/go-json-experiment/json"
)

// Accept lets a worker take samples for the run of a spec, with the job's corpus and models; what is sampled is the run's to say. A run of another corpus, program or other models is refused.
func (j Job) Accept(b []byte) (work func(context.Context, queue.Run) error, err error) {
	var s spec
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("what it is of can't be read: %w", err)
	}
	switch corpus := j.Pages.Info().Hash; {
	case s.V != infoseek.FormatVersion || s.Command != RunName:
		return nil, fmt.Errorf("format version %d of %s, this program has %d of %s", s.V, s.Command, infoseek.FormatVersion, RunName)
	case s.Version != j.Version:
		return nil, fmt.Errorf("it is made by version %s of the program, this is %s: start the same one", s.Version, j.Version)
	case s.Corpus != corpus:
		return nil, fmt.Errorf("it is of corpus %.12s, this worker has %.12s: give a copy of the run's corpus", s.Corpus, corpus)
	case s.Options.Engine != j.Options.Engine:
		return nil, fmt.Errorf("it searches by %s, this worker by %s: give the same --searcher", cmp.Or(s.Options.Engine, ownEngine), cmp.Or(j.Options.Engine, ownEngine))
	case s.Options.Tokenizer != j.Options.Tokenizer:
		return nil, errors.New("it counts tokens by another tokenizer: give the same --tokenizer")
	}
	for role, theirs := range map[string]string{s.Options.Role: s.Options.Agent, RefinerRole: s.Options.Refiner} {
		if ours := NameOf(j.Models[role]); ours != theirs {
			return nil, fmt.Errorf("its %s is %s, this worker's %s: give the same models", role, theirs, ours)
		}
		if p, ours := s.Prices[role], j.prices()[role]; p != ours {
			return nil, fmt.Errorf("it reckons the %s at $%g,%g per million tokens, this worker at $%g,%g: give the same prices", role, p.In, p.Out, ours.In, ours.Out)
		}
	}
	j.Options, j.Seed = s.Options, s.Seed
	return func(ctx context.Context, r queue.Run) error { return j.serve(ctx, r, s.Run) }, nil
}

// ownEngine is how an engine without a name is told.
const ownEngine = "the corpus's own index"

// RefinerRole is the role of the model that reads what searches find.
const RefinerRole = "refiner"

// NameOf is how Options name who plays a role: the model, Embedded if it is nil.
func NameOf(m infoseek.Model) string {
	if m == nil {
		return Embedded
	}
	return m.Info().Name
}

// Embedded is who plays a role that has no model.
const Embedded = "embedded"

// serve works for one run until it ends.
func (j Job) serve(ctx context.Context, r queue.Run, id string) error {
	if j.Workers < 1 {
		j.Workers = runtime.GOMAXPROCS(0)
	}
	t := &taker{j}
	keep := r.Answers(id)
	return r.Work(ctx, t.Workers, func(ctx context.Context, task queue.Task) ([]byte, error) {
		defer keep.Forget(task.Item)
		if !task.Resumed {
			keep.New(task.Item)
		}
		var q infoseek.Question
		if err := json.Unmarshal(task.Data, &q); err != nil {
			return nil, err
		}
		o, err := t.take(ctx, keep, task.Item, q)
		if errors.Is(err, infoseek.ErrLimit) || errors.Is(err, errBroken) {
			return nil, &queue.LeaveError{Err: err}
		}
		if err != nil {
			return nil, err
		}
		return jsonl.Marshal(o)
	})
}
