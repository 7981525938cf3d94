package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"infoseek"
	"infoseek/rollout"

	"github.com/spf13/cobra"
)

// rejectOptions are the flags of 'reject'.
type rejectOptions struct {
	policy  rollout.Policy
	models  modelFlags
	workers int
	anyForm bool
	unseen  bool
}

func newRejectCmd(a *app) *cobra.Command {
	o := rejectOptions{policy: rollout.NewPolicy()}
	var asJSON bool
	c := &cobra.Command{
		Use:   "reject RUN",
		Short: "Keep the samples of a run that are worth learning from",
		Long: `Decide about every sample of RUN/trajectories.jsonl, as 'infoseek rollout' wrote it: RUN/accepted.jsonl has those accepted, as
they are with their verdict, RUN/rejected.jsonl each reason against the others, and a table says how many samples each
reason cost.

  no answer               it came to no answer
  wrong answer            its answer is not the gold answer or an alias (--answer)
  format                  a turn departs from the strict form of training (--any-format)
  answer before evidence  no gold answer shows in what was found before it answers (--unseen)
  repeated query          it searches twice for the same (--repeats)
  too long                --max-turns, --max-searches, --max-tokens
  judge                   a judge finds a step, a search or the answer's grounds wanting (--judge)
  duplicate               another sample of the question has the same words
  enough of the question  --keep are accepted already

The table tells for how many samples a reason came first, for how many it would have been enough, for how many it was the
only one, and the share of the samples that came to this reason and passed it.

--judge has the model in the role judge read each sample that passes all else. Judgements are kept in the run: another policy
asks about nothing again, and needs no model for what was judged. A fault of the judge is no verdict: such a sample is
neither accepted nor rejected, and the same command asks again.`,
		Example: `  infoseek reject run
  infoseek reject run --keep 0 --max-searches 8 --json
  infoseek reject run --judge --endpoint http://127.0.0.1:8000/v1 --model judge-7b --budget-tokens 1000000`,
		Args: needArgs(1, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.policy.Format, o.policy.Evidence = !o.anyForm, !o.unseen
			if err := o.policy.Check(); err != nil {
				return usagef("", "%v", err)
			}
			if err := needRun(args[0]); err != nil {
				return err
			}
			res, err := a.reject(cmd.Context(), o, args[0])
			if err != nil {
				return err
			}
			return a.tellRejected(args[0], o.policy, res, asJSON)
		},
	}
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *rejectOptions) flags(c *cobra.Command) {
	f := c.Flags()
	p := &o.policy
	f.StringVar(&p.Answer, "answer", p.Answer, "what the answer must be: exact (a gold answer by exact match), contains (have one within it), any")
	c.RegisterFlagCompletionFunc("answer", cobra.FixedCompletions(rollout.Answers, cobra.ShellCompDirectiveNoFileComp))
	f.BoolVar(&o.anyForm, "any-format", false, "take samples whose turns depart from the strict form")
	f.BoolVar(&o.unseen, "unseen", false, "take samples that answer what nothing found had shown")
	f.BoolVar(&p.Repeats, "repeats", false, "take samples that search twice for the same")
	f.IntVar(&p.MaxTurns, "max-turns", p.MaxTurns, "most turns, 0: no limit")
	f.IntVar(&p.MaxSearches, "max-searches", p.MaxSearches, "most queries, 0: no limit")
	f.IntVar(&p.MaxTokens, "max-tokens", p.MaxTokens, "most tokens of all that is said and found, estimated at four bytes each; 0: no limit")
	f.BoolVar(&p.Judge, "judge", false, "have a judge read what passes all else")
	f.IntVar(&p.Keep, "keep", p.Keep, "most samples of one question, 0: all")
	f.IntVar(&o.workers, "workers", 0, "samples judged at once, 0: 32; it does not change the judgements")
	o.models.add(c, rollout.Role)
}

func (a *app) reject(ctx context.Context, o rejectOptions, dir string) (res rollout.Rejected, err error) {
	r := rollout.Rejection{Dir: dir, Policy: o.policy, Workers: o.workers}
	if !o.policy.Judge {
		return rollout.Reject(ctx, r)
	}
	set, err := a.openModels(ctx, o.models, filepath.Join(dir, rollout.JudgeRunName))
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	if r.Judge = set.Model(rollout.Role); r.Workers == 0 {
		r.Workers = modelWorkers
	}
	told := a.newProgress("judging", "samples", -1)
	defer told.end()
	r.Progress = func(done int) { told.set(int64(done)) }
	return rollout.Reject(ctx, r)
}

// rejectRecord is what 'reject --json' prints.
type rejectRecord struct {
	V      int            `json:"v"`
	Dir    string         `json:"dir"`
	Policy rollout.Policy `json:"policy"`
	rollout.Rejected
}

func (a *app) tellRejected(dir string, p rollout.Policy, res rollout.Rejected, asJSON bool) error {
	var err error
	if asJSON {
		err = a.printJSON(rejectRecord{infoseek.FormatVersion, dir, p, res})
	} else {
		err = a.printRejected(dir, res)
	}
	if err != nil || res.Undecided == 0 {
		return err
	}
	return fmt.Errorf("%d %s undecided, for the judge met a fault: the same command asks again", res.Undecided, plural(res.Undecided, "sample"))
}

func (a *app) printRejected(dir string, res rollout.Rejected) error {
	all := res.Accepted + res.Rejected + res.Undecided
	if err := a.printf("%s: %d of %d %s accepted, of %d of %d questions\n", dir, res.Accepted, all, plural(all, "sample"), res.Answered, res.Questions); err != nil {
		return err
	}
	if len(res.Why) > 0 {
		if err := a.printf("%-24s %7s %7s %7s %7s\n", "reason", "first", "all", "alone", "passed"); err != nil {
			return err
		}
	}
	for _, l := range res.Why {
		if err := a.printf("%-24s %7d %7d %7d %7.3f\n", l.Reason, l.First, l.All, l.Alone, l.Rate); err != nil {
			return err
		}
	}
	return a.printShapes([]string{"all", "accepted"}, []rollout.Shape{res.AllShape, res.AcceptedShape})
}
