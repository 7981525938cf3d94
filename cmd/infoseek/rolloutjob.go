package main

import (
	"encoding/json"
	"fmt"
	"time"

	"infoseek"
	"infoseek/agent"
	"infoseek/llm"
	"infoseek/rollout"
)

// turnWait is how long a sample waits for an answer, its turn among the others included: each attempt at a model has a time limit of its own, and how busy this machine is must not change what is sampled.
const turnWait = 24 * time.Hour

// rolloutJob is a job with the corpus and the models to take samples by, here or for a run elsewhere.
func rolloutJob(flags agentFlags, set *llm.Set, pages infoseek.Pages, s infoseek.Searcher) (rollout.Job, error) {
	j := rollout.Job{Version: programVersion(), Pages: pages, Models: map[string]infoseek.Model{}}
	j.Options.Engine = s.Info().Retriever.Engine
	if flags.tokenizer != "" {
		var err error
		if j.Options.Tokenizer, err = hashFile(flags.tokenizer); err != nil {
			return j, err
		}
	}
	for _, role := range rolloutRoles {
		m := set.Model(role)
		if m == nil {
			continue
		}
		var err error
		if j.Models[role], err = flags.played(m); err != nil {
			return j, err
		}
	}
	if m := set.Model(rollout.RefinerRole); m != nil {
		j.Models[rollout.RefinerRole] = m
	}
	j.Agent = func(o rollout.Options, seed uint64, model func(role string) infoseek.Model) (*agent.Agent, error) {
		mine := flags
		mine.protocol, mine.options = o.Tools, agent.Options{}
		if err := json.Unmarshal(o.Settings, &mine.options); err != nil {
			return nil, fmt.Errorf("settings of the agent: %w", err)
		}
		mine.options.Seed = &seed
		mine.options.ModelTimeout, mine.options.RefineTimeout, mine.options.SearchTimeout = turnWait, turnWait, turnWait
		return mine.make(pages, s, model(o.Role), model(rollout.RefinerRole))
	}
	return j, nil
}
