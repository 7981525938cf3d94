package verify

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"infoseek"
	"infoseek/hcsp"
	"infoseek/runs"

	"golang.org/x/sync/errgroup"
)

// RunName is the run inside a run that holds the journal of its verdicts.
const RunName = "verify"

// Job is the checks to run over the questions of one run directory.
type Job struct {
	Dir       string
	Questions []infoseek.Question
	Checks    []Check // each after the one it builds on
	Pages     infoseek.Pages
	Searcher  infoseek.Searcher
	Models    map[string]infoseek.Model // by role
	Again     bool                      // give verdicts anew that stand already
	Workers   int                       // questions judged at once; 0: one for each processor
	// Progress is told how many questions are done.
	Progress func(done int)
}

// Result is what a job came to.
type Result struct {
	Tallies []Tally `json:"checks"` // in the order of the job's checks
	Judged  int     `json:"judged"` // verdicts given by this call, faults included
}

// Run gives every verdict that is wanted and doesn't stand yet, and writes the run's verdicts.jsonl: of all checks ever run, in the order of questions. Stopped by an error or by ctx, it writes
// what there is; the same job goes on from there. Verdicts depend on questions, checks and models, not on the number of workers.
func Run(ctx context.Context, j Job) (Result, error) {
	outer, err := runs.Read(j.Dir)
	if err != nil {
		return Result{}, err
	}
	m := outer.Manifest()
	// The version is left open: each verdict carries that of its check.
	r, err := runs.OpenWithin(j.Dir, RunName, runs.Options{Command: RunName, Options: map[string]string{"of": m.Run}, Seed: m.Seed, Corpus: m.Corpus})
	if err != nil {
		return Result{}, err
	}
	w := &work{Job: j, run: r, of: m.Run, seed: m.Seed}
	err = w.all(ctx)
	err = errors.Join(err, r.SetState(runs.StateAfter(ctx, err), nil), r.Close())
	return w.result(), err
}

// work is a job under way.
type work struct {
	Job
	run  *runs.Run
	of   string // the outer run's id
	seed uint64

	calls  *runs.Calls
	mu     sync.Mutex
	known  *known
	judged int
	done   int
}

func (w *work) all(ctx context.Context) error {
	if err := w.check(); err != nil {
		return err
	}
	var err error
	if w.known, err = readKnown(w.run.Records()); err != nil {
		return err
	}
	if len(w.Models) > 0 {
		if w.calls, err = w.run.Calls(); err != nil {
			return err
		}
	}
	workers := w.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	g, stop := errgroup.WithContext(ctx)
	numbers := make(chan int)
	g.Go(func() error {
		defer close(numbers)
		for n := range w.Questions {
			select {
			case numbers <- n:
			case <-stop.Done():
				return stop.Err()
			}
		}
		return nil
	})
	for range min(workers, len(w.Questions)) {
		g.Go(func() error { return w.some(stop, numbers) })
	}
	err = g.Wait()
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return errors.Join(err, w.publish())
}

// check says what the job lacks for its checks.
func (w *work) check() error {
	before := map[string]bool{}
	for _, c := range w.Checks {
		needs := c.Needs()
		switch {
		case before[c.Name()]:
			return fmt.Errorf("verify: check %s twice", c.Name())
		case needs.Role != "" && w.Models[needs.Role] == nil:
			return fmt.Errorf("verify: check %s needs a model in the role %s", c.Name(), needs.Role)
		case needs.Pages && w.Pages == nil:
			return fmt.Errorf("verify: check %s needs the corpus", c.Name())
		case needs.Search && w.Searcher == nil:
			return fmt.Errorf("verify: check %s needs the corpus's search index", c.Name())
		}
		before[c.Name()] = true
	}
	return nil
}

// some judges questions one after the other, with a solver of its own.
func (w *work) some(ctx context.Context, numbers <-chan int) error {
	var solver *hcsp.Solver
	if w.Pages != nil {
		solver = hcsp.NewSolver(w.Pages)
	}
	for n := range numbers {
		if err := w.question(ctx, n, solver); err != nil {
			return fmt.Errorf("verify: question %q: %w", w.Questions[n].ID, err)
		}
		w.mu.Lock()
		w.done++
		if w.Progress != nil {
			w.Progress(w.done)
		}
		w.mu.Unlock()
	}
	return nil
}

// question gives the verdicts about one question in the order of the checks.
func (w *work) question(ctx context.Context, n int, solver *hcsp.Solver) error {
	for _, c := range w.Checks {
		if err := ctx.Err(); err != nil {
			return err
		}
		it := &Item{Number: n, Question: w.Questions[n], Pages: w.Pages, Searcher: w.Searcher, Solver: solver, Run: w.seed, check: c.Name()}
		if err := w.judge(ctx, c, it); err != nil {
			return err
		}
	}
	if w.calls != nil {
		w.calls.Forget(n)
	}
	return nil
}

// judge gives one verdict, unless it stands already or there can be none.
func (w *work) judge(ctx context.Context, c Check, it *Item) error {
	needs := c.Needs()
	if needs.Tree && !hasTree(it.Question) || needs.Cited && !isCited(it.Question) {
		return nil
	}
	if needs.After != "" {
		before, ok := w.verdict(verdictID(it.Question, needs.After))
		if !ok {
			return nil
		}
		it.Before = &before
	}
	v, err := w.blank(c, it)
	if err != nil {
		return err
	}
	w.mu.Lock()
	stands := w.known.done(v.ID, v.Basis)
	v.Attempt = w.known.attempts[attemptKey(v.ID, v.Basis)]
	w.mu.Unlock()
	if stands && !w.Again {
		return nil
	}
	it.Attempt = v.Attempt
	if err := w.decide(ctx, c, it, &v); err != nil {
		return err
	}
	return w.keep(it.Number, v)
}

func (w *work) verdict(id string) (Verdict, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	v, ok := w.known.last[id]
	return v, ok
}

func verdictID(q infoseek.Question, check string) string { return q.ID + "/" + check }

// blank is the verdict before anything is decided.
func (w *work) blank(c Check, it *Item) (Verdict, error) {
	name := ""
	if role := c.Needs().Role; role != "" {
		name = w.Models[role].Info().Name
	}
	b, err := basis(c, name, it.Before)
	return Verdict{
		V: infoseek.FormatVersion, ID: verdictID(it.Question, c.Name()), Run: w.of, Question: it.Question.ID, Check: c.Name(),
		Measures: map[string]float64{}, Evidence: []byte("null"), Model: name, Basis: b,
	}, err
}

// decide asks the check. A fault becomes the verdict, unless it ends the work.
func (w *work) decide(ctx context.Context, c Check, it *Item, v *Verdict) error {
	if it.Before != nil && it.Before.Outcome == Fault {
		v.faulted(fmt.Errorf("%s is a fault", it.Before.Check))
		return nil
	}
	var asked *tally
	if role := c.Needs().Role; role != "" {
		asked = &tally{Model: w.calls.Model(it.Number, role, w.Models[role])}
		it.Model = asked
	}
	finding, err := c.Check(ctx, it)
	if asked != nil {
		asked.tell(v)
	}
	switch {
	case err == nil:
		return v.judged(finding)
	case ctx.Err() != nil:
		return ctx.Err()
	case !recorded(err):
		return fmt.Errorf("%s: %w", c.Name(), err)
	}
	v.faulted(err)
	return nil
}

// recorded says whether an error is a fault of the item's, to be recorded. A limit reached ends the work, as does a disk that nothing can be kept on.
func recorded(err error) bool {
	fault := (*infoseek.Fault)(nil)
	return errors.As(err, &fault) && fault.Boundary != infoseek.BoundaryStore && !errors.Is(err, infoseek.ErrLimit)
}

func (w *work) keep(item int, v Verdict) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.judged++
	w.known.add(v)
	return w.run.Append(recordKind, item, v)
}
