package main

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/corpus"
	"infoseek/synth"
)

// dryRoots is how many possible answers a dry run tries: the first that a run would.
const dryRoots = 200

// dryRunRecord is what 'synth --dry-run --json' prints. Expected is the number of questions if the rest of the possible answers gives as many as those tried.
type dryRunRecord struct {
	V         int `json:"v"`
	Eligible  int `json:"eligible"`
	Tried     int `json:"tried"`
	Questions int `json:"questions"`
	Expected  int `json:"expected"`
}

// dryRun begins a run in a temporary directory, stops it early, and reckons from what it has come to.
func (a *app) dryRun(ctx context.Context, o synthOptions, c *corpus.Corpus, s infoseek.Searcher) (dryRunRecord, error) {
	tmp, err := os.MkdirTemp("", "infoseek-dry-")
	if err != nil {
		return dryRunRecord{}, err
	}
	defer os.RemoveAll(tmp)
	crew, err := a.openCrew(ctx, &o, "")
	if err != nil {
		return dryRunRecord{}, err
	}
	defer crew.models.Close()
	stopped, stop := context.WithCancel(ctx)
	defer stop()
	rec := dryRunRecord{V: infoseek.FormatVersion}
	j := synth.Job{
		Dir: filepath.Join(tmp, "run"), Pages: c, Searcher: s, Options: o.options, Version: programVersion(),
		Limits: synth.Limits{N: math.MaxInt32, Workers: o.limits.Workers},
		Progress: func(p synth.Progress) {
			if rec.Tried < dryRoots {
				rec.Tried, rec.Questions = p.Roots, p.Questions
			} else {
				stop()
			}
		},
	}
	crew.work(&j)
	res, err := synth.Run(stopped, j)
	if err != nil && (ctx.Err() != nil || !errors.Is(err, context.Canceled)) {
		return dryRunRecord{}, err
	}
	rec.Eligible = res.Eligible
	if rec.Tried > 0 {
		rec.Expected = int(math.Round(float64(rec.Questions) / float64(rec.Tried) * float64(rec.Eligible)))
	}
	return rec, nil
}

func (a *app) tellDryRun(ctx context.Context, o synthOptions, c *corpus.Corpus, s infoseek.Searcher, asJSON bool) error {
	r, err := a.dryRun(ctx, o, c, s)
	if err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(r)
	}
	return a.printf("%d possible answers; the first %d gave %d %s, so expect about %d of all\n",
		r.Eligible, r.Tried, r.Questions, plural(r.Questions, "question"), r.Expected)
}
