package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"infoseek"
	"infoseek/agent"
	"infoseek/eval"
	"infoseek/rollout"
)

// play puts the agent that the flags name into the job.
func (o *evalOptions) play(j *eval.Job, model func(role string) infoseek.Model, s ranker) error {
	played, err := o.cast(model("agent"))
	if err != nil {
		return err
	}
	refiner := model("refiner")
	if o.agent == eval.OneShot || o.agent == eval.ClosedBook {
		refiner = nil
	}
	settings, err := json.Marshal(o.options)
	if err != nil {
		return err
	}
	retriever := s.Info().Retriever
	retriever.Unit, retriever.Depth = infoseek.UnitPassage, o.depth()
	j.Options.Agent, j.Options.Model, j.Options.Refiner = o.agent, nameOf(played), nameOf(refiner)
	j.Options.Retriever, j.Options.Settings, j.Options.Tools = retriever, settings, o.protocol
	if j.Options.Prompt, err = o.promptHash(); err != nil {
		return err
	}
	if o.tokenizer != "" {
		if j.Options.Tokenizer, err = hashFile(o.tokenizer); err != nil {
			return err
		}
	}
	if played != nil && j.Workers == 0 {
		if j.Workers, err = o.models.trees(); err != nil {
			return err
		}
	}
	j.Answer = func(ctx context.Context, t eval.Task) (infoseek.Sample, float64, error) {
		keep := func(role string, m infoseek.Model) infoseek.Model {
			if m == nil {
				return nil
			}
			return t.Model(role, m)
		}
		ag, err := o.agentOf(j.Pages, s, keep("agent", played), keep("refiner", refiner), t.Seed)
		if err != nil {
			return infoseek.Sample{}, 0, err
		}
		return rollout.Take(ctx, ag, j.Pages, t.Question, t.Sample, t.Seed)
	}
	_, err = o.agentOf(j.Pages, s, played, refiner, 0)
	return err
}

func nameOf(m infoseek.Model) string {
	if m == nil {
		return ""
	}
	return m.Info().Name
}

// depth is how many documents a query brings.
func (o *evalOptions) depth() int {
	if o.options.TopK == 0 {
		return 5
	}
	return o.options.TopK
}

// cast is the model that plays, nil for none.
func (o *evalOptions) cast(m infoseek.Model) (infoseek.Model, error) {
	switch o.agent {
	case eval.Embedded, eval.OneShot:
		return o.played(nil)
	}
	if m == nil {
		return nil, usagef("", "--agent %s needs a model in the role agent: name it with --models or --endpoint", o.agent)
	}
	return o.played(m)
}

// agentOf makes the agent of one answer.
func (o *evalOptions) agentOf(pages infoseek.Pages, s infoseek.Searcher, played, refiner infoseek.Model, seed uint64) (*agent.Agent, error) {
	mine := o.agentFlags
	mine.options.Seed = &seed
	mine.options.ModelTimeout, mine.options.RefineTimeout, mine.options.SearchTimeout = turnWait, turnWait, turnWait
	tools := agent.Tools{Searcher: s, Pages: pages, Refiner: agent.Plain{}}
	switch o.agent {
	case eval.OneShot:
		return agent.New(agent.OneShot{}, tools, mine.options)
	case eval.ClosedBook:
		return agent.New(agent.ClosedBook{Model: played}, tools, mine.options)
	}
	return mine.make(pages, s, played, refiner)
}

// promptHash is a hash over what a model is told beside the question, "" for no model.
func (o *evalOptions) promptHash() (string, error) {
	var messages []infoseek.Message
	var err error
	const question = "?"
	switch {
	case o.agent == eval.ClosedBook:
		messages, err = agent.ClosedBookPrompt(question)
	case o.agent != eval.Search:
		return "", nil
	case o.protocol == "native":
		messages, err = agent.NativePrompt(question, o.options)
	default:
		messages, err = agent.Prompt(question, o.options)
	}
	h := sha256.New()
	for _, m := range messages {
		fmt.Fprintf(h, "%s %q\n", m.Role, m.Content)
	}
	return hex.EncodeToString(h.Sum(nil)[:6]), err
}
