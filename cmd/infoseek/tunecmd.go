package main

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"time"

	"infoseek/corpus"
	"infoseek/search"
	"infoseek/tune"

	"github.com/spf13/cobra"
)

// tuneOptions are the flags of 'tune'.
type tuneOptions struct {
	corpus  string
	judged  judgedOptions
	measure string
	k       int
	deepest int
	share   float64
	weights []int
	cross   bool
	seed    uint64
	workers int
	write   bool
}

func newTuneCmd(a *app) *cobra.Command {
	var o tuneOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "tune",
		Short: "Fit the constants of the search to judged queries, and say on others what that is worth",
		Long: `Fit BM25's k1 and b, the weight of titles, and the depth to judged queries: on one half of them, drawn by --seed. On the
other half what was found is held against the program's defaults and what the index has now: recall, nDCG@10 and the
reciprocal rank of pages, with 95% intervals (bootstrap over queries), a paired test of the difference (randomisation), and
the smallest difference that so many queries would mostly show. --cross-fit does it both ways round, so that every query is
measured, with constants fitted on the others; what to use is then fitted on all.

First every combination of a wide grid is tried (k1 from 0.3 to 40, b from 0 to 1, --title-weights), then ever smaller steps
around the best. Each trial ranks exactly. Titles are weighed when an index is built, so for each weight a whole index is made
in the folder for temporary files (TMPDIR), and removed at the end. The depth is the fewest results that keep --depth-share
of the recall of --deepest.

The queries come from --queries, lines "id<TAB>text" (queries.tsv beside the judgements if not given), with --qrels as TREC or
BEIR write them, documents named by the source's page ids; compressed files are read too. Or from questions with --run, a run
directory or a file of questions made over this corpus: with --ask question each question is a query, and what its edges'
evidence stands in and the pages of its hidden vertices, the answer's included, are relevant; with --ask clauses each clause
is a query, for the evidence and the hidden vertices of its own edges, and a question counts as the mean of its clauses.
Pages of vertices that a question names are relevant only where they hold evidence. Questions that were kept since one search
does not answer them are hard for the settings that they were made with: other settings look better on them than they are.

Nothing is changed without --write, which makes the index again with what was found, and its other settings as they are, if the
other half shows a difference for the better (p below 0.05). Else the command for it is printed. Interrupted, nothing is left
behind, and the same command begins anew.`,
		Example: `  infoseek tune -c corpus --qrels qrels.txt --queries queries.tsv
  infoseek tune -c corpus --qrels qrels.txt --measure recall@5 --title-weights 1,3 --cross-fit --json
  infoseek tune -c corpus --run run --ask clauses --write`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return err
			}
			rec, err := a.tune(cmd.Context(), o)
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(rec)
			}
			return a.printTuned(rec)
		},
	}
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *tuneOptions) flags(c *cobra.Command) {
	corpusFlag(c, &o.corpus)
	o.judged.flags(c)
	f := c.Flags()
	f.StringVar(&o.measure, "measure", tune.NDCG().Name, "what is fitted: ndcg@10, mrr or recall@K")
	f.IntVarP(&o.k, "k", "k", defaultK, "rank at which recall is reported")
	f.IntVar(&o.deepest, "deepest", 100, "results a query that are looked at")
	f.Float64Var(&o.share, "depth-share", 0.9, "share of the recall of --deepest that the depth must keep")
	f.IntSliceVar(&o.weights, "title-weights", tune.WideSpace().TitleWeights, "weights of titles to try; each but the index's own costs the making of an index")
	f.BoolVar(&o.cross, "cross-fit", false, "fit on each half and measure on the other; what to use is fitted on all")
	f.Uint64Var(&o.seed, "seed", 1, "seed of the halves and of the resamples")
	f.IntVar(&o.workers, "workers", 0, "searches at once, 0: one for each processor; it changes no result")
	f.BoolVar(&o.write, "write", false, "make the index again with what was found, if the other half shows that it is better")
}

func (o tuneOptions) check() error {
	if o.k < 1 || o.deepest < o.k || o.workers < 0 {
		return usagef("", "-k %d, --deepest %d, --workers %d: give a positive rank, as many results or more, and no fewer workers than 0", o.k, o.deepest, o.workers)
	}
	if len(o.weights) == 0 {
		return usagef("", "--title-weights: give one at least")
	}
	for _, w := range o.weights {
		if err := (search.Options{TitleWeight: w}).Validate(); err != nil || w == 0 {
			return usagef("", "--title-weights: %d: give numbers from 1 to 100", w)
		}
	}
	if _, err := tune.ParseMeasure(o.measure); err != nil {
		return usagef("", "--measure: %v", err)
	}
	if !(o.share > 0 && o.share <= 1) {
		return usagef("", "--depth-share %v: a depth that keeps %v of the recall: give a share above 0, up to 1", o.share, o.share)
	}
	return o.judged.check()
}

// tune fits, measures and, if it is asked to, makes the index again.
func (a *app) tune(ctx context.Context, o tuneOptions) (rec tunedRecord, err error) {
	var built search.Options
	err = a.withSearch(o.corpus, func(c *corpus.Corpus, ix *search.Index) error {
		built = ix.Options()
		j, err := o.judged.read(ctx, c)
		if err != nil {
			return err
		}
		rec, err = a.study(ctx, o, c, ix, j)
		return err
	})
	if err != nil || !o.write || !rec.Better {
		return rec, err
	}
	found := rec.Found.Point
	built.K1, built.B, built.TitleWeight = &found.K1, &found.B, found.TitleWeight
	err = a.withCorpus(o.corpus, func(c *corpus.Corpus) error {
		return a.buildIndex(ctx, c, filepath.Join(o.corpus, indexDir), built)
	})
	rec.Written = err == nil
	return rec, err
}

// study fits and measures over judged queries.
func (a *app) study(ctx context.Context, o tuneOptions, c *corpus.Corpus, ix *search.Index, j judged) (rec tunedRecord, err error) {
	indexes := &weightIndexes{a: a, corpus: c, options: ix.Options(), own: ix}
	defer func() { err = errors.Join(err, indexes.close()) }()
	t := tuneTrial{indexes: indexes, items: j.items, deepest: o.deepest, workers: o.workers}
	if t.workers == 0 {
		t.workers = runtime.GOMAXPROCS(0)
	}
	s := o.study(ix.Options(), len(j.items))
	s.Trial = t.run
	told := a.newProgress("tuning", "trials", -1)
	defer told.end()
	s.Progress = func(done, most int) { told.setOf(int64(done), int64(most)) }
	begin := time.Now()
	res, err := s.Run(ctx)
	if err != nil {
		return rec, err
	}
	return newTunedRecord(o, ix.Options(), j, res, time.Since(begin)), nil
}

// study is what the flags say.
func (o tuneOptions) study(now search.Options, items int) tune.Study {
	fitted, _ := tune.ParseMeasure(o.measure) // as check did
	space := tune.WideSpace()
	space.TitleWeights = o.weights
	s := tune.Study{
		Items: items, Space: space, Start: pointOf(now), Measure: fitted, Report: []tune.Measure{tune.Recall(o.k), tune.NDCG(), tune.MRR()},
		DepthShare: o.share, CrossFit: o.cross, Seed: o.seed,
		Others: []tune.Named{{Name: nameIndex, Point: pointOf(now)}},
	}
	if fitted.Name != tune.Recall(o.k).Name && fitted.Name != tune.NDCG().Name && fitted.Name != tune.MRR().Name {
		s.Report = append(s.Report, fitted)
	}
	if defaults := (tune.Point{K1: search.DefaultK1, B: search.DefaultB, TitleWeight: search.DefaultTitleWeight}); defaults == s.Start {
		s.Others[0].Name = nameDefaults
	} else {
		s.Others = append(s.Others, tune.Named{Name: nameDefaults, Point: defaults})
	}
	return s
}

// What tuned constants are held against: first what the index has.
const (
	nameIndex    = "the index"
	nameDefaults = "the defaults"
)

func pointOf(o search.Options) tune.Point {
	return tune.Point{K1: *o.K1, B: *o.B, TitleWeight: o.TitleWeight}
}
