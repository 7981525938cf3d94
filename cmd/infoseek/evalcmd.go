package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"infoseek"
	"infoseek/corpus"
	"infoseek/eval"
	"infoseek/runs"

	"github.com/spf13/cobra"
)

// evalOptions are the flags of 'eval'.
type evalOptions struct {
	agentFlags
	corpus      string
	searcher    searcherFlag
	sets        []string
	data        string
	agent       string
	predictions string
	stated      []string
	out         string
	limit       int
	draw        bool
	samples     int
	judge       bool
	second      bool
	workers     int
	seed        uint64
}

var evalAgents = []string{eval.Search, eval.Embedded, eval.OneShot, eval.ClosedBook}

func newEvalCmd(a *app) *cobra.Command {
	var o evalOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "eval",
		Short: "Measure an agent on question sets, with intervals and the conditions of each score",
		Long: `Have an agent answer the questions of one or more sets over a corpus, and say how well: exact match and F1 by Search-R1's
and by each set's own rules, whether the answer was among what was retrieved, searches, tokens, time, and the failures
to watch. Every figure has an interval, and no score is told without what it was measured under: set and subset, corpus,
retriever, model, prompt, judge, and the share of questions whose answer the corpus holds at all.

--set names sets: NAME=FILE, or NAME for a file of that name in --data. A file has JSON lines {"id", "question",
"answers"} or is a set as its makers publish it: NQ, TriviaQA, PopQA, HotpotQA, 2WikiMultihopQA, MuSiQue, Bamboogle as
JSON, table or Parquet (Search-R1, verl), BrowseComp-Plus as decrypted JSON lines (name it browsecomp-plus), or the
questions of a run. --limit asks the first so many of each, with --draw as many drawn by --seed.

--agent says who answers: search, a model that searches (--models or --endpoint, as for 'ask'); embedded, the searcher
without a model; one-shot, a single search for the question, to see whether its documents hold an answer; closed-book,
a model without a search. --predictions scores answers made elsewhere in place of that: a file of records {"id",
"answer"}, an object from ids to answers, or a folder of BrowseComp-Plus's run files; what they were made with is said
by --stated, where "unknown" has to be said too.

--judge has a model (role judge) say which answers mean a gold one, with how far it agrees with exact match; with
--second-judge another one (role verifier) judges too, and how far both agree is told as kappa.

Interrupted or killed, the same command goes on, and no answer of a model is paid for twice; a larger --limit or
--samples adds to what is there, and a judge may be added later. 'infoseek compare' puts runs beside each other.`,
		Example: `  infoseek eval --set mine=questions.jsonl -c corpus -o evals/embedded
  infoseek eval --set nq,hotpotqa --data sets -c corpus --agent one-shot --limit 500 --draw -o evals/oneshot
  infoseek eval --set bamboogle --data sets -c corpus --agent search --endpoint http://127.0.0.1:8000/v1 -o evals/model
  infoseek eval --set hotpotqa --data sets --predictions theirs.json --stated model=m,retriever=bm25,corpus=unknown,prompt=unknown -o evals/theirs`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return err
			}
			res, err := a.eval(cmd.Context(), o)
			if other := (*runs.OptionsError)(nil); errors.As(err, &other) {
				return usagef("", "%v", other)
			}
			if err != nil {
				return err
			}
			return a.tellEval(res, asJSON)
		},
	}
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *evalOptions) flags(c *cobra.Command) {
	optionalCorpusFlag(c, &o.corpus)
	o.searcher.addSettings(c)
	o.agentFlags.add(c, append([]string{"agent", "refiner"}, eval.JudgeRoles...)...)
	f := c.Flags()
	f.StringSliceVar(&o.sets, "set", nil, "sets to ask, `NAME[=FILE]` with commas; known: "+strings.Join(eval.Names, ", "))
	f.StringVar(&o.data, "data", "", "`folder` with the sets that have no file of their own")
	c.MarkFlagDirname("data")
	f.StringVar(&o.agent, "agent", eval.Embedded, "who answers: "+strings.Join(evalAgents, ", "))
	c.RegisterFlagCompletionFunc("agent", cobra.FixedCompletions(evalAgents, cobra.ShellCompDirectiveNoFileComp))
	f.StringVar(&o.predictions, "predictions", "", "`file` or folder of answers made elsewhere")
	f.StringSliceVar(&o.stated, "stated", nil, "what the maker of --predictions says of them: "+strings.Join(eval.Stated, ", ")+", each as `NAME=VALUE`, with commas")
	f.StringVarP(&o.out, "out", "o", "", "run `directory` to make, or to go on with")
	c.MarkFlagDirname("out")
	f.IntVar(&o.limit, "limit", 0, "most questions of each set; 0: all")
	f.BoolVar(&o.draw, "draw", false, "draw the questions by --seed, in place of the first of the file")
	f.IntVar(&o.samples, "samples", 1, "answers to each question, k of pass@k")
	f.BoolVar(&o.judge, "judge", false, "have the model in the role judge say which answers mean a gold one")
	f.BoolVar(&o.second, "second-judge", false, "have the model in the role verifier judge too, to compare")
	f.IntVar(&o.workers, "workers", 0, "answers got at once, 0: one for each processor, with models 64 or four for each call in flight; it does not change them")
	f.Uint64Var(&o.seed, "seed", 1, "what chance goes by: which questions are drawn, and the seeds of the answers")
}

func (o *evalOptions) check() error {
	switch {
	case len(o.sets) == 0:
		return usagef("known by name: "+strings.Join(eval.Names, ", "), "eval needs a set of questions (--set)")
	case o.out == "":
		return usagef("", "eval needs a run directory to make (-o)")
	case !slices.Contains(evalAgents, o.agent):
		return usagef("", "--agent %s: give one of %s", o.agent, strings.Join(evalAgents, ", "))
	case o.corpus == "" && o.predictions == "":
		return usagef("", "eval needs the corpus that is searched (-c); only predictions made elsewhere can be scored without")
	case o.samples < 1 || o.samples > eval.MostSamples:
		return usagef("", "--samples %d: give 1 to %d", o.samples, eval.MostSamples)
	case o.limit < 0 || o.workers < 0:
		return usagef("", "--limit and --workers: give 0 or more")
	case o.second && !o.judge:
		return usagef("", "--second-judge judges beside another: give --judge too")
	}
	return o.checkStated()
}

// checkStated demands that the maker of predictions says what they were made with.
func (o *evalOptions) checkStated() error {
	if o.predictions == "" {
		if len(o.stated) > 0 {
			return usagef("", "--stated is what others say of their --predictions, which are not given")
		}
		return nil
	}
	said, err := o.said()
	if err != nil {
		return err
	}
	for _, name := range eval.Stated {
		if said[name] == "" && name != "model" && (name != "corpus" || o.corpus == "") {
			return notStated(name)
		}
	}
	return nil
}

func notStated(name string) error {
	return usagef("say --stated "+name+"="+eval.Unknown+" if nobody knows", "no score is told without its conditions: --stated %s=… is missing", name)
}

// said is what --stated says, by name.
func (o *evalOptions) said() (map[string]string, error) {
	said := map[string]string{}
	for _, s := range o.stated {
		name, value, ok := strings.Cut(s, "=")
		if !ok || !slices.Contains(eval.Stated, name) {
			return nil, usagef("", "--stated %s: give NAME=VALUE, with %s for the name", s, strings.Join(eval.Stated, ", "))
		}
		said[name] = value
	}
	return said, nil
}

func (a *app) eval(ctx context.Context, o evalOptions) (res eval.Result, err error) {
	sets, err := o.readSets()
	if err != nil {
		return res, err
	}
	j := eval.Job{
		Dir: o.out, Sets: sets, Limits: eval.Limits{Questions: o.limit, Samples: o.samples}, Seed: o.seed, Version: programVersion(),
		Workers: o.workers, Date: time.Now().UTC().Format(time.DateOnly),
	}
	for _, s := range sets {
		j.Options.Sets = append(j.Options.Sets, eval.SetOptions{Name: s.Name, SHA256: s.SHA256, Order: s.Order})
	}
	set, err := a.openModels(ctx, o.models, o.out)
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	if err := o.judges(&j, set.Model); err != nil {
		return res, err
	}
	if o.predictions != "" {
		return a.evalPredictions(ctx, o, j)
	}
	j.CorpusDir = seenFrom(o.out, o.corpus)
	err = a.withSearcher(ctx, o.corpus, o.searcher, func(c *corpus.Corpus, s ranker) error {
		j.Pages = c
		if err := o.play(&j, set.Model, s); err != nil {
			return err
		}
		res, err = a.runEval(ctx, j)
		return err
	})
	return res, err
}

// judges are the models that judge.
func (o *evalOptions) judges(j *eval.Job, model func(role string) infoseek.Model) error {
	for i, wanted := range []bool{o.judge, o.second} {
		if !wanted {
			continue
		}
		role := eval.JudgeRoles[i]
		m := model(role)
		if m == nil {
			return usagef("", "to judge, name a model in the role %s with --models or --endpoint", role)
		}
		j.Judges = append(j.Judges, m)
	}
	if len(j.Judges) == 2 && j.Judges[0].Info().Name == j.Judges[1].Info().Name {
		return usagef("", "both judges are %s: they would agree with themselves", j.Judges[0].Info().Name)
	}
	return nil
}

// evalPredictions scores answers made elsewhere; a corpus is there to look for gold answers alone.
func (a *app) evalPredictions(ctx context.Context, o evalOptions, j eval.Job) (res eval.Result, err error) {
	if j.Predictions, err = eval.ReadPredictions(o.predictions); err != nil {
		return res, err
	}
	said, err := o.said()
	if err != nil {
		return res, err
	}
	if said["model"] == "" {
		if len(j.Predictions.Models) == 0 {
			return res, notStated("model")
		}
		said["model"] = strings.Join(j.Predictions.Models, ", ")
	}
	j.Options.Agent, j.Options.Stated = eval.Elsewhere, said
	if j.Options.Predictions, err = hashTree(o.predictions); err != nil {
		return res, err
	}
	if o.corpus == "" {
		return a.runEval(ctx, j)
	}
	j.CorpusDir = seenFrom(o.out, o.corpus)
	err = a.withCorpus(o.corpus, func(c *corpus.Corpus) error {
		j.Pages = c
		res, err = a.runEval(ctx, j)
		return err
	})
	return res, err
}

func (a *app) runEval(ctx context.Context, j eval.Job) (eval.Result, error) {
	total := 0
	for _, s := range j.Sets {
		n := len(s.Questions)
		if j.Limits.Questions > 0 {
			n = min(n, j.Limits.Questions)
		}
		total += n * j.Limits.Samples
	}
	told := a.newProgress("answering", "answers", int64(total))
	defer told.end()
	j.Progress = func(done, faults int) {
		told.set(int64(done))
		if faults > 0 {
			told.note(fmt.Sprintf("%d %s", faults, plural(faults, "fault")))
		}
	}
	j.Stage = told.note
	return eval.Run(ctx, j)
}
