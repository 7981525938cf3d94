package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"infoseek"
	"infoseek/synth"
)

// asker asks a model what a crew on models asks about as often: of each page that is read, and of each step. What it answers changes nothing; steps are drawn, so that they cost little but the calls.
type asker struct {
	model infoseek.Model
	pages infoseek.Pages
	item  int
}

// excerpt is how many bytes of a page the model is shown.
const excerpt = 4 << 10

func (a *asker) ask(ctx context.Context, about string, n infoseek.PageNum) error {
	text, err := a.pages.Text(ctx, n, infoseek.Span{})
	if err != nil {
		return err
	}
	seed := uint64(a.item) // no two items share an answer by way of the cache
	_, err = a.model.Generate(ctx, infoseek.Request{
		Messages: []infoseek.Message{{Role: "system", Content: "You choose."}, {Role: "user", Content: about + "\n" + strings.ToValidUTF8(text[:min(len(text), excerpt)], "")}},
		Schema:   []byte(`{"type":"object","properties":{"choice":{"enum":[1,2,3,4,5,6,7,8]}},"required":["choice"]}`),
		Sampling: infoseek.Sampling{MaxTokens: 20, Seed: &seed},
	})
	return err
}

// reader asks about each page before it offers what the page has.
type reader struct {
	asker
	synth.Browser
}

func (r *reader) Browse(ctx context.Context, n infoseek.PageNum) ([]synth.Offer, error) {
	if err := r.ask(ctx, "read", n); err != nil {
		return nil, err
	}
	return r.Browser.Browse(ctx, n)
}

// stepper asks before each of a tree's steps.
type stepper struct {
	asker
	rng  *rand.Rand
	left int
}

// fewestSteps and mostSteps of a tree.
const fewestSteps, mostSteps = 4, 16

func (s *stepper) Begin(rng *rand.Rand) {
	s.rng, s.left = rng, fewestSteps+rng.IntN(mostSteps-fewestSteps+1)
}

func (*stepper) Name() string { return "stepper" }

func (s *stepper) Next(ctx context.Context, st *synth.State) (synth.Step, error) {
	if s.left == 0 {
		return synth.Step{Action: synth.Done}, nil
	}
	s.left--
	if err := s.ask(ctx, fmt.Sprint("step ", s.left), st.Vertices[0].Page); err != nil {
		return synth.Step{}, err
	}
	for range 50 {
		v := s.rng.IntN(len(st.Vertices))
		if n := len(st.Vertices[v].Offers); n > 0 {
			step := synth.Step{Action: synth.FirstHop + synth.Action(s.rng.IntN(3)), Vertex: v, Offer: s.rng.IntN(n)}
			if st.Check(step) == nil {
				return step, nil
			}
		}
	}
	return synth.Step{Action: synth.Quit, Why: "nothing left to take"}, nil
}
