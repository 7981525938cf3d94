package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"infoseek"
	"infoseek/corpus"
	"infoseek/runs"
	"infoseek/runs/queue"
	"infoseek/synth"

	"github.com/spf13/cobra"
)

// synthOptions are the flags of 'synth'.
type synthOptions struct {
	corpus   string
	searcher searcherFlag
	out      string
	roots    string
	exclude  string
	dryRun   bool
	options  synth.Options
	limits   synth.Limits
	crew     crewFlags
	queue    queueFlag
	// triesGiven is set where --tries is not the default.
	triesGiven bool
}

func newSynthCmd(a *app) *cobra.Command {
	var o synthOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "synth",
		Short: "Grow research trees over a corpus and write certified questions",
		Long: `Grow research trees over a corpus and write each as a question with a certificate: it has one answer, and no clue can be
left out. What does not certify is dropped and counted by reason.

The run directory can be resumed: after an interruption, however hard, the same command goes on, and ends with the same
bytes. On a finished run it changes nothing; a larger -n makes more. The same seed makes the same questions.

Without --models or --endpoint no language model is used. With them models plan trees, read pages and write questions, by
the roles that have one; what they propose is checked as strictly. A budget that is used up ends the run with exit code 4;
the same command with a larger one goes on, and asks nothing again that was answered. With --queue the budget holds for all
workers together.`,
		Example: `  infoseek synth -c corpus -o run -n 1000 --seed 1
  infoseek synth -c corpus -o hard --size 7..12 --hidden 3 --named 2 --hard
  infoseek synth -c corpus -o people --root-type person --exclude known-titles.txt
  infoseek synth -c corpus -o drawn --planner random --mode diffusion
  infoseek synth -c corpus -o told -n 20 --endpoint http://127.0.0.1:8000/v1 --budget 2 --price 0.1,0.4
  infoseek synth -c corpus -o many -n 10000 --queue nats://queue.example:4222
  infoseek synth -c corpus --dry-run`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.triesGiven = cmd.Flags().Changed("tries")
			if err := o.read(); err != nil {
				return err
			}
			return a.withSearcher(cmd.Context(), o.corpus, o.searcher, func(c *corpus.Corpus, s ranker) error {
				if o.dryRun {
					return a.tellDryRun(cmd.Context(), o, c, s, asJSON)
				}
				res, err := a.synth(cmd.Context(), o, c, s)
				if other := (*runs.OptionsError)(nil); errors.As(err, &other) {
					return usagef("", "%v", other)
				}
				if err != nil {
					return err
				}
				if asJSON {
					return a.printJSON(synthRecord{infoseek.FormatVersion, o.out, res})
				}
				return a.printSynth(o, res)
			})
		},
	}
	o.flags(c)
	o.crew.add(c)
	o.queue.add(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *synthOptions) flags(c *cobra.Command) {
	corpusFlag(c, &o.corpus)
	o.searcher.add(c)
	d, _ := synth.Options{}.Normalize() // the zero value is valid
	f := c.Flags()
	f.StringVarP(&o.out, "out", "o", "", "run `directory` to make or go on with")
	c.MarkFlagDirname("out")
	f.IntVarP(&o.limits.N, "n", "n", 100, "how many questions to make")
	f.Uint64Var(&o.options.Seed, "seed", 1, "what chance goes by")
	o.options.MinSize, o.options.MaxSize = d.MinSize, d.MaxSize
	f.Var(&rangeFlag{&o.options.MinSize, &o.options.MaxSize}, "size", "vertices of a tree, fewest..most")
	f.IntVar(&o.options.Depth, "depth", d.Depth, "most edges from the answer to a leaf")
	f.IntVar(&o.options.Width, "width", d.Width, "most clues of one vertex")
	f.IntVar(&o.options.Hidden, "hidden", d.Hidden, "fewest hidden vertices, the answer included")
	f.IntVar(&o.options.Named, "named", d.Named, "most entities that the question may name")
	f.StringVar((*string)(&o.options.Grade), "grade", string(d.Grade), "what uniqueness may rest on: relational, or lexical (phrases too)")
	f.StringVar((*string)(&o.options.Determined), "determined", string(d.Determined), "how far hidden vertices are fixed: none, joint (one candidate each, all clues together), own (by their own clues)")
	f.IntVar(&o.options.Floor, "floor", d.Floor, "fewest entities that a clue of the answer may leave by itself, 0: no floor")
	f.IntVar(&o.options.RankFloor, "rank-floor", d.RankFloor, "a clause as a query must not find the answer's page this high, 0: no floor")
	f.IntVar(&o.options.RankDepth, "rank-depth", d.RankDepth, "depth to which ranks are measured")
	f.BoolVar(&o.options.Hard, "hard", false, "ask of the whole question and of pairs of clauses what --rank-floor asks of clauses")
	f.Float64Var(&o.options.Margin, "margin", 0, "grow trees that stay unique in a larger corpus: at most 1/margin other answers expected; 0: do not")
	f.IntVar(&o.options.PerRoot, "per-root", d.PerRoot, "most questions with one answer; they share no clue of it")
	f.IntVar(&o.options.PerEntity, "per-entity", d.PerEntity, "most questions that an entity is part of")
	f.Float64Var(&o.options.PerType, "per-type", d.PerType, "largest share of questions whose answers are of one type")
	f.IntVar(&o.options.Tries, "tries", d.Tries, "how often a tree is begun for one answer")
	f.StringVar(&o.roots, "roots", "", "`file` of the pages to ask for, a title or id a line")
	f.StringVar(&o.options.RootClass, "root-type", "", "ask only for answers of this coarse type: "+strings.Join(infoseek.AllClasses.Names(), ", "))
	c.RegisterFlagCompletionFunc("root-type", cobra.FixedCompletions(infoseek.AllClasses.Names(), cobra.ShellCompDirectiveNoFileComp))
	f.StringVar(&o.options.RootCategory, "category", "", "ask only for answers in this category of the corpus")
	f.StringVar(&o.exclude, "exclude", "", "`file` of titles and questions never to use, one a line")
	f.IntVar(&o.options.MinText, "min-text", d.MinText, "fewest bytes of text of an answer's page")
	f.IntVar(&o.limits.Workers, "workers", 0, "trees grown at once, 0: one for each processor; it does not change what is made")
	f.BoolVar(&o.dryRun, "dry-run", false, "say how many answers could be asked for and how many questions to expect; write nothing")
}

// read reads the files that the flags name, and says what is wrong with the options before work begins.
func (o *synthOptions) read() error {
	if o.out == "" && !o.dryRun {
		return usagef("", "synth needs a run directory, -o, or --dry-run")
	}
	if o.limits.N < 1 {
		return usagef("", "-n %d: give a positive number", o.limits.N)
	}
	for _, n := range []*int{&o.options.Named, &o.options.Floor, &o.options.RankFloor, &o.options.MinText} {
		if *n == 0 {
			*n = -1 // none; 0 would be the default
		}
	}
	// These have no none, and 0 would be the default.
	for flag, v := range map[string]float64{
		"depth": float64(o.options.Depth), "width": float64(o.options.Width), "hidden": float64(o.options.Hidden), "rank-depth": float64(o.options.RankDepth),
		"per-root": float64(o.options.PerRoot), "per-entity": float64(o.options.PerEntity), "per-type": o.options.PerType, "tries": float64(o.options.Tries),
	} {
		if v == 0 {
			return usagef("", "--%s 0: give more than 0", flag)
		}
	}
	var err error
	if o.options.Roots, err = readLines(o.roots); err != nil {
		return err
	}
	if o.options.Exclude, err = readLines(o.exclude); err != nil {
		return err
	}
	o.limits.Trees, o.limits.Faults = o.crew.trees, o.crew.faults
	if o.options.Guide, err = o.crew.guide.read(); err != nil {
		return err
	}
	if _, err := o.options.Normalize(); err != nil {
		return usagef("", "%v", err)
	}
	return nil
}

// readLines returns the lines of the named file that are not blank; none if name is empty.
func readLines(name string) ([]string, error) {
	if name == "" {
		return nil, nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// synth makes questions over an open corpus.
func (a *app) synth(ctx context.Context, o synthOptions, c *corpus.Corpus, s infoseek.Searcher) (synth.Result, error) {
	crew, err := a.openCrew(ctx, &o, o.out)
	if err != nil {
		return synth.Result{}, err
	}
	defer crew.models.Close()
	told := a.newProgress("asking", "questions", int64(o.limits.N))
	defer told.end()
	var roots atomic.Int64
	defer crew.tell(told, &roots)()
	j := synth.Job{
		Dir: o.out, Pages: c, Searcher: s, Options: o.options, Limits: o.limits, CorpusDir: seenFrom(o.out, o.corpus), Version: programVersion(),
		Progress: func(p synth.Progress) {
			roots.Store(int64(p.Roots))
			told.set(int64(p.Questions))
		},
	}
	crew.work(&j)
	if err := crew.lend(&j); err != nil {
		return synth.Result{}, err
	}
	here := j
	j.Queue = o.queue.open(ctx, a, func(ctx context.Context, c *queue.Conn) error { return synth.Serve(ctx, here, c, true, tellNothing) })
	return synth.Run(ctx, j)
}

// synthRecord is what 'synth --json' prints.
type synthRecord struct {
	V   int    `json:"v"`
	Dir string `json:"dir"`
	synth.Result
}

func (a *app) printSynth(o synthOptions, r synth.Result) error {
	var b strings.Builder
	if r.Nothing {
		fmt.Fprintf(&b, "%s: finished before, nothing changed\n", o.out)
	}
	fmt.Fprintf(&b, "%s: %d %s, %d of %d possible answers tried\n", o.out, r.Questions, plural(r.Questions, "question"), r.Roots, r.Eligible)
	reasons := slices.SortedFunc(maps.Keys(r.Reasons), func(x, y string) int {
		if r.Reasons[x] != r.Reasons[y] {
			return r.Reasons[y] - r.Reasons[x]
		}
		return strings.Compare(x, y)
	})
	for _, reason := range reasons {
		fmt.Fprintf(&b, "  %8d dropped: %s\n", r.Reasons[reason], reason)
	}
	for _, reason := range slices.Sorted(maps.Keys(r.Faults)) {
		fmt.Fprintf(&b, "  %8d faults: %s\n", r.Faults[reason], reason)
	}
	for _, what := range slices.Sorted(maps.Keys(r.Agents)) {
		fmt.Fprintf(&b, "  %8d %s\n", r.Agents[what], what)
	}
	if r.Short {
		fmt.Fprintf(&b, "fewer than %d questions; what would help:\n", o.limits.N)
		for _, advice := range r.Advice {
			fmt.Fprintf(&b, "  %s\n", advice)
		}
	}
	return a.printf("%s", b.String())
}
