package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"infoseek"
	"infoseek/bench/copies"
	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/search"
	"infoseek/synth"
)

// times is how much larger the large corpus is.
const times = 10

const (
	goalGrowth = 2
	// goalSearch leaves a tenth for what the measurement itself wavers by: searching in the run, between other work, against the same queries asked one after the other.
	goalSearch = 1.1
)

const (
	solverTime = "solver time a question: ten times the pages, against one"
	searchTime = "search time a question: in the run, against its queries by themselves"
)

// growth compares the corpus with one of ten times the pages: the same text and degrees, so that only size differs, and the same roots.
func growth(ctx context.Context, l library.Library, shelf *library.Shelf) ([]table.Row, error) {
	large, err := copies.New(ctx, shelf, times)
	if err != nil {
		return nil, err
	}
	ix, err := index(ctx, l, large)
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	searcher, err := ix.Searcher(search.Settings{})
	if err != nil {
		return nil, err
	}
	roots, err := firstCopies(ctx, shelf)
	if err != nil {
		return nil, err
	}
	one, err := staged(ctx, shelf, shelf.Searcher, nil)
	if err != nil {
		return nil, err
	}
	ten, err := staged(ctx, large, searcher, roots)
	if err != nil {
		return nil, err
	}
	alone, err := ten.queries.again(ctx)
	if err != nil {
		return nil, err
	}
	rows := []table.Row{
		table.Compared(solverTime, ten.perQuestion(synth.StagePlan, synth.StageCertify), one.perQuestion(synth.StagePlan, synth.StageCertify), "ms", table.RatioAtMost(goalGrowth)),
		table.Compared("  a root that is tried", ten.perRoot(synth.StagePlan, synth.StageCertify), one.perRoot(synth.StagePlan, synth.StageCertify), "ms", table.Bound{}),
		table.Compared("  planning", ten.perQuestion(synth.StagePlan), one.perQuestion(synth.StagePlan), "ms", table.Bound{}),
		table.Compared("  certificates", ten.perQuestion(synth.StageCertify), one.perQuestion(synth.StageCertify), "ms", table.Bound{}),
		table.Compared("  reading claims", ten.perQuestion(synth.StageRead), one.perQuestion(synth.StageRead), "ms", table.Bound{}),
		table.Compared("  questions of the same roots", float64(ten.questions), float64(one.questions), "", table.Bound{}),
		table.Compared(searchTime, ten.each(ten.queries.spent), ten.each(alone), "ms", table.RatioAtMost(goalSearch)),
		table.Compared("  a query: ten times the pages, against one", ten.queries.each(), one.queries.each(), "ms", table.Bound{}),
		table.Compared("  queries a question", float64(ten.queries.count)/float64(ten.questions), float64(one.queries.count)/float64(one.questions), "", table.Bound{}),
	}
	return rows, nil
}

// index makes the large corpus's search index, or takes the one that is there.
func index(ctx context.Context, l library.Library, p *copies.Pages) (*search.Index, error) {
	code, err := library.CodeHash("search", "text", "bench/copies")
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(l.Cache, fmt.Sprintf("copies-%.12x.index", sha256.Sum256([]byte(p.Info().Hash+code))))
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		begin, made := time.Now(), dir+".new"
		if err := errors.Join(os.RemoveAll(made), os.MkdirAll(made, 0o755)); err != nil {
			return nil, err
		}
		if err := search.Build(ctx, p, made, search.Options{}); err != nil {
			return nil, err
		}
		if err := os.Rename(made, dir); err != nil {
			return nil, err
		}
		l.Log.Info("indexed", "pages", p.Info().Pages, "seconds", int(time.Since(begin).Seconds()))
	}
	return search.Open(dir)
}

// firstCopies lists the first copy of every page. Copies of a passage rank in the order of the pages, so the one-shot floor is about as hard for them as for the pages themselves.
func firstCopies(ctx context.Context, pages infoseek.Pages) ([]string, error) {
	var ids []string
	for n := range pages.Info().Pages {
		p, err := pages.Page(ctx, infoseek.PageNum(n))
		if err != nil {
			return nil, err
		}
		ids = append(ids, p.ID+".0")
	}
	return ids, nil
}

// cost is what a run spent on each stage and on queries.
type cost struct {
	spent
	stages  stages
	queries *recorder
}

// staged makes what questions the roots (nil: all pages) give, with one worker whose stages are timed.
func staged(ctx context.Context, pages infoseek.Pages, s infoseek.Searcher, roots []string) (*cost, error) {
	c := &cost{queries: &recorder{Searcher: s}}
	var err error
	c.spent, err = timed(ctx, synth.Job{
		Pages: pages, Searcher: c.queries, Options: synth.Options{Seed: seed, Roots: roots}, Limits: synth.Limits{N: math.MaxInt32, Workers: 1}, Version: "bench", Watch: c.stages.watch,
	})
	return c, err
}

// each is milliseconds a question.
func (c *cost) each(d time.Duration) float64 { return 1000 * d.Seconds() / float64(c.questions) }

func (c *cost) perQuestion(of ...synth.Stage) float64 { return c.each(c.sum(of)) }

func (c *cost) perRoot(of ...synth.Stage) float64 {
	return 1000 * c.sum(of).Seconds() / float64(c.roots)
}

func (c *cost) sum(of []synth.Stage) (d time.Duration) {
	for _, s := range of {
		d += c.stages.spent[s]
	}
	return d
}
