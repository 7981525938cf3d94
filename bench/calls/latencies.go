package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sync"
	"time"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/llm/fakeserver"
	"infoseek/runs"
	"infoseek/synth"
)

const (
	medianLatency = 2 * time.Second
	sigma         = 0.5
	goalOfIdeal   = 1.05
	timeOfRun     = "seconds of a run with slow models, against the ideal schedule of its calls"
)

// latencies is a run with models that take their time: they are asked about every page and every step.
type latencies struct {
	least int // trees
	scale float64
}

// watched notes how long a model needs for each request, apart from all waiting for it.
type watched struct {
	infoseek.Model
	mu   sync.Mutex
	took map[string][]time.Duration
}

func (w *watched) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	key, err := r.Key()
	if err != nil {
		return infoseek.Response{}, err
	}
	begin := time.Now()
	resp, err := w.Model.Generate(ctx, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.took[key] = append(w.took[key], time.Since(begin))
	return resp, err
}

// next gives out the time of one asking; an answer from a cache took none.
func (w *watched) next(c *runs.Call) (d time.Duration) {
	if all := w.took[c.Key]; len(all) > 0 {
		d, w.took[c.Key] = all[0], all[1:]
	}
	return d
}

func (l latencies) measure(ctx context.Context, shelf *library.Shelf) ([]table.Row, error) {
	dir, err := os.MkdirTemp("", "bench-calls")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	model := &watched{took: map[string][]time.Duration{}, Model: fakeserver.NewModel(fakeserver.Options{
		Name: "slow", Latency: fakeserver.Latency{Median: time.Duration(float64(medianLatency) / l.scale), Sigma: sigma},
	})}
	begin := time.Now()
	res, err := l.run(ctx, shelf, model, dir)
	wall := time.Since(begin)
	if err != nil {
		return nil, err
	}
	made, err := recorded(filepath.Join(dir, "run"))
	if err != nil {
		return nil, err
	}
	if len(made) == 0 || res.Roots < l.least {
		return nil, fmt.Errorf("%d trees, %d calls: the run is smaller than it should be", res.Roots, len(made))
	}
	best := ideal(jobs(made, model.next), inFlight)
	var sum time.Duration
	for i := range made {
		sum += time.Duration(made[i].Seconds * float64(time.Second))
	}
	none := table.Bound{}
	return []table.Row{
		table.Compared(timeOfRun, wall.Seconds(), best.Seconds(), "s", table.RatioAtMost(goalOfIdeal)),
		table.Figure("  the models' time was divided by", l.scale, "", none),
		table.Figure("  trees", float64(res.Roots), "", none),
		table.Figure("  questions", float64(res.Questions), "", none),
		table.Figure("  calls", float64(len(made)), "", none),
		table.Figure("  mean time of a call, its turn at the model included", sum.Seconds()/float64(len(made)), "s", none),
	}, nil
}

// run grows the trees, all of them in flight at once.
func (l latencies) run(ctx context.Context, shelf *library.Shelf, m infoseek.Model, dir string) (synth.Result, error) {
	m, closed, err := wrapped(m, dir)
	if err != nil {
		return synth.Result{}, err
	}
	res, err := synth.Run(ctx, synth.Job{
		Dir: filepath.Join(dir, "run"), Pages: shelf, Searcher: shelf.Searcher, Version: "bench",
		Options: synth.Options{Seed: 1, Tries: 1, Crew: "asker"},
		Limits:  synth.Limits{N: math.MaxInt32},
		Models:  func(string) infoseek.Model { return m },
		Crew: func(i synth.Item) (synth.Crew, error) {
			a := asker{i.Model("planner"), i.Pages, i.Number}
			return synth.Crew{Browser: &reader{a, i.Browser}, Planner: &stepper{asker: a}}, nil
		},
	})
	return res, errors.Join(err, closed())
}

// recorded are the calls in a run's journal.
func recorded(dir string) ([]runs.Call, error) {
	r, err := runs.Read(dir)
	if err != nil {
		return nil, err
	}
	var all []runs.Call
	for c, err := range r.Calls() {
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}
