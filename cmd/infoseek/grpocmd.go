package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"infoseek"
	"infoseek/lm"
	"infoseek/rollout"
	"infoseek/runs"
	"infoseek/train"

	"github.com/spf13/cobra"
)

// grpoOptions are the flags of 'grpo'.
type grpoOptions struct {
	train.GRPOOptions
	trainFlags
	agent    agentFlags
	searcher searcherFlag
	policy   policyFlags
	split    splitFlag
	corpus   string
	limit    int
	workers  int

	leastMixed float64
	probe      int
	guard      train.Guard
}

func newGRPOCmd(a *app) *cobra.Command {
	o := grpoOptions{GRPOOptions: train.NewGRPOOptions(), guard: train.NewGuard()}
	var asJSON bool
	c := &cobra.Command{
		Use:   "grpo RUN",
		Short: "Teach a language model by the rewards of its own answers to the questions of a run",
		Long: `Train a language model by GRPO (arXiv 2402.03300): in each iteration it answers --questions questions --samples times each, as the
search agent over the run's corpus, and learns what those of its answers have that are better than the others to the same
question. The reward is 1 for the right format and a gold answer, else 0. What searches found is read, never learned. The
defaults are the paper's (arXiv 2509.00375).

Kinds of it: --clip-high 0.28 and --dynamic (DAPO), --no-deviation --average length (Dr. GRPO), --sequence-ratio --average
sequence with --clip-low 3e-4 --clip-high 4e-4 (GSPO).

Before it starts it tells how many questions have an answer with a reward (pass@5), and refuses where fewer than a tenth have
answers of different rewards (--least-mixed): only those teach. It stops, and says why, when the policy collapses: no entropy, no
rewards, no right format for --patience iterations, too far from what it began as, or a loss that is no number.

The policy answers in this process, or from an OpenAI-compatible server (--policy-endpoint): then --refresh names the command that
has the server take the new weights, which is given their folder, and returns when the server answers by them.

OUT gets metrics.jsonl (a line an iteration), samples.jsonl, curves.svg, checkpoints and, at the end, the folder model. Interrupted
or killed, the same command goes on as if it had not been, and asks for no sample twice.`,
		Example: `  infoseek grpo run --model sft/model -o grpo --iterations 100 --questions 8 --mini-batch 40 --turns 3 --context 2048
  infoseek grpo run --model sft/model -o grpo --backend xla:cuda --bf16 --checkpointing --at-once 4 --dynamic --clip-high 0.28
  infoseek grpo run --model sft/model -o grpo --policy-endpoint http://127.0.0.1:8000/v1 --refresh ./reload.sh`,
		Args: needArgs(1, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			if err := needRun(args[0]); err != nil {
				return err
			}
			res, err := a.grpo(cmd.Context(), o, args[0], asJSON)
			if err != nil {
				return explainTraining(err)
			}
			return a.tellTraining(o.out, asJSON, struct {
				V     int    `json:"v"`
				Dir   string `json:"dir"`
				Model string `json:"model"`
				train.GRPOResult
			}{infoseek.FormatVersion, o.out, filepath.Join(o.out, learnedName), res}, res.Curves())
		},
	}
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *grpoOptions) flags(c *cobra.Command) {
	optionalCorpusFlag(c, &o.corpus)
	o.searcher.add(c)
	o.split.add(c)
	o.agent.addLimits(c)
	o.policy.add(c)
	f := c.Flags()
	f.IntVar(&o.Iterations, "iterations", o.Iterations, "iterations")
	f.IntVar(&o.Questions, "questions", o.Questions, "questions an iteration")
	f.IntVar(&o.Samples, "samples", o.Samples, "answers to each question")
	f.IntVar(&o.MiniBatch, "mini-batch", o.MiniBatch, "answers a step of the optimizer")
	f.IntVar(&o.Length, "length", 0, "tokens of a row, 0: the longest answer's of an iteration; longer ones are left out")
	f.IntVar(&o.limit, "limit", 0, "most questions, the first of the run; 0: all")
	f.BoolVar(&o.InOrder, "in-order", false, "take the questions as they stand in the run, easiest first say; else each epoch has an order by chance")
	f.BoolVar(&o.Dynamic, "dynamic", false, "ask on until there are as many questions with answers of different rewards")
	f.IntVar(&o.Tries, "tries", o.Tries, "with --dynamic, how many times to ask on")
	f.Float64Var(&o.Rate, "rate", o.Rate, "learning rate")
	f.Float64Var(&o.WarmUp, "warm-up", o.WarmUp, "share of the iterations in which the rate rises")
	f.Float64Var(&o.Decay, "decay", o.Decay, "weight decay")
	f.Float64Var(&o.Clip, "clip", o.Clip, "the gradient's norm is cut to this; 0: never")
	f.Float64Var(&o.KL, "kl", o.KL, "weight of the divergence from the model that it began as (k3)")
	f.Float64Var(&o.Low, "clip-low", o.Low, "how far below 1 a ratio counts")
	f.Float64Var(&o.High, "clip-high", o.High, "how far above 1 a ratio counts")
	f.Float64Var(&o.Entropy, "entropy", o.Entropy, "weight of the entropy")
	f.StringVar((*string)(&o.Average), "average", string(o.Average), "how losses of tokens are averaged: token (each the same), sequence (each answer the same), length (by the constant --length): `token|sequence|length`")
	c.RegisterFlagCompletionFunc("average", cobra.FixedCompletions([]string{string(train.OverTokens), string(train.OverSequences), string(train.OverLength)}, cobra.ShellCompDirectiveNoFileComp))
	f.BoolVar(&o.Sequence, "sequence-ratio", false, "one ratio an answer, not one a token (GSPO)")
	f.BoolVar(&o.Unscaled, "no-deviation", false, "do not divide advantages by the deviation of their group's rewards")
	f.Float64Var(&o.leastMixed, "least-mixed", 0.1, "share of questions with answers of different rewards below which nothing is started; 0: start whatever it is")
	f.IntVar(&o.probe, "probe", 20, "questions by which that is told, at least those of an iteration")
	f.IntVar(&o.guard.Patience, "patience", o.guard.Patience, "iterations without reward, right format, entropy or different rewards that are borne; 0: any")
	f.Float64Var(&o.guard.MostKL, "most-kl", o.guard.MostKL, "nats a token from what it began as that are borne; 0: any")
	f.IntVar(&o.workers, "workers", 16, "answers under way at once; it does not change what is sampled")
	o.trainFlags.add(c, &o.LoRA)
}

func (o *grpoOptions) check() error {
	if err := o.trainFlags.check(); err != nil {
		return err
	}
	if err := errors.Join(o.policy.check(), o.split.check()); err != nil {
		return err
	}
	if o.agent.options.Terse {
		return usagef("", "--terse is for the embedded searcher: a model says what it says")
	}
	o.Half, o.Height, o.Seed = o.half, o.height, o.seed
	if err := o.GRPOOptions.Check(); err != nil {
		return usagef("", "%v", err)
	}
	if o.workers < 1 || o.limit < 0 || o.leastMixed < 0 || o.leastMixed > 1 || o.probe < 0 {
		return usagef("", "--workers: give 1 or more; --limit and --probe: 0 or more; --least-mixed: 0 to 1")
	}
	return nil
}

func (a *app) grpo(ctx context.Context, o grpoOptions, dir string, quiet bool) (res train.GRPOResult, err error) {
	r, err := runs.Read(dir)
	if err != nil {
		return res, err
	}
	file, err := o.split.file(dir)
	if err != nil {
		return res, err
	}
	o.split.warn(a, dir)
	questions, err := gather(o.split.questions(r))
	if err != nil {
		return res, err
	}
	if o.limit > 0 {
		questions = questions[:min(o.limit, len(questions))]
	}
	if o.Data, err = hashFile(file); err != nil {
		return res, err
	}
	m, err := o.load()
	if err != nil {
		return res, err
	}
	o.Model = hashModel(m)
	settings, err := json.Marshal(struct {
		Agent any `json:"agent"`
		policyFlags
		Questions int `json:"questions"`
	}{o.agent.options, o.policy, len(questions)})
	if err != nil {
		return res, err
	}
	o.Agent = string(settings)
	err = runCorpus{o.corpus, dir, r.Manifest(), o.searcher}.search(ctx, a, func(pages infoseek.Pages, s infoseek.Searcher) error {
		if pages == nil {
			return usagef("", "grpo needs the corpus (-c)")
		}
		res, err = a.improve(ctx, o, m, r.Manifest().Corpus, questions, pages, s, quiet)
		return err
	})
	return res, err
}

// improve trains m over an open corpus.
func (a *app) improve(ctx context.Context, o grpoOptions, m *lm.Model, of infoseek.CorpusRef, questions []infoseek.Question, pages infoseek.Pages, s infoseek.Searcher, quiet bool) (res train.GRPOResult, err error) {
	words, err := languageOf(m)
	if err != nil {
		return res, err
	}
	err = o.policy.with(ctx, a, m, &o.trainFlags, func(played infoseek.Model, refresh func(context.Context, lm.Params) error) error {
		return o.withEngine(m, o.EngineOptions(), func(e *train.Engine) error {
			told := a.newProgress("learning", "iterations", int64(o.Iterations))
			defer told.end()
			res, err = train.GRPO(ctx, train.GRPOJob{
				Dir: o.out, Options: o.GRPOOptions, Version: programVersion(), Corpus: of, Engine: e, Language: words, Questions: questions,
				Workers: o.workers, SaveEvery: o.saveEvery, LeastMixed: o.leastMixed, Probe: o.probe, Guard: o.guard, Refresh: refresh,
				Roll: func(ctx context.Context, q infoseek.Question, n int, seed uint64) (infoseek.Sample, error) {
					return o.roll(ctx, played, pages, s, q, n, seed)
				},
				Begin: func(p train.Probe) { a.tellProbe(p, quiet) },
				Tell: func(m train.GRPOMetrics, _ int) {
					told.set(int64(m.Iteration))
					told.note(fmt.Sprintf("reward %.3f, format %.3f", m.Reward, m.Format))
				},
			})
			if err != nil {
				return err
			}
			return o.keep(m, e)
		})
	})
	return res, err
}

// roll has the policy answer a question.
func (o *grpoOptions) roll(ctx context.Context, played infoseek.Model, pages infoseek.Pages, s infoseek.Searcher, q infoseek.Question, n int, seed uint64) (infoseek.Sample, error) {
	mine := o.agent
	mine.options.Seed = &seed
	mine.options.ModelTimeout, mine.options.RefineTimeout, mine.options.SearchTimeout = turnWait, turnWait, turnWait
	agent, err := mine.make(pages, s, played, nil)
	if err != nil {
		return infoseek.Sample{}, err
	}
	sample, _, err := rollout.Take(ctx, agent, pages, q, n, seed)
	return sample, err
}

// tellProbe says how the policy does before it learns; with JSON on stdout it is told in the log alone.
func (a *app) tellProbe(p train.Probe, quiet bool) {
	a.log.Info("before the first step", "questions", p.Questions, "pass", p.Pass, "mixed", p.Mixed, "reward", p.Reward, "format", p.Format)
	if !quiet {
		a.printf("before the first step: pass@%d %.3f of %d questions, %.3f with answers of different rewards, reward %.3f, right format %.3f\n", p.Samples, p.Pass, p.Questions, p.Mixed, p.Reward, p.Format)
	}
}
