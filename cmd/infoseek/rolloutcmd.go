package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"infoseek"
	"infoseek/rollout"
	"infoseek/runs"
	"infoseek/runs/queue"

	"github.com/spf13/cobra"
)

// rolloutRoles are the roles that may play the agent.
var rolloutRoles = []string{"agent", "teacher"}

// rolloutOptions are the flags of 'rollout'.
type rolloutOptions struct {
	agentFlags
	corpus    string
	searcher  searcherFlag
	split     splitFlag
	questions string // a file, in place of a run
	out       string // the run directory to make for it
	role      string
	samples   int
	limit     int
	workers   int
	seed      uint64
	queue     queueFlag
}

func newRolloutCmd(a *app) *cobra.Command {
	var o rolloutOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "rollout [RUN]",
		Short: "Sample several ways to an answer for each question of a run",
		Long: `Have an agent answer each question of a run several times, and write RUN/trajectories.jsonl: one line for each sample, with
all that was said, searched and found, who wrote which piece (model, template or tool), the model's tokens with their
log-probabilities where its server gives them, and the score against the gold answer.

With a model (--models or --endpoint; role agent or, by --role, teacher; refiner for the one that reads what searches find)
many samples are under way at once. With none the embedded searcher answers: one sample a question, for its samples are all
alike. --questions takes JSON lines {"id", "question", "answers"} in place of a run, and makes one in -o.

Interrupted or killed, the same command goes on, and no answer of a model is paid for twice; a larger --samples or --limit
adds to what is there. A sample that ends in a fault (a server that does not answer) is no sample: the same command tries it
again. A sample's seed follows from --seed, the question and its number.

--queue has the samples taken by 'infoseek worker' on other machines, as 'synth --queue' has its trees grown.`,
		Example: `  infoseek rollout run --samples 5 --models models.yaml --budget 5
  infoseek rollout run --samples 5 --endpoint http://127.0.0.1:8000/v1 --role teacher --limit 100
  infoseek rollout run --endpoint http://gpu-1:8000/v1,http://gpu-2:8000/v1 --in-flight 128
  infoseek rollout run --samples 5 --models models.yaml --queue nats://queue.example:4222
  infoseek rollout --questions hotpotqa.jsonl -c corpus -o answers --samples 1`,
		Args: needArgs(0, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(args); err != nil {
				return err
			}
			if !cmd.Flags().Changed("samples") {
				o.samples = 0
			}
			res, err := a.rollout(cmd.Context(), o, args)
			if other := (*runs.OptionsError)(nil); errors.As(err, &other) {
				return usagef("", "%v", other)
			}
			if err != nil {
				return err
			}
			return a.tellRollout(res, asJSON)
		},
	}
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *rolloutOptions) flags(c *cobra.Command) {
	optionalCorpusFlag(c, &o.corpus)
	o.searcher.add(c)
	o.split.add(c)
	o.agentFlags.add(c, append(rolloutRoles, rollout.RefinerRole)...)
	o.queue.add(c)
	f := c.Flags()
	f.IntVar(&o.samples, "samples", 5, "samples of each question; the embedded searcher takes 1")
	f.IntVar(&o.limit, "limit", 0, "most questions, the first of the run or of its side; 0: all")
	f.StringVar(&o.role, "role", rolloutRoles[0], "role whose model plays the agent: agent or teacher")
	c.RegisterFlagCompletionFunc("role", cobra.FixedCompletions(rolloutRoles, cobra.ShellCompDirectiveNoFileComp))
	f.Uint64Var(&o.seed, "seed", 1, "what chance goes by: the seeds of the samples, where the server heeds them")
	f.StringVar(&o.questions, "questions", "", "`file` of questions as JSON lines, in place of a run")
	c.MarkFlagFilename("questions", "jsonl")
	f.StringVarP(&o.out, "out", "o", "", "run `directory` to make for --questions")
	c.MarkFlagDirname("out")
	f.IntVar(&o.workers, "workers", 0, "samples taken at once, 0: one for each processor, with models 64 or four for each call in flight; it does not change what is sampled")
}

func (o *rolloutOptions) check(args []string) error {
	switch {
	case len(args) == 0 && o.questions == "":
		return usagef("", "rollout needs a run directory, or a file of questions (--questions)")
	case o.questions != "" && o.split.side != "":
		return usagef("", "--split is for a run that is split")
	case len(args) > 0 && (o.questions != "" || o.out != ""):
		return usagef("", "--questions and -o are for questions that are in no run")
	case o.questions != "" && (o.out == "" || o.corpus == ""):
		return usagef("", "--questions needs a run directory to make (-o) and a corpus (-c)")
	case o.samples < 1 || o.samples > rollout.MostSamples:
		return usagef("", "--samples %d: give 1 to %d", o.samples, rollout.MostSamples)
	case o.limit < 0 || o.workers < 0:
		return usagef("", "--limit and --workers: give 0 or more")
	case !slices.Contains(rolloutRoles, o.role):
		return usagef("", "--role %s: give agent or teacher", o.role)
	}
	return o.split.check()
}

// rolledOut is what a rollout came to.
type rolledOut struct {
	V     int    `json:"v"`
	Dir   string `json:"dir"`
	Agent string `json:"agent"`
	rollout.Result
}

// rollout samples for the questions of the run that is named, or made for a file.
func (a *app) rollout(ctx context.Context, o rolloutOptions, args []string) (res rolledOut, err error) {
	dir := o.out
	if len(args) > 0 {
		dir = args[0]
		if err := needRun(dir); err != nil {
			return res, err
		}
	} else if err := a.makeQuestions(o); err != nil {
		return res, err
	}
	r, err := runs.Read(dir)
	if err != nil {
		return res, err
	}
	questions, err := gather(r.Questions())
	if err != nil {
		return res, err
	}
	only, err := o.split.first(r, o.limit)
	if err != nil {
		return res, err
	}
	err = runCorpus{o.corpus, dir, r.Manifest(), o.searcher}.search(ctx, a, func(pages infoseek.Pages, s infoseek.Searcher) error {
		if pages == nil {
			return usagef("", "rollout needs the corpus (-c)")
		}
		res, err = a.sampleAll(ctx, o, r, questions, only, pages, s)
		return err
	})
	return res, err
}

// sampleAll has the agent answer the questions of the run r, or only some.
func (a *app) sampleAll(ctx context.Context, o rolloutOptions, r *runs.Reader, questions []infoseek.Question, only map[string]bool, pages infoseek.Pages, s infoseek.Searcher) (res rolledOut, err error) {
	set, err := a.openModels(ctx, o.models, filepath.Join(r.Dir(), rollout.RunName))
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	j, err := rolloutJob(o.agentFlags, set, pages, s)
	if err != nil {
		return res, err
	}
	j.Dir, j.Questions, j.Only, j.Samples, j.Seed, j.Workers = r.Dir(), questions, only, o.samples, o.seed, o.workers
	if err := a.cast(&j, o); err != nil {
		return res, err
	}
	if j.Budget, err = set.Lender(); err != nil {
		return res, err
	}
	here := j
	j.Queue = o.queue.open(ctx, a, func(ctx context.Context, c *queue.Conn) error { return c.Work(ctx, here.Accept, true, tellNothing) })
	told := a.newProgress("answering", "samples", int64(len(only)*j.Samples))
	defer told.end()
	j.Progress = func(done, faults int) {
		told.set(int64(done))
		if faults > 0 {
			told.note(fmt.Sprintf("%d %s", faults, plural(faults, "fault")))
		}
	}
	sampled, err := rollout.Run(ctx, j)
	return rolledOut{infoseek.FormatVersion, r.Dir(), j.Options.Agent, sampled}, err
}

// cast says who plays, and how many samples that is.
func (a *app) cast(j *rollout.Job, o rolloutOptions) error {
	settings, err := json.Marshal(o.options)
	if err != nil {
		return err
	}
	played := j.Models[o.role]
	if err := o.agentFlags.check(played); err != nil {
		return err
	}
	j.Options.Role, j.Options.Tools, j.Options.Settings = o.role, o.protocol, settings
	j.Options.Agent, j.Options.Refiner = rollout.NameOf(played), rollout.NameOf(j.Models[rollout.RefinerRole])
	switch {
	case played == nil:
		a.log.Info("no model plays the agent: the embedded searcher answers, once each question", "role", o.role)
		j.Samples = max(j.Samples, 1)
	case j.Samples == 0:
		j.Samples = 5
	}
	if len(j.Models) > 0 && j.Workers == 0 {
		j.Workers, err = o.models.trees()
	}
	return err
}

func (a *app) tellRollout(res rolledOut, asJSON bool) error {
	var err error
	if asJSON {
		err = a.printJSON(res)
	} else {
		err = a.printf("%s: %d %s of %d questions by %s, %d taken now\n", res.Dir, res.Samples, plural(res.Samples, "sample"), res.Questions, res.Agent, res.Taken)
		if err == nil {
			err = a.printShapes([]string{"all"}, []rollout.Shape{res.Shape})
		}
	}
	if err != nil || res.Faults == 0 {
		return err
	}
	return fmt.Errorf("%d %s ended in a fault and are missing: the same command tries them again", res.Faults, plural(res.Faults, "sample"))
}

// printShapes prints the signatures of sets of trajectories, a column for each.
func (a *app) printShapes(names []string, shapes []rollout.Shape) error {
	lines := []struct {
		what string
		of   func(rollout.Shape) float64
	}{
		{"right answer, share", func(s rollout.Shape) float64 { return s.Right }},
		{"searches", func(s rollout.Shape) float64 { return s.Searches }},
		{"searches until solved (right ones)", func(s rollout.Shape) float64 { return s.UntilRight }},
		{"answer shows in what is found, share", func(s rollout.Shape) float64 { return s.Seen }},
		{"first in search", func(s rollout.Shape) float64 { return s.SeenSearch }},
		{"first in turn", func(s rollout.Shape) float64 { return s.SeenTurn }},
		{"answered without search, share", func(s rollout.Shape) float64 { return s.Unsearched }},
		{"and rightly, share", func(s rollout.Shape) float64 { return s.RightUnsearched }},
	}
	head := fmt.Sprintf("%-38s", "trajectories")
	for i, s := range shapes {
		head += fmt.Sprintf(" %12s", fmt.Sprintf("%d %s", s.Trajectories, names[i]))
	}
	if err := a.printf("%s\n", head); err != nil {
		return err
	}
	for _, l := range lines {
		line := fmt.Sprintf("  %-36s", l.what)
		for _, s := range shapes {
			line += fmt.Sprintf(" %12.3f", l.of(s))
		}
		if err := a.printf("%s\n", line); err != nil {
			return err
		}
	}
	return nil
}
