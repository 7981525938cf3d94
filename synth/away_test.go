package synth

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"infoseek"
	"infoseek/runs/queue"
)

// atQueue is a queue in this process, and the way to it.
func atQueue(t *testing.T) (dial func() *queue.Conn) {
	t.Helper()
	s, err := queue.Serve(t.TempDir(), "127.0.0.1:0", queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return func() *queue.Conn {
		c, err := queue.Dial(s.URL(), queue.Options{AckWait: time.Second, Grace: time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		return c
	}
}

// by makes the job be carried out by workers at a queue.
func (j Job) by(c *queue.Conn) Job {
	j.Queue = func(string) (*queue.Conn, func(), error) { return c, func() {}, nil }
	j.Models, j.Crew = nil, nil
	return j
}

func quietly(string, error) {}

// asked is a model that counts how often it is asked what.
type asked struct {
	mu    sync.Mutex
	count map[string]int
	stop  func(n int) bool // says whether the n-th call is the last, and isn't answered
	n     int
}

func (a *asked) answer(ctx context.Context, request string) (string, error) {
	a.mu.Lock()
	a.count[request]++
	a.n++
	stop := a.stop != nil && a.stop(a.n)
	a.mu.Unlock()
	if stop {
		<-ctx.Done()
		return "", ctx.Err()
	}
	return advice(request), nil
}

func TestWorkersElsewhereMakeTheSameBytes(t *testing.T) {
	w := openWorld(t)
	dial := atQueue(t)
	a := &asked{count: map[string]int{}}
	for name, models := range map[string]bool{"embedded": false, "models": true} {
		here := w.job(t.TempDir(), quick(), few(12))
		if models {
			here = here.ask(oracle(a.answer))
			here.Options.Crew = map[string]any{"browser": "oracle"}
		}
		mustRun(t, here)
		var all sync.WaitGroup
		for range 3 {
			worker := here
			worker.Limits = Limits{Workers: 2, Trees: 8}
			c := dial()
			all.Go(func() {
				if err := Serve(context.Background(), worker, c, true, quietly); err != nil {
					t.Error(err)
				}
			})
		}
		away := here.by(dial())
		away.Dir = t.TempDir()
		if res := mustRun(t, away); res.Questions != few(12) {
			t.Errorf("%s: %+v", name, res)
		}
		all.Wait()
		if outputs(t, away.Dir) != outputs(t, here.Dir) {
			t.Errorf("%s: workers elsewhere made something else", name)
		}
		if r := manifest(t, away.Dir).Roles["browser"]; models && r.Calls < few(12) {
			t.Errorf("%d calls are journalled", r.Calls)
		}
	}
}

// TestAnswersOutliveWorkerAndOwner: a worker stops in the middle of its items, then the run's owner; another owner goes on with a queue that lost everything. Nothing answered is asked again.
func TestAnswersOutliveWorkerAndOwner(t *testing.T) {
	w := openWorld(t)
	a := &asked{count: map[string]int{}}
	job := w.job(t.TempDir(), quick(), 6).ask(oracle(a.answer))
	job.Options.Crew = map[string]any{"browser": "oracle"}
	whole := job
	whole.Dir = t.TempDir()
	mustRun(t, whole)
	clear(a.count)

	dial := atQueue(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var all sync.WaitGroup
	all.Go(func() { Run(ctx, job.by(dial())) })
	half := make(chan struct{})
	a.n = 0
	a.stop = func(n int) bool { // each worker gets stuck
		if n == 15 || n == 30 {
			half <- struct{}{}
		}
		return n == 15 || n == 30
	}
	for range 2 {
		worker := job
		worker.Limits.Trees = 4
		working, die := context.WithCancel(ctx)
		c := dial()
		var one sync.WaitGroup
		one.Go(func() { Serve(working, worker, c, false, quietly) })
		<-half
		die()
		one.Wait()
	}
	cancel()
	all.Wait()
	a.stop = nil

	dial = atQueue(t) // another one, that knows nothing
	worker := job
	c := dial()
	all.Go(func() {
		if err := Serve(context.Background(), worker, c, true, quietly); err != nil {
			t.Error(err)
		}
	})
	mustRun(t, job.by(dial()))
	all.Wait()
	if outputs(t, job.Dir) != outputs(t, whole.Dir) {
		t.Error("the outputs differ")
	}
	again := 0
	for _, n := range a.count {
		again += n - 1
	}
	if again > 2*4 { // those in flight when a worker stopped
		t.Errorf("%d calls were made again", again)
	}
}

func TestWorkerRefusesOtherRuns(t *testing.T) {
	w := openWorld(t)
	dial := atQueue(t)
	job := w.job(t.TempDir(), quick(), 3)
	job.Prices = map[string]infoseek.Price{"writer": {In: 1, Out: 2}}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { Run(ctx, job.by(dial())) })
	defer all.Wait()
	defer cancel()
	c := dial()
	for runs, err := c.Runs(ctx); len(runs) == 0; runs, err = c.Runs(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	for want, change := range map[string]func(*Job){
		"made by version test of the program, this is other":                                   func(j *Job) { j.Version = "other" },
		`its agents are embedded, this worker's {"planner":"gpt"}:`:                            func(j *Job) { j.Options.Crew = map[string]string{"planner": "gpt"} },
		"searches by the corpus's own index, this worker by other 2: give the same --searcher": func(j *Job) { j.Searcher = otherEngine{j.Searcher} },
		"give a copy of the run's corpus":                                                      func(j *Job) { j.Pages = otherCorpus{j.Pages} },
		"reckons the writer at $1,2 per million tokens, this worker at $1,0: give the same prices": func(j *Job) {
			j.Prices = map[string]infoseek.Price{"writer": {In: 1}}
		},
	} {
		worker := job
		change(&worker)
		var told error
		err := Serve(ctx, worker, c, false, func(_ string, refused error) { told = refused })
		if err == nil || !strings.Contains(err.Error(), want) || told == nil {
			t.Errorf("error %v, told %v, want %q", err, told, want)
		}
	}
}

type otherEngine struct{ infoseek.Searcher }

func (o otherEngine) Info() infoseek.SearcherInfo {
	i := o.Searcher.Info()
	i.Retriever.Engine = "other 2"
	return i
}

type otherCorpus struct{ infoseek.Pages }

func (o otherCorpus) Info() infoseek.CorpusInfo {
	i := o.Pages.Info()
	i.Hash = "another"
	return i
}

// TestFailuresElsewhere: a model's fault is the item's own wherever it happens, another error ends the run, and a worker whose budget is spent leaves its items to others.
func TestFailuresElsewhere(t *testing.T) {
	w := openWorld(t)
	dial := atQueue(t)
	serve := func(m infoseek.Model, j Job) (stop func() error, ended chan error) {
		worker := j.ask(m)
		worker.Limits.Trees = 4
		ctx, cancel := context.WithCancel(context.Background())
		ended = make(chan error, 1)
		c := dial()
		go func() { ended <- Serve(ctx, worker, c, true, quietly) }()
		return func() error { cancel(); return <-ended }, ended
	}
	fails := func(err error) infoseek.Model {
		return oracle(func(_ context.Context, request string) (string, error) {
			if strings.HasPrefix(request, "item 3,") {
				return "", err
			}
			return advice(request), nil
		})
	}
	j := w.job(t.TempDir(), quick(), 5)
	j.Options.Crew = "oracle"
	stop, _ := serve(fails(modelDown()), j)
	res := mustRun(t, j.by(dial()))
	stop()
	if res.Faults["model"] != 1 || res.Questions != 5 {
		t.Errorf("a fault: %+v", res)
	}

	j.Dir = t.TempDir()
	stop, _ = serve(fails(errDisk), j)
	if _, err := Run(context.Background(), j.by(dial())); err == nil || !strings.Contains(err.Error(), "item 3, elsewhere: ") || !strings.Contains(err.Error(), errDisk.Error()) {
		t.Errorf("an error: %v", err)
	}
	stop()

	j.Dir = t.TempDir()
	dial = atQueue(t)
	_, spent := serve(fails(infoseek.ErrLimit), j)
	var all sync.WaitGroup
	all.Go(func() { mustRun(t, j.by(dial())) })
	if err := <-spent; !errors.Is(err, infoseek.ErrLimit) {
		t.Errorf("a worker without a budget: %v", err)
	}
	stop, _ = serve(oracle(func(_ context.Context, request string) (string, error) { return advice(request), nil }), j)
	all.Wait()
	stop()
}

// purse is a run's budget that lends one worker after the other until it is reached.
type purse struct {
	mu        sync.Mutex
	heard     []string
	reached   chan struct{}
	collected bool
}

func (p *purse) Lend(message []byte) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard = append(p.heard, string(message))
	if string(message) == "too much" {
		close(p.reached)
	}
	return append([]byte("re: "), message...), nil
}

func (p *purse) Reached(ctx context.Context) error {
	select {
	case <-p.reached:
		return infoseek.ErrLimit
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *purse) Collect(context.Context) { p.collected = true }

// TestBudgetIsTheRuns: workers borrow from the run's budget and give back at the end; the run ends when it is reached, and is told later what a worker said when the owner was gone.
func TestBudgetIsTheRuns(t *testing.T) {
	w := openWorld(t)
	dial := atQueue(t)
	j := w.job(t.TempDir(), quick(), 5)
	j.Options.Crew = "oracle"
	worker := j.ask(oracle(func(_ context.Context, request string) (string, error) { return advice(request), nil }))
	worker.Limits.Trees = 4
	say, left := make(chan string, 1), make(chan struct{})
	borrow := func(r queue.Run) {
		message := []byte(<-say)
		answer, err := r.Ask(t.Context(), message)
		for err != nil && t.Context().Err() == nil { // the owner isn't there yet
			answer, err = r.Ask(t.Context(), message)
		}
		if err != nil || !strings.HasPrefix(string(answer), "re: ") {
			t.Errorf("answer %q, %v", answer, err)
		}
		<-left
	}
	serve := func(ctx context.Context, c *queue.Conn) {
		c.Work(ctx, func(spec []byte) (func(context.Context, queue.Run) error, error) {
			work, err := worker.Accepting()(spec)
			return func(ctx context.Context, r queue.Run) error {
				borrow(r)
				return errors.Join(work(ctx, r), r.Tell(t.Context(), []byte("bye")))
			}, err
		}, true, quietly)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	c := dial()
	all.Go(func() { serve(ctx, c) })
	first := &purse{reached: make(chan struct{})}
	j.Budget = first
	say <- "too much"
	if _, err := Run(t.Context(), j.by(dial())); !errors.Is(err, infoseek.ErrLimit) || !first.collected {
		t.Errorf("error %v, collected %v", err, first.collected)
	}
	cancel() // the owner is gone when the worker leaves
	close(left)
	all.Wait()

	all.Go(func() { serve(t.Context(), c) })
	second := &purse{reached: make(chan struct{})}
	j.Budget = second
	say <- "some"
	if res := mustRun(t, j.by(dial())); res.Questions != 5 || !second.collected {
		t.Errorf("%+v, collected %v", res, second.collected)
	}
	all.Wait()
	second.mu.Lock()
	defer second.mu.Unlock()
	if !slices.Contains(second.heard, "bye") || !slices.Contains(second.heard, "some") {
		t.Errorf("heard %q", second.heard)
	}
}
