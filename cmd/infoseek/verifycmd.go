package main

import (
	"context"
	"errors"
	"path/filepath"

	"infoseek"
	"infoseek/runs"
	"infoseek/verify"

	"github.com/spf13/cobra"
)

func newVerifyCmd(a *app) *cobra.Command {
	var dir string
	var searcher searcherFlag
	var o checkOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "verify RUN",
		Short: "Judge the questions of a run: difficulty, verifiability, claims, shortcuts, leaks",
		Long: `Judge the questions of a run by a number of checks, each with its evidence, and write RUN/verdicts.jsonl.

  certificate      what the certificate says is found again, and is unique and minimal
  co-coverage      no page but the answer's states nearly all clues
  one-clue         no clue alone leaves few answers, or finds the answer's page
  constants        no name, date or number beside those the tree needs
  duplicate        no earlier question says nearly the same
  contamination    no question of other sets (--against) is repeated
  claim-support    the sentence that each claim cites states it (by a verifier, if there is one)
  clarity          a judge finds the wording clear, connected, of several steps, without a shortcut
  difficulty       a solver that answers from memory fails in all of --samples
  prior-knowledge  that solver does not even name the answer
  verifiability    a verifier that reads the tree's pages among others reaches the answer, and only that one
  alternatives     no wrong answer of the solver satisfies the clues too
  necessity        without a clue there is another answer, and its page bears that out

A verdict is pass, fail or fault; a fault (a server that does not answer, an answer that cannot be read) says nothing, and
the same command tries it again. Verdicts that stand are not given anew, unless by --again, or with other options or models.
Interrupted, the same command goes on, and no answer of a model is paid for twice. Models are set with --models or
--endpoint in the roles solver, verifier and judge; checks without what they need are left out.`,
		Example: `  infoseek verify run
  infoseek verify run --checks difficulty,verifiability --models models.yaml --budget 5
  infoseek verify run --checks contamination --against nq.jsonl.zst --against hotpotqa.jsonl.zst
  infoseek verify run --checks clarity --again --endpoint http://127.0.0.1:8000/v1 --model judge-7b`,
		Args: needArgs(1, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			if err := needRun(args[0]); err != nil {
				return err
			}
			r, err := runs.Read(args[0])
			if err != nil {
				return err
			}
			res, err := a.verify(cmd.Context(), o, r, runCorpus{dir, args[0], r.Manifest(), searcher})
			if err != nil {
				return err
			}
			if err := a.tellVerified(args[0], res, asJSON); err != nil {
				return err
			}
			return faults(res.Tallies)
		},
	}
	optionalCorpusFlag(c, &dir)
	searcher.add(c)
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

// verify runs the checks over the questions of a run.
func (a *app) verify(ctx context.Context, o checkOptions, r *runs.Reader, rc runCorpus) (verify.Result, error) {
	questions, err := gather(r.Questions())
	if err != nil {
		return verify.Result{}, err
	}
	var res verify.Result
	err = rc.search(ctx, a, func(pages infoseek.Pages, s infoseek.Searcher) error {
		res, err = a.judge(ctx, o, r.Dir(), questions, pages, s)
		return err
	})
	return res, err
}

// judge gives the verdicts about questions that stand in the run directory dir.
func (a *app) judge(ctx context.Context, o checkOptions, dir string, questions []infoseek.Question, pages infoseek.Pages, s infoseek.Searcher) (res verify.Result, err error) {
	before, err := verify.ReadVerdicts(dir)
	if err != nil {
		return verify.Result{}, err
	}
	set, err := a.openModels(ctx, o.models, filepath.Join(dir, verify.RunName))
	if err != nil {
		return verify.Result{}, err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	g := given{pages, s, map[string]infoseek.Model{}, before}
	for _, role := range checkRoles {
		if m := set.Model(role); m != nil {
			g.models[role] = m
		}
	}
	checks, err := a.checks(o, questions, g)
	if err != nil {
		return verify.Result{}, err
	}
	workers := o.workers
	if workers == 0 && len(g.models) > 0 {
		workers = modelWorkers
	}
	told := a.newProgress("judging", "questions", int64(len(questions)))
	defer told.end()
	return verify.Run(ctx, verify.Job{
		Dir: dir, Questions: questions, Checks: checks, Pages: pages, Searcher: s, Models: g.models, Again: o.again, Workers: workers,
		Progress: func(done int) { told.set(int64(done)) },
	})
}

// modelWorkers is how many questions are judged at once where models answer, which mostly is waiting.
const modelWorkers = 32

// verdictsRecord is what 'verify --json' prints.
type verdictsRecord struct {
	V   int    `json:"v"`
	Dir string `json:"dir"`
	verify.Result
}

func (a *app) tellVerified(dir string, res verify.Result, asJSON bool) error {
	if asJSON {
		return a.printJSON(verdictsRecord{infoseek.FormatVersion, dir, res})
	}
	if err := a.printf("%s: %d %s given\n", dir, res.Judged, plural(res.Judged, "verdict")); err != nil {
		return err
	}
	return a.printTallies(res.Tallies)
}
