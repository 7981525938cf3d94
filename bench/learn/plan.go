package main

import (
	"fmt"
	"strconv"
)

// plan is how large everything is. Rates and sizes were settled on questions to train by alone.
type plan struct {
	Backend string
	Model   string // "": a small one from nothing

	Seeds    int // runs of synth, with seeds from 11 on, whose questions are pooled
	PerSeed  int // questions asked of each
	Least    int // entities that a question names, at least: the clues about them can be looked up
	HeldOut  int // questions
	Few      int // of them as many as the paper holds out (arXiv 2509.00375)
	Imitated int // questions that the embedded searcher answers to be imitated; GRPO gets the others

	Vocab, Hidden, Layers, Heads int
	Epochs, Rows, Length         int
	SFTRate                      float64
	Iterations, Questions        int
	GRPORate, KL                 float64
	Context, Response            int
	Observation                  int // tokens
	Slots                        int
}

var ordinary = plan{
	Seeds: 8, PerSeed: 20000, Least: 2, HeldOut: 1000, Few: 300, Imitated: 1200,
	Vocab: 1024, Hidden: 128, Layers: 3, Heads: 4,
	Epochs: 12, Rows: 4, Length: 704, SFTRate: 1.5e-3,
	Iterations: 60, Questions: 8, GRPORate: 1e-4, KL: 0.001,
	Context: 768, Response: 128, Observation: 300, Slots: 16,
}

// large is the plan for a model that was trained before.
func (p plan) large() plan {
	p.Epochs, p.SFTRate, p.GRPORate = 3, 2e-5, 1e-6
	p.Context, p.Length = 2048, 2048
	return p
}

func (p plan) String() string {
	model := p.Model
	if model == "" {
		model = fmt.Sprintf("a Llama from nothing: %d tokens, width %d, %d layers, %d heads", p.Vocab, p.Hidden, p.Layers, p.Heads)
	}
	return fmt.Sprintf("%s; backend %s; one search turn of up to 3 queries, then the answer; context %d; %d held-out questions; imitation: %d questions, %d epochs, rate %g; GRPO: %d iterations of %d questions with 5 samples, rate %g",
		model, p.Backend, p.Context, p.HeldOut, p.Imitated, p.Epochs, p.SFTRate, p.Iterations, p.Questions, p.GRPORate)
}

// acting are the flags of all commands in which an agent acts.
func acting(observation int) []string {
	return []string{"--turns", "1", "-k", "3", "--queries", "3", "--observation", strconv.Itoa(observation)}
}
