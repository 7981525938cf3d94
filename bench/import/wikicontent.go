package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/corpus/source"
)

// The goals of issue F.
const (
	leastTargets = 0.99
	leastF1      = 0.98
)

// dumps are the real ones of the data set.
var dumps = []string{realDump, "wiki/enwiki-real-10k.xml.bz2", "wiki/ltgwiki-pages-articles.xml.bz2"}

// wikitextContent compares the links and the words of every page with wikiextractor's.
func wikitextContent(ctx context.Context) ([]table.Row, error) {
	python, noPeer := peers(ctx)
	var rows []table.Row
	for _, dump := range dumps {
		name := strings.TrimSuffix(filepath.Base(dump), ".xml.bz2")
		targets, words := "wikiextractor's link targets found, "+name, "F1 of words beside wikiextractor, "+name
		if noPeer != nil {
			rows = append(rows, table.Skip(targets, "", table.AtLeast(leastTargets), noPeer.Error()), table.Skip(words, "", table.AtLeast(leastF1), noPeer.Error()))
			continue
		}
		c, err := compareDump(ctx, python, filepath.Join(library.New().Data, filepath.FromSlash(dump)))
		if err != nil {
			return rows, err
		}
		rows = append(rows, table.Figure(targets, c.targets.recall(), "", table.AtLeast(leastTargets)), table.Figure(words, c.words.f1(), "", table.AtLeast(leastF1)))
	}
	return rows, nil
}

// comparison sums over the pages that both programs have.
type comparison struct {
	pages          int
	targets, words overlap
}

func compareDump(ctx context.Context, python, file string) (c comparison, err error) {
	ours, err := pagesOf(ctx, file)
	if err != nil {
		return c, err
	}
	theirs, err := theirPages(ctx, python, file)
	if err != nil {
		return c, err
	}
	for id, their := range theirs {
		our, ok := ours[id]
		if !ok {
			continue
		}
		c.pages++
		c.targets.add(targetsOf(our), targetsOf(their))
		c.words.add(wordsOf(our.Text), wordsOf(their.Text))
	}
	return c, nil
}

// pagesOf reads a file's pages by id.
func pagesOf(ctx context.Context, file string) (map[string]source.Record, error) {
	r, err := source.Open(file, source.Options{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	pages := map[string]source.Record{}
	for rec, err := range r.Records(ctx) {
		if err != nil {
			return nil, err
		}
		if rec.Redirect == "" {
			pages[rec.ID] = rec
		}
	}
	return pages, nil
}

// theirPages are what wikiextractor makes of a dump.
func theirPages(ctx context.Context, python, dump string) (map[string]source.Record, error) {
	dir, err := os.MkdirTemp("", "bench-import")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out, err := os.Create(filepath.Join(dir, "pages.jsonl"))
	if err != nil {
		return nil, err
	}
	defer out.Close()
	command := wikiextractor(python, dump)
	if _, err := program(ctx, out, command[0], command[1:]...); err != nil {
		return nil, err
	}
	return pagesOf(ctx, out.Name())
}
