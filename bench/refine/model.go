package main

import (
	"context"
	"fmt"
	"log/slog"

	"infoseek"
	"infoseek/agent"
	"infoseek/bench/llama"
	"infoseek/bench/table"
	"infoseek/llm"
)

// tokens of evidence that the model is asked for: the paper's limit (arXiv 2509.00375, section 4.1), and half of it.
var modelLimits = []int{256, 512}

// model is a small language model as a Refiner of the first questions of each set. Missing says why there is none.
type model struct {
	infoseek.Model
	asked   int
	missing string
	close   func()
}

// openModel starts the server of the script unless another is named.
func openModel(ctx context.Context, url string, asked int) *model {
	m := &model{asked: asked, close: func() {}}
	if asked <= 0 {
		m.missing = "-model-questions 0"
		return m
	}
	if url == "" {
		running, done, err := llama.Serve(ctx)
		if err != nil {
			m.missing = "no server: " + err.Error()
			return m
		}
		url, m.close = running, done
	}
	set, err := llm.Open(ctx, llm.Config{Default: llm.Role{Endpoint: url, Limits: llm.Limits{InFlight: 1}}, Roles: map[string]llm.Role{"refiner": {}}}, llm.Options{Env: func(string) (string, bool) { return "", false }})
	if err != nil {
		m.missing = err.Error()
		return m
	}
	m.Model = set.Model("refiner")
	return m
}

// compare adds the rows of the model beside the embedded Refiner and the plain cut over the same questions.
func (m *model) compare(ctx context.Context, tab *table.Table, name string, trials []trial) error {
	for _, limit := range modelLimits {
		what := fmt.Sprintf("%s, %d tokens, model", name, limit)
		if m.Model == nil {
			tab.Add(table.Skip(what+": gold evidence kept", "%", table.Bound{}, m.missing))
			continue
		}
		some := trials[:min(len(trials), m.asked)]
		slog.Info("bench-refine: the model reads", "set", name, "questions", len(some), "tokens", limit)
		model, err := refine(ctx, agent.ModelRefiner{Model: m.Model}, some, limit)
		if err != nil {
			return err
		}
		for _, other := range []struct {
			name string
			agent.Refiner
		}{{"embedded", agent.Extract{}}, {"plain", agent.Plain{}}} {
			theirs, err := refine(ctx, other, some, limit)
			if err != nil {
				return err
			}
			tab.Add(rows(fmt.Sprintf("%s, first %d, theirs: %s", what, len(some), other.name), model, theirs, table.Bound{})...)
		}
	}
	return nil
}
