package main

import (
	"path/filepath"
	"time"

	"infoseek"
	"infoseek/llm"
)

// inFlight is how many calls a model takes at once.
const inFlight = 256

// wrapped is m in all wrappers, as llm.Open puts them; what they keep is in dir.
func wrapped(m infoseek.Model, dir string) (_ infoseek.Model, closed func() error, err error) {
	ledger, err := llm.OpenLedger(filepath.Join(dir, "ledger.jsonl"), llm.Ceiling{Tokens: 1e15})
	if err != nil {
		return nil, nil, err
	}
	var kept [2]*llm.Answers
	for i, name := range []string{"cache", "record"} {
		if kept[i], err = llm.OpenAnswers(filepath.Join(dir, name)); err != nil {
			return nil, nil, err
		}
	}
	scope := llm.Scope{Endpoint: "simulated", Model: m.Info().Name}
	m = llm.Limit(llm.Meter(llm.Timeout(m, 10*time.Minute), &llm.Tally{}, "planner"), llm.NewLimiter(llm.Limits{InFlight: inFlight}))
	m = llm.Retry(llm.Budget(m, ledger, 1024), llm.Retries{})
	m = llm.Record(llm.Cache(m, kept[0], scope), kept[1], scope)
	return m, ledger.Close, nil
}
