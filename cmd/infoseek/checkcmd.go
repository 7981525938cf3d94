package main

import (
	"cmp"
	"context"
	"fmt"

	"infoseek"
	"infoseek/corpus"
	"infoseek/hcsp"
	"infoseek/search"

	"github.com/spf13/cobra"
)

func newCheckCmd(a *app) *cobra.Command {
	var dir string
	var searcher searcherFlag
	var asJSON bool
	var again recountOptions
	c := &cobra.Command{
		Use:   "check QUESTIONS",
		Short: "Recompute the certificates and evidence of questions and say what differs",
		Long: `Recompute the certificate and the hash of every piece of evidence of each question, from the corpus and the question alone,
and say what differs from what is stored. QUESTIONS is a run directory or a file of JSON lines. Over another corpus than
the questions were made from, pages are found by title or URL, and what a certificate promises is compared.

With --independent, count a sample again by another road that shares nothing with the first: the text of all pages is
read anew, without the stored indexes of names, years and numbers.

Exit code 3 if a question differs or names a page that the corpus lacks.`,
		Example: `  infoseek check run -c corpus
  infoseek check questions.jsonl -c larger-corpus --json
  infoseek check run -c corpus --independent --sample 100 --seed 7`,
		Args: needArgs(1, 1, "a run directory or a file of questions"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if again.independent {
				return a.withCorpus(dir, func(c *corpus.Corpus) error {
					r := &recounter{app: a, corpus: c, recountOptions: again, asJSON: asJSON}
					return r.check(cmd.Context(), args[0])
				})
			}
			return a.withSearcher(cmd.Context(), dir, searcher, func(c *corpus.Corpus, s ranker) error {
				k := &checker{app: a, corpus: c, searcher: s, own: searcher.own(), asJSON: asJSON}
				return k.check(cmd.Context(), args[0])
			})
		},
	}
	corpusFlag(c, &dir)
	searcher.add(c)
	c.Flags().BoolVar(&again.independent, "independent", false, "count again from the pages' text alone, by other code")
	c.Flags().IntVar(&again.sample, "sample", 0, "how many questions to recount, drawn by chance; 0: all")
	c.Flags().Uint64Var(&again.seed, "seed", 1, "what chance goes by")
	jsonFlag(c, &asJSON)
	return c
}

// checker recomputes questions and tells what it found, in their order.
type checker struct {
	app      *app
	corpus   *corpus.Corpus
	searcher ranker
	// own is set where the corpus's own index ranks: each question's ranks are then counted with the constants that it names.
	own    bool
	asJSON bool

	checked, unsound, elsewhere int
	warned                      bool
}

func (k *checker) check(ctx context.Context, questions string) error {
	told := k.app.newProgress("checking", "questions", -1)
	defer told.end()
	for batch, err := range batches(readQuestions(questions), 256) {
		if err != nil {
			return err
		}
		k.warn(batch)
		reviews, err := inParallel(ctx, batch, k.worker)
		if err != nil {
			return err
		}
		for i, r := range reviews {
			if err := k.tell(batch[i].ID, r); err != nil {
				return err
			}
		}
		told.add(int64(len(batch)))
	}
	return k.verdict(questions)
}

// warn tells, once, of ranks that another searcher made.
func (k *checker) warn(batch []infoseek.Question) {
	here := k.searcher.Info().Retriever.Engine
	for _, q := range batch {
		if there := q.Retriever.Engine; there != here && !k.warned {
			k.warned = true
			k.app.log.Warn("ranks were made by another searcher and will differ: name it with --searcher", "question", q.ID, "made", cmp.Or(there, ownIndex), "counted", cmp.Or(here, ownIndex))
		}
	}
}

// worker returns a function that checks questions one after the other, with scratch memory of its own.
func (k *checker) worker() func(context.Context, infoseek.Question) (hcsp.Review, error) {
	solver := hcsp.NewSolver(k.corpus)
	searchers := map[[2]float64]infoseek.Searcher{}
	return func(ctx context.Context, q infoseek.Question) (hcsp.Review, error) {
		if !k.own {
			return hcsp.Check(ctx, solver, k.searcher, q)
		}
		constants := [2]float64{q.Retriever.K1, q.Retriever.B}
		if searchers[constants] == nil {
			s, err := k.searcher.index.Searcher(search.Settings{K1: &q.Retriever.K1, B: &q.Retriever.B})
			if err != nil {
				return hcsp.Review{}, fmt.Errorf("question %q: %w", q.ID, err)
			}
			searchers[constants] = s
		}
		return hcsp.Check(ctx, solver, searchers[constants], q)
	}
}

// reviewRecord is what 'check --json' prints of each question.
type reviewRecord struct {
	V     int    `json:"v"`
	ID    string `json:"id"`
	Sound bool   `json:"sound"`
	hcsp.Review
}

func (k *checker) tell(id string, r hcsp.Review) error {
	k.checked++
	if !r.Sound() {
		k.unsound++
	}
	if !r.Same {
		k.elsewhere++
	}
	if k.asJSON {
		return k.app.printJSON(reviewRecord{infoseek.FormatVersion, id, r.Sound(), r})
	}
	for _, m := range r.Missing {
		if err := k.app.printf("%s: the corpus has no entity %q\n", id, m); err != nil {
			return err
		}
	}
	for _, d := range r.Differences {
		if err := k.app.printf("%s: %s\n", id, d); err != nil {
			return err
		}
	}
	return nil
}

func (k *checker) verdict(questions string) error {
	if k.checked == 0 {
		return fmt.Errorf("%s holds no questions", questions)
	}
	if !k.asJSON {
		where := ""
		if k.elsewhere > 0 {
			where = fmt.Sprintf(" (%d made over another corpus)", k.elsewhere)
		}
		if err := k.app.printf("%d %s checked%s, %d sound, %d not\n", k.checked, plural(k.checked, "question"), where, k.checked-k.unsound, k.unsound); err != nil {
			return err
		}
	}
	if k.unsound > 0 {
		return fmt.Errorf("%w in %d of %d questions", errDifferent, k.unsound, k.checked)
	}
	return nil
}
