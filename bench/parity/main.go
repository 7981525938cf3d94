// Program parity holds what this program says against the programs it is said for: exports of trajectories are read by Hugging Face datasets, TRL and verl (from PyPI, on CPU), scores of answers and formats are compared with those that
// the official scripts gave, and the scores of others' rollouts with those in their files; losses, gradients and advantages of training are held against those of transformers, PyTorch and TRL. Started from the repository's root (make parity); the table goes to stdout and to bench/out/parity.json, its exit status is table.Table's.
//
// Each row has how many things there were to compare, and in how many of them both sides agree.
package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"

	"infoseek/bench/table"
)

func main() {
	var o options
	flag.IntVar(&o.limit, "rollouts", 0, "export at most so many of each file of real rollouts, 0: all")
	flag.Func("run", "export the trajectories of this run `directory` too; may be given several times", func(dir string) error {
		o.runs = append(o.runs, dir)
		return nil
	})
	flag.BoolVar(&o.training, "training", false, "compare training alone")
	flag.BoolVar(&o.models, "models", false, "compare models alone")
	flag.BoolVar(&o.scores, "scores", false, "compare scores of answers, runs and rankings alone")
	flag.BoolVar(&o.embeddings, "embeddings", false, "compare vectors of texts alone")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	if err := measure(ctx, &tab, o); err != nil {
		slog.Error("parity", "error", err)
		os.Exit(table.Missed)
	}
	tab.Exit("parity")
}

// options are the flags.
type options struct {
	limit int
	runs  []string
	// training and embeddings leave out all else.
	training, embeddings bool
	// models leaves out all but logits, tokens and templates.
	models bool
	// scores leaves out all but scores.
	scores bool
}

func measure(ctx context.Context, tab *table.Table, o options) error {
	if o.models {
		rows, err := modelParity(ctx)
		tab.Add(rows...)
		return err
	}
	if o.training {
		rows, err := training(ctx)
		tab.Add(rows...)
		return err
	}
	if o.embeddings {
		rows, err := embeddings(ctx)
		tab.Add(rows...)
		return err
	}
	for _, part := range []struct {
		what string
		rows func() ([]table.Row, error)
	}{
		{"answers, scored as the official scripts do", answerScores},
		{"formats, rewarded as InfoSeek's training does", formatRewards},
		{"rollouts of Search-R1 and R1-Searcher", realRollouts},
		{"answers, as infoseek eval scores them", markedAnswers},
		{"calibration and citations, as evaluate_run.py computes them", browseCases},
	} {
		rows, err := part.rows()
		if errors.Is(err, fs.ErrNotExist) {
			rows, err = []table.Row{table.Skip(part.what, "", table.RatioAtMost(1), "not in the data set (INFOSEEK_DATA)")}, nil
		}
		if err != nil {
			return err
		}
		tab.Add(rows...)
	}
	for _, part := range []func(context.Context) ([]table.Row, error){trecMeasures, browseRun} {
		rows, err := part(ctx)
		if tab.Add(rows...); err != nil {
			return err
		}
	}
	if o.scores {
		return nil
	}
	for _, part := range []func() ([]table.Row, error){
		func() ([]table.Row, error) { return modelParity(ctx) },
		func() ([]table.Row, error) { return training(ctx) },
		func() ([]table.Row, error) { return embeddings(ctx) },
		func() ([]table.Row, error) { return exports(ctx, o) },
	} {
		rows, err := part()
		if tab.Add(rows...); err != nil {
			return err
		}
	}
	return nil
}

// agreement is a row for n things of which both sides agree in some: all is the goal.
func agreement(what string, n, agree int, unit string) table.Row {
	return table.Compared(what, float64(n), float64(agree), unit, table.RatioAtMost(1))
}
