package lm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/tensors"
)

// Options are those of a Generator; the zero value is the default.
type Options struct {
	// Slots is how many texts are generated side by side; 0 is what suits the backend. A step costs the same however many of them are in use.
	Slots int
	// Prefixes is how many beginnings of prompts are kept, for prompts that begin alike; 0 is 4, less than 0 none.
	Prefixes int
	// Type of the weights and caches; the zero value is 32-bit floats.
	Type dtypes.DType
}

// ErrLong is a prompt that leaves no room in the model's context.
var ErrLong = errors.New("the prompt is longer than the model's context")

// ErrPrompt is a prompt that no model, or not this one, can go on from.
var ErrPrompt = errors.New("the model can't go on from the prompt")

// errClosed is a Generator that was closed.
var errClosed = errors.New("closed")

// Generator writes texts, many at a time. What it writes depends on model, backend, slots, prompt and Sampling alone: each prompt is read by itself, in chunks at fixed places, and every step has the same number of slots and, for a text of that length, of columns, so that no
// arithmetic is done in another order for what runs beside it. It is safe for concurrent use.
type Generator struct {
	config  Config
	options Options
	backend compute.Backend
	graphs  graphs
	weights []any
	groups  []*group
	kept    []prefix
	jobs    chan *job
	refresh chan refreshing
	closing chan struct{}
	once    sync.Once
	ended   chan struct{}
	waiting []*job
}

// Token is a token that was written, with its log-probability.
type Token struct {
	ID      int
	LogProb float64
}

// job is a text to be written.
type job struct {
	ctx    context.Context
	prompt []int
	*sampler
	most  int              // tokens
	taken func(Token) bool // false ends the text
	done  chan error
}

type refreshing struct {
	params Params
	done   chan error
}

// NewGenerator puts params on the backend's device. Close the Generator before the backend is finalized.
func NewGenerator(c Config, params Params, backend compute.Backend, o Options) (*Generator, error) {
	if o.Slots == 0 {
		o.Slots = slotsOf(backend)
	}
	if o.Prefixes == 0 {
		o.Prefixes = 4
	}
	e := &Generator{config: c, options: o, backend: backend, jobs: make(chan *job), refresh: make(chan refreshing), closing: make(chan struct{}), ended: make(chan struct{})}
	var err error
	if e.graphs, err = compile(c, backend, o.Type); err != nil {
		return nil, fmt.Errorf("lm: %w", err)
	}
	if err := e.load(params); err != nil {
		return nil, fmt.Errorf("lm: %w", err)
	}
	go e.run()
	return e, nil
}

// slotsOf is how many texts at a time pay: where a step costs as much for each, one.
func slotsOf(b compute.Backend) int {
	if b.Name() == goBackendName && !simd {
		return 1
	}
	return 4
}

// load puts weights on the device.
func (e *Generator) load(params Params) error {
	if err := e.config.CheckParams(params); err != nil {
		return err
	}
	var weights []any
	for _, p := range params {
		t, err := p.onDevice(e.backend, e.options.Type)
		if err != nil {
			return fmt.Errorf("tensor %s: %w", p.Name, err)
		}
		weights = append(weights, t)
	}
	for _, w := range e.weights {
		w.(*tensors.Tensor).MustFinalizeAll()
	}
	e.weights = weights
	return nil
}

// Close ends what is being written, with an error, and frees the device.
func (e *Generator) Close() {
	e.once.Do(func() { close(e.closing) })
	<-e.ended
}

// Refresh replaces the weights: those of a policy that has learned. What is being written goes on with them.
func (e *Generator) Refresh(params Params) error {
	r := refreshing{params, make(chan error, 1)}
	select {
	case e.refresh <- r:
		return <-r.done
	case <-e.closing:
		return errClosed
	}
}

// Generate writes on from a prompt. taken is told each token as it comes, one that ends the text (stop) included, and ends the text by false. It returns when the text has ended: nil for that, ErrLong, ErrPrompt, or what went wrong.
func (e *Generator) Generate(ctx context.Context, prompt []int, s Sampling, taken func(Token) bool) error {
	if err := e.check(prompt); err != nil {
		return err
	}
	room := e.config.Context - len(prompt)
	j := &job{ctx: ctx, prompt: prompt, sampler: newSampler(s), most: room, taken: taken, done: make(chan error, 1)}
	if s.MaxTokens > 0 {
		j.most = min(room, s.MaxTokens)
	}
	select {
	case e.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-e.closing:
		return errClosed
	}
	return <-j.done
}

// check says why a prompt can't be gone on from.
func (e *Generator) check(prompt []int) error {
	switch {
	case len(prompt) == 0:
		return fmt.Errorf("%w: it is empty", ErrPrompt)
	case len(prompt) >= e.config.Context:
		return fmt.Errorf("%w: %d of %d tokens", ErrLong, len(prompt), e.config.Context)
	}
	if i := slices.IndexFunc(prompt, func(id int) bool { return id < 0 || id >= e.config.Vocab }); i >= 0 {
		return fmt.Errorf("%w: it has no token %d, only 0 to %d", ErrPrompt, prompt[i], e.config.Vocab-1)
	}
	return nil
}

// run is the one goroutine that uses the backend.
func (e *Generator) run() {
	defer close(e.ended)
	defer e.free()
	for {
		if !e.receive() {
			return
		}
		e.admit()
		for _, g := range e.groups {
			e.step(g)
		}
		e.dropIdle()
	}
}

// receive takes what has come; with nothing to do it waits. False: closing.
func (e *Generator) receive() bool {
	for idle := len(e.waiting) == 0 && len(e.groups) == 0; ; idle = false {
		if idle {
			select {
			case j := <-e.jobs:
				e.waiting = append(e.waiting, j)
			case r := <-e.refresh:
				e.renew(r)
				return true
			case <-e.closing:
				return false
			}
			continue
		}
		select {
		case j := <-e.jobs:
			e.waiting = append(e.waiting, j)
		case r := <-e.refresh:
			e.renew(r)
		case <-e.closing:
			return false
		default:
			return true
		}
	}
}

func (e *Generator) renew(r refreshing) {
	e.forget()
	r.done <- e.load(r.params)
}

// admit gives waiting texts a free row, in the order in which they came.
func (e *Generator) admit() {
	var still []*job
	for _, j := range e.waiting {
		if err := j.ctx.Err(); err != nil {
			j.done <- err
			continue
		}
		g, err := e.groupOf(j)
		if err != nil {
			j.done <- err
			continue
		}
		row := g.free()
		if row < 0 {
			still = append(still, j)
			continue
		}
		if err := e.begin(g, row, j); err != nil {
			j.done <- err
		}
	}
	e.waiting = still
}

// take tells a text's reader the next token; true if the text goes on.
func (e *Generator) take(r *row, logits []float32) (bool, error) {
	id, logProb, err := r.draw(logits)
	if err != nil {
		return false, err
	}
	r.next, r.written = id, r.written+1
	more := r.taken(Token{id, logProb})
	return more && r.written < r.most, nil
}

// free ends everything.
func (e *Generator) free() {
	for _, j := range e.waiting {
		j.done <- errClosed
	}
	for _, g := range e.groups {
		g.fail(errClosed)
		g.finalize()
	}
	e.forget()
	e.graphs.finalize()
	for _, w := range e.weights {
		w.(*tensors.Tensor).MustFinalizeAll()
	}
}

func (e *Generator) forget() {
	for _, p := range e.kept {
		finalize(p.caches)
	}
	e.kept = nil
}
