package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"infoseek"
	"infoseek/lm"

	"github.com/spf13/cobra"
)

// policyFlags say who answers while the policy learns, and how it samples.
type policyFlags struct {
	Endpoint    string  `json:"endpoint"`
	Refresh     string  `json:"refresh"`
	Temperature float64 `json:"temperature"`
	TopP        float64 `json:"top_p"`
}

// policyName is the folder of the weights that a server is to take.
const policyName = "policy"

func (o *policyFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.Endpoint, "policy-endpoint", "", "`URL` of an OpenAI-compatible server that answers for the policy, in place of this process")
	f.StringVar(&o.Refresh, "refresh", "", "`command` that has that server take new weights; their folder is added to its arguments")
	f.Float64Var(&o.Temperature, "temperature", 0.8, "temperature of the answers")
	f.Float64Var(&o.TopP, "top-p", 0.95, "share of the likeliest tokens that answers are drawn from")
}

func (o *policyFlags) check() error {
	switch {
	case (o.Endpoint == "") != (o.Refresh == ""):
		return usagef("", "--policy-endpoint and --refresh go together: a server that keeps its first weights learns nothing")
	case o.Temperature <= 0 || o.TopP <= 0 || o.TopP > 1:
		return usagef("", "--temperature: give more than 0; --top-p: more than 0, at most 1")
	}
	return nil
}

// with has use roll by the policy, and refresh its weights.
func (o *policyFlags) with(ctx context.Context, a *app, m *lm.Model, t *trainFlags, use func(infoseek.Model, func(context.Context, lm.Params) error) error) error {
	if o.Endpoint != "" {
		return o.withServer(ctx, a, m, t, use)
	}
	backend, err := lm.OpenBackend(t.backend)
	if err != nil {
		return usagef("", "%v", err)
	}
	defer backend.Finalize()
	g, err := lm.NewGenerator(m.Config, m.Params, backend, lm.Options{})
	if err != nil {
		return err
	}
	defer g.Close()
	chat, err := lm.NewChat("policy", m, g)
	if err != nil {
		return err
	}
	return use(sampledBy{chat, o.Temperature, o.TopP}, func(_ context.Context, ps lm.Params) error { return g.Refresh(ordered(m.Params, ps)) })
}

func (o *policyFlags) withServer(ctx context.Context, a *app, m *lm.Model, t *trainFlags, use func(infoseek.Model, func(context.Context, lm.Params) error) error) error {
	set, err := a.openModels(ctx, modelFlags{endpoint: o.Endpoint}, t.out)
	if err != nil {
		return err
	}
	played := set.Model("agent")
	err = use(sampledBy{tokenized{played, m.Tokenizer}, o.Temperature, o.TopP}, func(ctx context.Context, ps lm.Params) error {
		now := *m
		now.Params = ordered(m.Params, ps)
		return o.hand(ctx, a, &now, t)
	})
	return errors.Join(err, set.Close())
}

// hand writes the weights and runs the command.
func (o *policyFlags) hand(ctx context.Context, a *app, m *lm.Model, t *trainFlags) error {
	dir := filepath.Join(t.out, policyName)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := m.SaveFolder(dir, t.numbers()); err != nil {
		return err
	}
	c, err := o.command(ctx, dir)
	if err != nil {
		return err
	}
	c.Stdout, c.Stderr = a.Stderr, a.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("--refresh %s: %w", o.Refresh, err)
	}
	return nil
}

// command has a server take the weights in dir.
func (o *policyFlags) command(ctx context.Context, dir string) (*exec.Cmd, error) {
	dir, err := filepath.Abs(dir) // the server may run elsewhere
	if err != nil {
		return nil, err
	}
	words := append(strings.Fields(o.Refresh), dir)
	c := exec.CommandContext(ctx, words[0], words[1:]...)
	apart(c)
	return c, nil
}

// ordered are the parameters ps in the order of like.
func ordered(like, ps lm.Params) lm.Params {
	byName := map[string]lm.Param{}
	for _, p := range ps {
		byName[p.Name] = p
	}
	out := make(lm.Params, len(like))
	for i, p := range like {
		out[i] = byName[p.Name]
	}
	return out
}

// sampledBy is a model whose answers are drawn at a temperature, where a request does not say.
type sampledBy struct {
	infoseek.Model
	temperature, topP float64
}

func (d sampledBy) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	if r.Sampling.Temperature == nil {
		r.Sampling.Temperature, r.Sampling.TopP = &d.temperature, &d.topP
	}
	return d.Model.Generate(ctx, r)
}
