package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"runtime/pprof"

	"infoseek/bench/clock"
	"infoseek/bench/table"
	"infoseek/lm"
	"infoseek/train"
)

// told is the exit status of take.
func (s settings) told() int {
	err := s.take()
	if err == nil {
		return table.AllMet
	}
	slog.Error("train", "error", err)
	if errors.As(err, new(absentError)) {
		return table.Skipped
	}
	return table.Missed
}

// absentError says that a backend can't be opened.
type absentError struct{ error }

// take takes steps on the text that both sides know: token i of all rows is i*7919 modulo the vocabulary.
func (s settings) take() (err error) {
	if s.profile != "" {
		f, err := os.Create(s.profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	e, vocabulary, end, err := s.engine()
	if err != nil {
		return err
	}
	defer end()
	b := s.batch(vocabulary)
	out := json.NewEncoder(os.Stdout)
	for range s.measure {
		loss, _, err := e.Add(train.Imitation{}, b)
		if err != nil {
			return err
		}
		if _, err := e.Step(1e-5); err != nil {
			return err
		}
		if err := out.Encode(step{loss, clock.Process().Seconds()}); err != nil {
			return err
		}
	}
	return nil
}

func (s settings) engine() (e *train.Engine, vocabulary int, end func(), err error) {
	m, err := lm.Load(s.model)
	if err != nil {
		return nil, 0, nil, err
	}
	backend, err := lm.OpenBackend(s.backend)
	if err != nil {
		return nil, 0, nil, absentError{err}
	}
	e, err = train.NewEngine(backend, train.Transformer(m.Config, true, false), m.Params, train.EngineOptions{AdamW: train.AdamW{Decay: 0.01}, Clip: 1})
	if err != nil {
		return nil, 0, nil, err
	}
	return e, m.Vocab, backend.Finalize, nil
}

func (s settings) batch(vocabulary int) *train.Batch {
	examples, rows := make([]train.Example, s.rows), make([]train.Row, s.rows)
	for r := range examples {
		for i := range s.length {
			examples[r].Tokens, examples[r].Own = append(examples[r].Tokens, int32((r*s.length+i)*7919%vocabulary)), append(examples[r].Own, true)
		}
		rows[r] = train.Row{Examples: []int{r}, Tokens: s.length}
	}
	return train.NewBatch(examples, rows, s.rows, s.length, train.OverTokens.Weights(examples, 0))
}
