package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"infoseek/corpus"
	"infoseek/llm"
	"infoseek/rollout"
	"infoseek/runs/queue"
	"infoseek/synth"

	"github.com/spf13/cobra"
)

func newWorkerCmd(a *app) *cobra.Command {
	var o synthOptions
	var where, tokenizer string
	var once bool
	c := &cobra.Command{
		Use:   "worker",
		Short: "Work on the items of runs that are made elsewhere",
		Long: `Work on the items of runs that 'infoseek synth --queue' and 'infoseek rollout --queue' make elsewhere, one run after the
other, until interrupted.

The worker needs the same corpus (a copy, by its hash), the same version of the program, and the same models and settings of
agents as the run; otherwise it says what differs and ends. Everything else the run says. Any number of workers may come and
go: an item whose worker died is given to another, which is also given what models answered the first, so that nothing is
paid for twice. On an interrupt the worker finishes what ends within ten seconds and gives back the rest; a second interrupt
kills it, which loses nothing either.

The run's budget holds for all its workers together: each is lent some of it, in seconds of spending. When it is reached the
workers wait until the run goes on with a larger one; with --once they end with exit code 4. A --budget given here is a limit
of this worker's own beside it.

A token for the queue is read from NATS_TOKEN, the name of a file of credentials from NATS_CREDS.`,
		Example: `  infoseek synth -c corpus -o run -n 10000 --queue nats://queue.example:4222
  infoseek worker -c corpus --queue nats://queue.example:4222
  infoseek worker -c corpus --queue nats://a:4222,nats://b:4222,nats://c:4222 --models models.yaml --budget 5`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if where == "" {
				return usagef("", "worker needs the queue's URL, --queue")
			}
			return a.withSearcher(cmd.Context(), o.corpus, o.searcher, func(c *corpus.Corpus, s ranker) error {
				o.limits.Trees = o.crew.trees
				share := a.allowance(once)
				o.crew.models.allowance = share
				crew, err := a.openCrew(cmd.Context(), &o, "")
				if err != nil {
					return err
				}
				defer crew.models.Close()
				j := synth.Job{Pages: c, Searcher: s, Options: o.options, Limits: o.limits, Version: programVersion()}
				crew.work(&j)
				q, err := queue.Dial(where, a.queueOptions())
				if err != nil {
					return err
				}
				defer q.Close()
				r, err := rolloutJob(agentFlags{tokenizer: tokenizer, protocol: "tags"}, crew.models, c, s)
				if err != nil {
					return err
				}
				if r.Workers = o.limits.Workers; len(r.Models) > 0 {
					r.Workers = o.limits.Trees
				}
				return q.Work(cmd.Context(), borrowing(share, accepting(j, r)), once, a.tellRun)
			})
		},
	}
	corpusFlag(c, &o.corpus)
	o.searcher.add(c)
	f := c.Flags()
	f.StringVar(&where, "queue", "", "`URL` of the NATS server or cluster, several with commas between")
	f.BoolVar(&once, "once", false, "end when one run has ended")
	f.StringVar(&tokenizer, "tokenizer", "", "tokenizer.json of the agent's model, where the rollout was given one")
	c.MarkFlagFilename("tokenizer", "json")
	f.IntVar(&o.limits.Workers, "workers", 0, "trees grown at once where no models are asked, 0: one for each processor")
	o.crew.add(c)
	return c
}

// accepting takes a run for what it is of.
func accepting(s synth.Job, r rollout.Job) queue.Accept {
	ours := s.Accepting()
	return func(spec []byte) (func(context.Context, queue.Run) error, error) {
		var of struct {
			Command string `json:"command"`
		}
		if json.Unmarshal(spec, &of) == nil && of.Command == rollout.RunName {
			return r.Accept(spec)
		}
		return ours(spec)
	}
}

// allowance is what a worker may spend of the budgets of runs.
func (a *app) allowance(strict bool) *llm.Allowance {
	return &llm.Allowance{Strict: strict, Waiting: func(why string) {
		a.log.Warn("waiting for the run to go on with a larger budget", "because", why)
	}}
}

// partingTime is how long a worker tries to settle with a run's owner what it spent.
const partingTime = 5 * time.Second

// borrowing has the work spend from the budget of the run that it is for.
func borrowing(share *llm.Allowance, accept queue.Accept) queue.Accept {
	return func(spec []byte) (func(context.Context, queue.Run) error, error) {
		work, err := accept(spec)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, r queue.Run) (err error) {
			leave := share.Join(rand.Text(), r)
			defer func() {
				parting, cancel := context.WithTimeout(context.WithoutCancel(ctx), partingTime)
				defer cancel()
				err = errors.Join(err, leave(parting))
			}()
			return work(ctx, r)
		}, nil
	}
}

func (a *app) tellRun(run string, refused error) {
	if refused != nil {
		a.log.Warn("not working for a run", "run", run, "because", refused)
		return
	}
	a.log.Info("working", "run", run)
}
