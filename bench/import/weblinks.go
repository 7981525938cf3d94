package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/corpus/source"
)

// leastAgreement is the goal of issue F for the links of the crawl, both directions.
const leastAgreement = 0.97

// webLinks compares the links in the text of a crawl of HTML with those of the wikitext that was made of the same pages.
func webLinks(ctx context.Context) ([]table.Row, error) {
	data := library.New().Data
	crawl, err := linksOf(ctx, filepath.Join(data, "wiki", "enwiki-html.tar.zst"))
	if err != nil {
		return nil, err
	}
	wiki, err := linksOf(ctx, filepath.Join(data, "wiki", "enwiki-connected.xml.bz2"))
	if err != nil {
		return nil, err
	}
	var all overlap
	all.add(crawl, wiki)
	tellMissing("only in the crawl", crawl, wiki)
	tellMissing("only in the wikitext", wiki, crawl)
	return []table.Row{
		table.Figure("links of the wikitext found in the crawl", all.recall(), "", table.AtLeast(leastAgreement)),
		table.Figure("links of the crawl found in the wikitext", float64(all.common)/float64(max(all.ours, 1)), "", table.AtLeast(leastAgreement)),
	}, ctx.Err()
}

// linksOf are the links between the pages of a file, "from -> to" by title, redirects followed.
func linksOf(ctx context.Context, file string) (bag, error) {
	r, err := source.Open(file, source.Options{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	redirects, pages := map[string]string{}, map[string]source.Record{}
	for rec, err := range r.Records(ctx) {
		var lost *source.RecordError
		switch {
		case errors.As(err, &lost):
		case err != nil:
			return nil, err
		case rec.Redirect != "":
			redirects[capital(rec.Title)] = capital(rec.Redirect)
		default:
			pages[capital(rec.Title)] = rec
		}
	}
	links := bag{}
	for title, rec := range pages {
		for to := range targetsOf(rec) {
			if next, ok := redirects[to]; ok {
				to = next
			}
			if _, ok := pages[to]; ok && to != title {
				links[title+" -> "+to] = 1
			}
		}
	}
	return links, nil
}

// tellMissing names some of the things that only one side has.
func tellMissing(what string, one, other bag) {
	var missing []string
	for thing := range one {
		if other[thing] == 0 {
			missing = append(missing, thing)
		}
	}
	slices.Sort(missing)
	fmt.Fprintf(os.Stderr, "  %s: %d of %d\n", what, len(missing), len(one))
	for i := 0; i < len(missing); i += len(missing)/8 + 1 {
		fmt.Fprintf(os.Stderr, "    %s\n", strings.TrimSpace(missing[i]))
	}
}
