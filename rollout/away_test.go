package rollout

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"infoseek"
	"infoseek/runs"
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

// by has the job carried out by workers at a queue; its own model must not be asked.
func (j Job) by(t *testing.T, c *queue.Conn) Job {
	j.Models = map[string]infoseek.Model{"agent": &actor{name: "student", say: func(infoseek.Request) (string, error) {
		t.Error("the owner asked a model")
		return "", errors.New("not here")
	}}}
	j.Queue = func(string) (*queue.Conn, func(), error) { return c, func() {}, nil }
	return j
}

func quietly(string, error) {}

// TestWorkersElsewhereTakeTheSame: workers elsewhere come and go; the bytes are those of one process, and no answer is asked for twice.
func TestWorkersElsewhereTakeTheSame(t *testing.T) {
	t.Parallel()
	whole, questions := madeRun(t, 6)
	full := student()
	if _, err := Run(t.Context(), job(whole, questions, full)); err != nil {
		t.Fatal(err)
	}
	dir, _ := madeRun(t, 6)
	dial := atQueue(t)
	m := student()
	var all sync.WaitGroup
	leaving, leave := context.WithCancel(t.Context())
	var asked atomic.Int64
	unsteady := &actor{name: "student", say: func(r infoseek.Request) (string, error) {
		if asked.Add(1) > 9 {
			leave()
			time.Sleep(500 * time.Millisecond) // longer than the grace, and than a busy machine takes to cancel
			return "", context.Canceled
		}
		return study(r)
	}}
	for i := range 3 {
		ctx, model := t.Context(), infoseek.Model(m)
		if i == 0 {
			ctx, model = leaving, unsteady
		}
		worker, c := job("", nil, model), dial()
		all.Go(func() {
			if err := c.Work(ctx, worker.Accept, true, quietly); err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		})
	}
	res, err := Run(t.Context(), job(dir, questions, nil).by(t, dial()))
	if err != nil || res.Samples != 24 || res.Taken != 24 {
		t.Fatalf("%+v, %v", res, err)
	}
	all.Wait()
	if file(t, dir, runs.TrajectoriesName) != file(t, whole, runs.TrajectoriesName) {
		t.Error("workers elsewhere took something else")
	}
	if n := m.calls() + unsteady.calls(); n != full.calls() {
		t.Errorf("%d calls, want %d", n, full.calls())
	}
}

// TestOwnerComesBack: the owner stops in the middle, workers go on, and another owner takes what they did; with a queue that has lost everything nothing answered is asked again either.
func TestOwnerComesBack(t *testing.T) {
	t.Parallel()
	whole, questions := madeRun(t, 4)
	full := student()
	if _, err := Run(t.Context(), job(whole, questions, full)); err != nil {
		t.Fatal(err)
	}
	want := file(t, whole, runs.TrajectoriesName)
	for name, lost := range map[string]bool{"the same queue": false, "another queue": true} {
		dir, _ := madeRun(t, 4)
		dial := atQueue(t)
		ctx, stop := context.WithCancel(t.Context())
		var asked atomic.Int64
		m := &actor{name: "student", say: func(r infoseek.Request) (string, error) {
			if asked.Add(1) == 12 {
				stop()
			}
			return study(r)
		}}
		var all sync.WaitGroup
		working, end := context.WithCancel(t.Context())
		work := func(c *queue.Conn) {
			worker := job("", nil, m)
			all.Go(func() {
				if err := c.Work(working, worker.Accept, true, quietly); err != nil && working.Err() == nil {
					t.Error(err)
				}
			})
		}
		work(dial())
		if _, err := Run(ctx, job(dir, questions, nil).by(t, dial())); !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: %v", name, err)
		}
		if lost {
			end()
			all.Wait()
			working, end = context.WithCancel(t.Context())
			dial = atQueue(t)
			work(dial())
		}
		res, err := Run(t.Context(), job(dir, questions, nil).by(t, dial()))
		if err != nil || res.Samples != 16 || file(t, dir, runs.TrajectoriesName) != want {
			t.Errorf("%s: %+v, %v, or other bytes", name, res, err)
		}
		all.Wait()
		end()
		// What was under way when the first worker went was never answered; what the owner didn't hear of before the queue was lost may be asked again.
		if n := m.calls(); !lost && n != full.calls() {
			t.Errorf("%s: %d calls, want %d", name, n, full.calls())
		}
	}
}

// TestWorkersBudget: a worker whose budget is used up leaves its items to others.
func TestWorkersBudget(t *testing.T) {
	t.Parallel()
	dir, questions := madeRun(t, 2)
	dial := atQueue(t)
	poor := &actor{name: "student", say: func(infoseek.Request) (string, error) {
		return "", &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "ask", Err: infoseek.ErrLimit}
	}}
	var all sync.WaitGroup
	all.Go(func() {
		if err := dial().Work(t.Context(), job("", nil, poor).Accept, true, quietly); !errors.Is(err, infoseek.ErrLimit) {
			t.Errorf("the poor worker ended with %v", err)
		}
		if err := dial().Work(t.Context(), job("", nil, student()).Accept, true, quietly); err != nil {
			t.Error(err)
		}
	})
	if res, err := Run(t.Context(), job(dir, questions, nil).by(t, dial())); err != nil || res.Samples != 8 || res.Faults != 0 {
		t.Errorf("%+v, %v", res, err)
	}
	all.Wait()
}

func TestAcceptRefuses(t *testing.T) {
	good := func() Job {
		j := job("", nil, student())
		j.Version = "1"
		return j
	}
	offer := `{"v":1,"command":"rollout","run":"rollout-1","version":"1","corpus":"` + towns().Info().Hash + `","seed":7,"options":{"of":"","role":"agent","agent":"student","refiner":"embedded","tools":"","tokenizer":"","settings":{}},"prices":{"agent":{"in":1,"out":2}}}`
	if _, err := good().Accept([]byte(offer)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*Job)
		offer  string
		want   string
	}{
		"version":   {func(j *Job) { j.Version = "2" }, offer, "version 1 of the program, this is 2"},
		"corpus":    {func(*Job) {}, strings.Replace(offer, `"corpus":"`, `"corpus":"x`, 1), "it is of corpus x"},
		"model":     {func(j *Job) { j.Models = map[string]infoseek.Model{} }, offer, "its agent is student, this worker's embedded"},
		"refiner":   {func(j *Job) { j.Models["refiner"] = student() }, offer, "its refiner is embedded, this worker's student"},
		"searcher":  {func(j *Job) { j.Options.Engine = "other 2" }, offer, "it searches by the corpus's own index, this worker by other 2: give the same --searcher"},
		"tokenizer": {func(j *Job) { j.Options.Tokenizer = "abc" }, offer, "give the same --tokenizer"},
		"price":     {func(*Job) {}, strings.Replace(offer, `"out":2`, `"out":3`, 1), "it reckons the agent at $1,3 per million tokens, this worker at $1,2"},
		"format":    {func(*Job) {}, strings.Replace(offer, `"v":1`, `"v":2`, 1), "format version 2"},
		"no spec":   {func(*Job) {}, "[]", "can't be read"},
	} {
		j := good()
		c.change(&j)
		if _, err := j.Accept([]byte(c.offer)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
