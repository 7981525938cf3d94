package main

import (
	"context"
	"iter"
	"path/filepath"
	"strconv"

	"infoseek/bench/library"
	"infoseek/corpus/source"
	"infoseek/dataset"
)

// merged are the pages of all three sources, one a title: its first source's record, with the texts of the later ones behind.
func merged(ctx context.Context, l library.Library, contexts string) iter.Seq2[source.Record, error] {
	return func(yield func(source.Record, error) bool) {
		var order []*source.Record
		by := map[string]*source.Record{}
		for rec, err := range sources(ctx, l, contexts) {
			if err != nil {
				yield(source.Record{}, err)
				return
			}
			if page := by[rec.Title]; page != nil {
				page.Text += "\n\n" + rec.Text
				continue
			}
			rec.ID = strconv.Itoa(len(order) + 1)
			by[rec.Title] = &rec
			order = append(order, &rec)
		}
		for _, rec := range order {
			if !yield(*rec, nil) {
				return
			}
		}
	}
}

func sources(ctx context.Context, l library.Library, contexts string) iter.Seq2[source.Record, error] {
	return func(yield func(source.Record, error) bool) {
		for _, c := range []library.Collection{library.Schools, library.Passages} {
			r, err := source.Open(filepath.Join(l.Data, filepath.FromSlash(c.File)), source.Options{Group: group(c)})
			if err != nil {
				yield(source.Record{}, err)
				return
			}
			for rec, err := range r.Records(ctx) {
				if !yield(rec, err) || err != nil {
					r.Close()
					return
				}
			}
			r.Close()
		}
		paragraphs(contexts)(yield)
	}
}

func group(c library.Collection) string {
	if c.Group {
		return source.GroupTitle
	}
	return ""
}

// paragraphs yields each paragraph once.
func paragraphs(contexts string) iter.Seq2[source.Record, error] {
	return func(yield func(source.Record, error) bool) {
		seen := map[dataset.Paragraph]bool{}
		for m, err := range dataset.ReadMuSiQue(contexts) {
			if err != nil {
				yield(source.Record{}, err)
				return
			}
			for _, p := range m.Paragraphs {
				p.Number = 0
				if seen[p] {
					continue
				}
				seen[p] = true
				if !yield(source.Record{Title: p.Title, Text: p.Text}, nil) {
					return
				}
			}
		}
	}
}
