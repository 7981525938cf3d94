package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"infoseek"
	"infoseek/agent"
	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/reward"
	"infoseek/runs"
)

// code is what an answer depends on, beside the corpus and the question.
var code = []string{".", "text", "token", "internal/tags", "search", "agent", "reward"}

// measure asks the questions of a part that the journal has no answer to, and adds the part's rows.
func measure(ctx context.Context, tab *table.Table, l library.Library, p part, limit int) (err error) {
	shelf, questions, err := p.open(ctx, l)
	if shelf != nil {
		defer shelf.Close()
	}
	if err != nil {
		return err
	}
	if limit > 0 {
		questions = questions[:min(limit, len(questions))]
	}
	if len(questions) == 0 {
		return errors.New("no questions")
	}
	r, err := journal(shelf, p, questions)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	answers, err := answer(ctx, r, shelf, p, questions)
	if err != nil {
		return err
	}
	p.rows(tab, answers)
	return nil
}

// journal opens the run of the same questions, corpus and code.
func journal(shelf *library.Shelf, p part, questions []asked) (*runs.Run, error) {
	hash, err := library.CodeHash(code...)
	if err != nil {
		return nil, err
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s %q %s", shelf.Info().Hash, questions, hash))
	dir := filepath.Join("bench", "out", "ask", fmt.Sprintf("%x", key[:8]))
	return runs.Open(dir, runs.Options{Command: "bench-ask", Options: map[string]string{"part": p.name, "code": hash}, Corpus: infoseek.CorpusRef{Hash: shelf.Info().Hash}})
}

// answered is what came of a question.
type answered struct {
	Question string   `json:"question"`
	Answer   string   `json:"answer"`
	Gold     []string `json:"gold"`
	Exact    bool     `json:"exact"`
	F1       float64  `json:"f1"`
	Valid    bool     `json:"valid"` // by reward.Format
	Shown    bool     `json:"shown"` // a gold answer stood in what was found, or was its title
	Searches int      `json:"searches"`
	Faults   int      `json:"faults"`
	Seconds  float64  `json:"seconds"`
}

func answer(ctx context.Context, r *runs.Run, shelf *library.Shelf, p part, questions []asked) ([]answered, error) {
	answers, done := make([]answered, len(questions)), make([]bool, len(questions))
	for rec, err := range r.Records() {
		if err != nil {
			return nil, err
		}
		if rec.Item >= len(answers) {
			continue
		}
		if err := rec.Decode(&answers[rec.Item]); err != nil {
			return nil, err
		}
		done[rec.Item] = true
	}
	a, err := agent.New(agent.Embedded{Pages: shelf}, agent.Tools{Searcher: shelf.Searcher, Pages: shelf, Refiner: agent.Extract{}}, agent.Options{})
	if err != nil {
		return nil, err
	}
	logged := time.Now()
	for i, q := range questions {
		if done[i] {
			continue
		}
		if answers[i], err = ask(ctx, a, q); err == nil {
			err = r.Append("answer", i, answers[i])
		}
		if err != nil {
			return nil, fmt.Errorf("question %q: %w", q.Question, err)
		}
		if time.Since(logged) > 10*time.Second {
			logged = time.Now()
			slog.Info("bench-ask", "part", p.name, "asked", i+1, "of", len(questions))
		}
	}
	return answers, nil
}

func ask(ctx context.Context, a *agent.Agent, q asked) (answered, error) {
	tr, err := a.Ask(ctx, q.Question, nil)
	if err != nil {
		return answered{}, err
	}
	_, format := reward.Format(tr.Rollout())
	return answered{
		Question: q.Question, Answer: tr.Answer, Gold: q.gold(), Exact: reward.Exact(tr.Answer, q.gold()), F1: reward.F1(tr.Answer, q.gold()),
		Valid: format == nil, Shown: shown(tr, q.gold()), Searches: len(tr.Searches), Faults: len(tr.Faults), Seconds: tr.Seconds,
	}, nil
}
