package main

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
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

// wikitextContent compares the links and the words of every page with wikiextractor's. Its words are those of --html, since it leaves lists out otherwise; its links those without, which are in sentences. Templates are not expanded:
// the English dumps have none, and those of the Latgalian one write boxes that point elsewhere. What differs most is written beside the table.
func wikitextContent(ctx context.Context) (rows []table.Row, err error) {
	python, noPeer := peers(ctx)
	var differences strings.Builder
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
		c.describe(&differences, name)
	}
	return rows, writeFile("import-differences.txt", differences.String())
}

// writeFile writes a file to bench/out.
func writeFile(name, content string) error {
	dir := filepath.Join("bench", "out")
	return errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
}

func compareDump(ctx context.Context, python, file string) (*comparison, error) {
	ours, err := pagesOf(ctx, file)
	if err != nil {
		return nil, err
	}
	linked, err := theirPages(ctx, wikiextractor(python, file, "--no-templates"))
	if err != nil {
		return nil, err
	}
	marked, err := theirPages(ctx, wikiextractor(python, file, "--no-templates", "--html"))
	if err != nil {
		return nil, err
	}
	c := newComparison()
	for _, id := range slices.Sorted(maps.Keys(marked)) {
		if our, ok := ours[id]; ok {
			c.add(our, marked[id], linked[id].targets())
		}
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
