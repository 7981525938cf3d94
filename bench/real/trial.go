package main

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"path/filepath"
	"time"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/llm"
	"infoseek/runs"
	"infoseek/synth"
	"infoseek/synth/agents"
)

// trial is runs over one corpus that differ in who plans, reads and writes.
type trial struct {
	shelf *library.Shelf
	dir   string
	url   string
	limit time.Duration
}

// made is what a run came to.
type made struct {
	synth.Result
	Calls   map[string]runs.CallTotals // by role
	Seconds float64
	Ended   bool // false: the time was up
	Hidden  int  // vertices of the questions
	// From says of each root tried, in order, whether it gave a question; Outcomes how many of them have an outcome with a reason.
	From     []bool
	Outcomes int
}

// options hold for the model's run and the random planner's. So that the run ends within minutes the model is asked only about roots of which something can be made, once for each tree: where to expand it. Short lists keep the
// prompts short.
func (t *trial) options() synth.Options {
	return synth.Options{Seed: 1, Tries: 4, Guide: synth.Guide{Mode: synth.ModeDiffusion, Shown: 6, Iterations: 1, Explore: 5, Scouted: true, Actions: []synth.Action{synth.FirstHop, synth.Breadth, synth.Depth, synth.Done}}}
}

// model has the server's model play all roles until there are n questions.
func (t *trial) model(ctx context.Context, n int) (made, error) {
	zero := 0.0
	models, err := llm.Open(ctx, llm.Config{Default: llm.Role{Endpoint: t.url, Limits: llm.Limits{InFlight: 2}}, Roles: map[string]llm.Role{"writer": {Temperature: &zero}}}, llm.Options{
		Env: func(string) (string, bool) { return "", false }, Ledger: filepath.Join(t.dir, "ledger.jsonl"),
	})
	if err != nil {
		return made{}, err
	}
	defer models.Close()
	team, err := agents.NewTeam(agents.Options{Excerpt: 70, Numbers: 4, Retries: -1, Sentences: 5, Claims: 2, Around: -1}, models.Model)
	if err != nil {
		return made{}, err
	}
	o := t.options()
	o.Crew = team.Members()
	limited, cancel := context.WithTimeout(ctx, t.limit)
	defer cancel()
	told := time.Now()
	m, err := t.run(limited, "model", synth.Job{Options: o, Limits: synth.Limits{N: n, Trees: 2}, Crew: team.Crew, Models: models.Model, Progress: func(p synth.Progress) {
		if time.Since(told) > 10*time.Second {
			told = time.Now()
			slog.Info("test-real", "questions", p.Questions, "roots", p.Roots, "calls", calls(models))
		}
	}})
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = nil
	}
	return m, err
}

func calls(models *llm.Set) int {
	n := 0
	for _, t := range models.Totals() {
		n += t.Calls
	}
	return n
}

// without makes all questions that the planner gives without a model.
func (t *trial) without(ctx context.Context, planner agents.PlannerKind) (made, error) {
	j := synth.Job{Options: t.options(), Limits: synth.Limits{N: math.MaxInt32}}
	if planner == agents.PlannerEmbedded {
		j.Options.Guide = synth.Guide{}
	} else {
		team, err := agents.NewTeam(agents.Options{Planner: planner}, func(string) infoseek.Model { return nil })
		if err != nil {
			return made{}, err
		}
		j.Crew, j.Options.Crew = team.Crew, team.Members()
	}
	return t.run(ctx, string(planner), j)
}

func (t *trial) run(ctx context.Context, name string, j synth.Job) (made, error) {
	j.Dir, j.Pages, j.Searcher, j.Version = filepath.Join(t.dir, name), t.shelf, t.shelf.Searcher, "bench"
	begun := time.Now()
	res, err := synth.Run(ctx, j)
	m := made{Result: res, Seconds: time.Since(begun).Seconds(), Ended: err == nil}
	return m, errors.Join(err, m.read(j.Dir))
}

// read reads what the run says of each root.
func (m *made) read(dir string) error {
	r, err := runs.Read(dir)
	if err != nil {
		return err
	}
	m.Calls = r.Manifest().Roles
	for rec, err := range r.Records() {
		if err != nil {
			return err
		}
		var root struct {
			Questions []infoseek.Question `json:"questions"`
			Drops     []infoseek.Drop     `json:"drops"`
			Faults    []infoseek.Drop     `json:"faults"`
		}
		if err := rec.Decode(&root); err != nil {
			return err
		}
		m.From = append(m.From, len(root.Questions) > 0)
		named := len(root.Questions) > 0
		for _, d := range append(root.Drops, root.Faults...) {
			named = named || d.Reason != ""
		}
		if named {
			m.Outcomes++
		}
		for _, q := range root.Questions {
			for _, v := range q.Tree.Vertices {
				if v.Hidden {
					m.Hidden++
				}
			}
		}
	}
	return nil
}

// share is the share of the first n roots that gave a question, in percent.
func (m *made) share(n int) float64 {
	n = min(n, len(m.From))
	gave := 0
	for _, ok := range m.From[:n] {
		if ok {
			gave++
		}
	}
	return 100 * float64(gave) / float64(max(n, 1))
}
