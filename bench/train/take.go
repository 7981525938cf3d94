package main

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"

	"infoseek/lm"
	"infoseek/train"
)

// take takes steps on the text that both sides know: token i of a row is i*7919 modulo the vocabulary.
func (s settings) take() error {
	steps, err := strconv.Atoi(s.only)
	if err != nil {
		return err
	}
	m, err := lm.Load(s.model)
	if err != nil {
		return err
	}
	backend, err := lm.OpenBackend(s.backend)
	if err != nil {
		return err
	}
	defer backend.Finalize()
	e, err := train.NewEngine(backend, train.Transformer(m.Config, true, false), m.Params, train.EngineOptions{AdamW: train.AdamW{Decay: 0.01}, Clip: 1})
	if err != nil {
		return err
	}
	m.Params = nil
	examples := make([]train.Example, s.rows)
	rows := make([]train.Row, s.rows)
	for r := range examples {
		for i := range s.length {
			examples[r].Tokens, examples[r].Own = append(examples[r].Tokens, int32((r*s.length+i)*7919%m.Vocab)), append(examples[r].Own, true)
		}
		rows[r] = train.Row{Examples: []int{r}, Tokens: s.length}
	}
	b := train.NewBatch(examples, rows, s.rows, s.length, train.OverTokens.Weights(examples, 0))
	var r report
	for range steps {
		if r.Loss, _, err = e.Add(train.Imitation{}, b); err != nil {
			return err
		}
		if _, err := e.Step(1e-5); err != nil {
			return err
		}
	}
	r.Peak = peak()
	return json.NewEncoder(os.Stdout).Encode(r)
}

// peak is the most memory that this process had, in bytes; 0 where /proc does not tell.
func peak() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64) // 0 says not known
			return kb * 1024
		}
	}
	return 0
}
