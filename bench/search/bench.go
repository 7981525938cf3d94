package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"infoseek/bench/table"
	"infoseek/search"
)

// bench is one run of the benchmark.
type bench struct {
	data, dir string // the data set, and where indexes are made
	million   int
	seconds   float64
	quick     bool
	peers     string            // the names of those to be measured, "" for all
	versions  map[string]string // of the engines that were measured
}

// result is what one engine did with one collection.
type result struct {
	engine   engine
	err      error // why there is nothing else
	indexed  indexed
	one, two searched // with one thread and with two
	measures search.Measures
}

func (b *bench) run(ctx context.Context, tab *table.Table) error {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	b.versions = map[string]string{}
	all, err := engines(ctx)
	if err != nil {
		return err
	}
	type source struct {
		name string
		read func() (collection, error)
	}
	sources := []source{{"SciFact", b.sciFact}}
	if !b.quick {
		sources = append(sources, source{"retrieval", b.retrieval})
	}
	if b.million > 0 {
		sources = append(sources, source{"large", func() (collection, error) { return b.large(b.million) }})
	}
	for _, s := range sources {
		c, err := s.read()
		if errors.Is(err, fs.ErrNotExist) {
			tab.Add(table.Skip(s.name, "", table.Bound{}, err.Error()))
			continue
		}
		if err != nil {
			return err
		}
		results, err := b.measureAll(ctx, all, c)
		if err != nil {
			return err
		}
		tab.Add(rows(c, results)...)
	}
	return nil
}

func (b *bench) measureAll(ctx context.Context, all []engine, c collection) ([]result, error) {
	var results []result
	for _, e := range all {
		if e.name == luceneDefault && c.qrels == nil || e.name == "bleve" && c.documents > 500_000 {
			continue // there is nothing more to learn; bleve takes minutes
		}
		slog.Info("measuring", "collection", c.name, "engine", e.name)
		r := b.measure(ctx, e, c)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if r.err != nil && e.name == ourName {
			return nil, r.err
		}
		if r.err == nil {
			b.versions[e.name] = r.one.Version
		}
		results = append(results, r)
	}
	return results, nil
}

// wanted says whether a peer is to be measured.
func (b *bench) wanted(name string) bool {
	if b.peers == "" {
		return true
	}
	return slices.ContainsFunc(strings.Split(b.peers, ","), func(p string) bool { return strings.HasPrefix(name, p) })
}

func (b *bench) measure(ctx context.Context, e engine, c collection) (r result) {
	r.engine = e
	switch {
	case e.missing != "":
		r.err = errors.New(e.missing)
		return r
	case e.name != ourName && !b.wanted(e.name):
		r.err = errors.New("left out by --peers")
		return r
	}
	if r.indexed, r.err = b.index(ctx, e, c); r.err != nil {
		return r
	}
	run := "-"
	if c.qrels != nil {
		run = filepath.Join(b.dir, c.name+"-"+strings.ReplaceAll(e.name, " ", "")+".run")
	}
	if r.one, r.err = b.search(ctx, e, c, 1, run); r.err != nil {
		return r
	}
	if r.two, r.err = b.search(ctx, e, c, 2, "-"); r.err != nil || run == "-" {
		return r
	}
	r.measures, r.err = quality(run, c)
	if r.err == nil {
		slog.Info("measured", "collection", c.name, "engine", e.name, "queries per CPU s", int(float64(r.one.Queries)/r.one.CPU), "recall@5", fmt.Sprintf("%.4f", r.measures.Recall[5]))
	}
	return r
}
