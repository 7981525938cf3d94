package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"infoseek"
	"infoseek/agent"
	"infoseek/corpus"
	"infoseek/internal/safeweb"

	"github.com/spf13/cobra"
)

// askOptions are the flags of 'ask'.
type askOptions struct {
	agentFlags
	corpus   string
	searcher searcherFlag
	seed     uint64
	onWeb    bool
	json     bool
}

func newAskCmd(a *app) *cobra.Command {
	var o askOptions
	c := &cobra.Command{
		Use:   "ask QUESTION",
		Short: "Answer a question by searching a corpus, and show the way to the answer",
		Long: `Answer a question by searching a corpus, turn by turn: thoughts, searches, the evidence found, and the answer with the
passages that name it (page and byte span of its text). Each is shown as it comes.

With a model (--models or --endpoint; its role is agent, and refiner for the one that reads what searches find) the
model thinks, searches and answers. Prompt and response together never exceed the context; what had to be left out is
told. --tools says how it acts: by tags in its text, which know the search alone, as InfoSeek's and Search-R1's models
do; or by native tool calls of the chat API, as hosted models do: search, visit to read a page, find for the places of
some words in it, and with --web web_visit to read a page of the web. Its answer is then the line "Exact Answer:" of a
turn without calls.

With no model the embedded searcher answers: it splits the question into clauses, searches for them, and
intersects the pages found, or reads the answer out of their sentences. It sees nothing but the question and the pages.

--json prints the whole trajectory in place of the text. Exit code 1 if there was no answer.`,
		Example: `  infoseek ask -c corpus "Which chemist died in the 1870s and wrote to Jöns Jacob Berzelius?"
  infoseek ask -c corpus --json "Which river joins the Rhine in Mannheim?"
  infoseek ask -c corpus --endpoint http://127.0.0.1:8000/v1 --turns 10 "Who taught the discoverer of caesium?"
  infoseek ask -c corpus --endpoint http://127.0.0.1:8000/v1 --tools native --web "Who taught the discoverer of caesium?"`,
		Args: needArgs(1, 1, "a question"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("seed") {
				o.options.Seed = &o.seed
			}
			return a.withSearcher(cmd.Context(), o.corpus, o.searcher, func(c *corpus.Corpus, s ranker) error {
				return a.ask(cmd.Context(), o, c, s, args[0])
			})
		},
	}
	o.flags(c)
	return c
}

func (o *askOptions) flags(c *cobra.Command) {
	corpusFlag(c, &o.corpus)
	o.searcher.add(c)
	o.agentFlags.add(c, "agent", "refiner")
	f := c.Flags()
	f.BoolVar(&o.onWeb, "web", false, "let the model open pages of the web too (with --tools native): public addresses alone, as robots.txt allows, one request a second to a site")
	f.Uint64Var(&o.seed, "seed", 0, "seed for the model's sampling, where the server heeds one")
	jsonFlag(c, &o.json)
}

func (a *app) ask(ctx context.Context, o askOptions, c *corpus.Corpus, s infoseek.Searcher, question string) (err error) {
	if strings.TrimSpace(question) == "" {
		return usagef("", "the question is empty")
	}
	if o.onWeb {
		browser, err := o.browser()
		if err != nil {
			return err
		}
		defer browser.Client.Close()
		o.web = browser
	}
	set, err := a.openModels(ctx, o.models, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	played, err := o.played(set.Model("agent"))
	if err != nil {
		return err
	}
	if played == nil {
		a.log.Info("no model plays the agent: the embedded searcher answers")
	}
	worker, err := o.make(c, s, played, set.Model("refiner"))
	if err != nil {
		return usagef("", "%v", err)
	}
	return a.askAgent(ctx, o, c, worker, question)
}

// browser is the web as the agent may see it.
func (o *askOptions) browser() (b agent.Browser, err error) {
	if o.protocol != "native" {
		return b, usagef("", "--web is a tool beside others: give --tools native")
	}
	b.Client, err = safeweb.New(safeweb.Options{Agent: "infoseek/" + programVersion()})
	return b, err
}

func (a *app) askAgent(ctx context.Context, o askOptions, c *corpus.Corpus, worker *agent.Agent, question string) error {
	watch := a.tellSegment
	if o.json {
		watch = nil
	}
	tr, err := worker.Ask(ctx, question, watch)
	if err != nil {
		return err
	}
	if o.json {
		err = a.printJSON(tr)
	} else {
		err = a.tellEnd(ctx, c, tr)
	}
	if err != nil {
		return err
	}
	switch tr.Ended {
	case infoseek.EndFault:
		return fmt.Errorf("no answer: %s", tr.Faults[len(tr.Faults)-1].Detail)
	case infoseek.EndTurns:
		return fmt.Errorf("no answer in %d turns", tr.Turns)
	}
	return nil
}
