package main

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"infoseek"
	"infoseek/llm"

	"github.com/spf13/cobra"
)

// modelFlags are the flags of commands that ask language models.
type modelFlags struct {
	file            string
	endpoint, model string
	keyEnv          string
	price           string
	dollars         float64
	tokens          int64
	cache           string
	record, replay  string
	inFlight        int

	// allowance is what calls must fit into beside the budget; nil: nothing.
	allowance *llm.Allowance
}

// add makes the flags for a command that plays the given roles.
func (m *modelFlags) add(c *cobra.Command, roles ...string) {
	f := c.Flags()
	f.StringVar(&m.file, "models", "", "YAML `file` that says which model plays which role ("+strings.Join(roles, ", ")+")")
	c.MarkFlagFilename("models", "yaml", "yml")
	f.StringVar(&m.endpoint, "endpoint", "", "`URL` of an OpenAI-compatible server, like http://127.0.0.1:8000/v1, for every role that the file does not set; several with commas between serve the same model")
	f.StringVar(&m.model, "model", "", "name of the model at --endpoint; not needed if it has only one")
	f.StringVar(&m.keyEnv, "key-env", "", "name of the environment `variable` that holds the key for --endpoint")
	f.StringVar(&m.price, "price", "", "what the model at --endpoint costs, `IN,OUT` dollars per million tokens; needed for --budget")
	f.Float64Var(&m.dollars, "budget", 0, "most `dollars` to spend on models, never exceeded; 0: no limit")
	f.Int64Var(&m.tokens, "budget-tokens", 0, "most tokens to spend on models, never exceeded; 0: no limit")
	f.StringVar(&m.cache, "cache", "", "`directory` of answers to requests made before, to be used again")
	f.StringVar(&m.record, "record", "", "`directory` to record all answers in, for --replay")
	f.StringVar(&m.replay, "replay", "", "`directory` of a recording to answer from, with no endpoint and no key")
	f.IntVar(&m.inFlight, "in-flight", 0, "most calls of one model at a time; 0: what the file says, or 16")
	for _, dir := range []string{"cache", "record", "replay"} {
		c.MarkFlagDirname(dir)
	}
}

// config is what the flags and the file they name say.
func (m *modelFlags) config() (llm.Config, error) {
	var c llm.Config
	if m.file != "" {
		var err error
		if c, err = llm.ReadConfig(m.file); err != nil {
			return c, usagef("", "%v", err)
		}
	}
	if m.replay != "" && m.record != "" {
		return c, usagef("", "--record and --replay: give one of them")
	}
	if m.endpoint != "" {
		if err := m.setDefault(&c.Default); err != nil {
			return c, err
		}
	} else if m.model != "" || m.keyEnv != "" || m.price != "" {
		return c, usagef("", "--model, --key-env and --price say more about --endpoint, which is not given")
	}
	if m.dollars < 0 || m.tokens < 0 || m.inFlight < 0 {
		return c, usagef("", "--budget, --budget-tokens, --in-flight: give 0 or more")
	}
	if m.dollars > 0 {
		c.Budget.Dollars = m.dollars
	}
	if m.tokens > 0 {
		c.Budget.Tokens = m.tokens
	}
	return c, nil
}

// setDefault makes --endpoint the default; what belongs to another endpoint goes.
func (m *modelFlags) setDefault(d *llm.Role) error {
	endpoints := strings.Split(m.endpoint, ",")
	endpoint := endpoints[0]
	if d.Endpoint != endpoint {
		d.KeyEnv, d.Schema, d.Limits, d.Extra = "", "", llm.Limits{}, nil
	}
	if d.Endpoint != endpoint || d.Model != m.model {
		d.Context, d.Price = 0, nil
	}
	d.Endpoint, d.Replicas, d.Model = endpoint, endpoints[1:], m.model
	if m.keyEnv != "" {
		d.KeyEnv = m.keyEnv
	}
	if m.price == "" {
		return nil
	}
	d.Price = &infoseek.Price{}
	in, out, ok := strings.Cut(m.price, ",")
	var err1, err2 error
	d.Price.In, err1 = strconv.ParseFloat(in, 64)
	d.Price.Out, err2 = strconv.ParseFloat(out, 64)
	if !ok || err1 != nil || err2 != nil {
		return usagef("", "--price %s: give two numbers with a comma, dollars per million tokens in and out", m.price)
	}
	return nil
}

// trees is how many trees keep the models busy: more only take turns, and come to an end later.
func (m *modelFlags) trees() (int, error) {
	c, err := m.config()
	calls := m.inFlight
	for _, role := range llm.Roles {
		if r, ok := c.Role(role); ok && m.inFlight == 0 {
			calls = max(calls, r.Limits.InFlight)
		}
	}
	return max(64, 4*calls), err
}

// openModels opens the models that the flags name; roles without one have a nil Model. What they cost is kept in runDir, in memory if that is "".
func (a *app) openModels(ctx context.Context, m modelFlags, runDir string) (*llm.Set, error) {
	c, err := m.config()
	if err != nil {
		return nil, err
	}
	o := llm.Options{Env: a.env, Cache: m.cache, Record: m.record, Replay: m.replay, InFlight: m.inFlight, Allowance: m.allowance}
	if runDir != "" {
		o.Ledger = filepath.Join(runDir, "ledger.jsonl")
	}
	return llm.Open(ctx, c, o)
}
