package main

import (
	"infoseek"
	"infoseek/agent"
	"infoseek/token/hf"

	"github.com/spf13/cobra"
)

// agentFlags are the flags that say who answers questions and how; 'ask' and 'rollout' share them.
type agentFlags struct {
	models  modelFlags
	options agent.Options
	// tokenizer is the path of the agent's tokenizer.json.
	tokenizer string
	// protocol is how a model acts: tags or native.
	protocol string
	// web is what a model may see of the web; nil: nothing.
	web agent.Web
}

// add makes the flags for a command that plays the given roles.
func (o *agentFlags) add(c *cobra.Command, roles ...string) {
	o.models.add(c, roles...)
	o.addLimits(c)
	f := c.Flags()
	f.StringVar(&o.tokenizer, "tokenizer", "", "tokenizer.json (byte-level BPE) of the agent's model, to fill its context to the token; else bytes are counted, a bound some four times too high")
	c.MarkFlagFilename("tokenizer", "json")
	f.StringVar(&o.protocol, "tools", "tags", "how a model acts: by tags in its text, or by native tool calls of the chat API: `tags|native`")
	c.RegisterFlagCompletionFunc("tools", cobra.FixedCompletions([]string{"tags", "native"}, cobra.ShellCompDirectiveNoFileComp))
}

// addLimits makes the flags that say how much an agent may do.
func (o *agentFlags) addLimits(c *cobra.Command) {
	f := c.Flags()
	f.IntVar(&o.options.Turns, "turns", 0, "turns that may search, 0: 6; one more may only answer")
	f.IntVarP(&o.options.TopK, "k", "k", 0, "documents a query, 0: 5")
	f.IntVar(&o.options.Queries, "queries", 0, "queries a turn that are run, 0: 8")
	f.IntVar(&o.options.ContextTokens, "context", 0, "tokens of prompt and response together, 0: 16384, or the model's own if that is less")
	f.IntVar(&o.options.ResponseTokens, "response", 0, "tokens a turn of the model, 0: 768")
	f.IntVar(&o.options.ObservationTokens, "observation", 0, "tokens that a turn's queries share for what they found, 0: 1024")
	f.BoolVar(&o.options.Firewall, "firewall", false, "withhold what tells the question itself: a benchmark that leaked into what is searched")
	f.BoolVar(&o.options.Terse, "terse", false, "the embedded searcher says little and asks for single clues alone: for trajectories that a small model is to learn from")
	f.BoolVar(&o.options.Strict, "strict", false, "take no turn that departs from the form; else the first complete search or answer counts")
}

// check says what is wrong with the flags where m plays the agent, nil for no model.
func (o *agentFlags) check(m infoseek.Model) error {
	switch {
	case o.protocol != "tags" && o.protocol != "native":
		return usagef("", "--tools is %q: give tags or native", o.protocol)
	case m != nil && o.options.Terse:
		return usagef("", "--terse is for the embedded searcher: a model says what it says")
	case m == nil && o.tokenizer != "":
		return usagef("", "--tokenizer says more about a model: name it with --models or --endpoint")
	case m == nil && o.protocol == "native":
		return usagef("", "--tools native is for a model: name it with --models or --endpoint")
	}
	return nil
}

// played is the model m that plays the agent, with its tokenizer where that is known; nil if m is.
func (o *agentFlags) played(m infoseek.Model) (infoseek.Model, error) {
	if err := o.check(m); err != nil || m == nil || o.tokenizer == "" {
		return m, err
	}
	tok, err := hf.Open(o.tokenizer)
	return tokenized{m, tok}, err
}

// make is the agent over a corpus, by the models that play it and its Refiner; nil: without.
func (o *agentFlags) make(pages infoseek.Pages, s infoseek.Searcher, played, refiner infoseek.Model) (*agent.Agent, error) {
	tools := agent.Tools{Searcher: s, Pages: pages, Refiner: agent.Extract{}, Web: o.web}
	if refiner != nil {
		tools.Refiner = agent.ModelRefiner{Model: refiner}
	}
	switch {
	case played == nil:
		return agent.New(agent.Embedded{Pages: pages}, tools, o.options)
	case o.protocol == "native":
		return agent.New(agent.Native{Model: played, Web: o.web != nil}, tools, o.options)
	}
	return agent.New(agent.Chat{Model: played}, tools, o.options)
}

// tokenized is a model whose tokenizer is known. It goes outside the wrappers: a budget reckons with the worst case, which is more than the text's tokens.
type tokenized struct {
	infoseek.Model
	tokenizer infoseek.Tokenizer
}

func (t tokenized) Tokenizer() infoseek.Tokenizer { return t.tokenizer }
