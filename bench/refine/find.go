package main

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"infoseek"
	"infoseek/agent"
	"infoseek/bench/contexts"
	"infoseek/bench/library"
	"infoseek/corpus/source"
)

// trial is a question with its paragraphs as documents, in the order in which the search engine ranks them for the question.
type trial struct {
	question  contexts.Question
	documents []agent.Document
}

// find has the search engine, over the paragraphs of all questions, order those of each.
func find(ctx context.Context, l library.Library, name string, questions []contexts.Question) ([]trial, error) {
	shelf, err := l.OpenOwn(ctx, "refine-"+strings.ToLower(name), records(questions))
	if err != nil {
		return nil, err
	}
	defer shelf.Close()
	var all []trial
	for i, q := range questions {
		hits, err := shelf.Searcher.Search(ctx, []infoseek.Query{{Text: q.Text, K: shelf.Info().Pages, Unit: infoseek.UnitPage}})
		if err != nil {
			return nil, err
		}
		t, err := ordered(ctx, shelf, i, q, hits[0])
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// ordered puts the paragraphs of question i that were hit first, the others after them as they come.
func ordered(ctx context.Context, pages infoseek.Pages, i int, q contexts.Question, hits []infoseek.Hit) (trial, error) {
	t := trial{question: q}
	var order []int
	seen := map[int]bool{}
	for _, h := range hits {
		page, err := pages.Page(ctx, h.Page)
		if err != nil {
			return t, err
		}
		var of, p int
		if _, err := fmt.Sscanf(page.ID, "q%d-p%d", &of, &p); err != nil {
			return t, fmt.Errorf("page %q: %w", page.ID, err)
		}
		if of == i {
			order, seen[p] = append(order, p), true
		}
	}
	for p := range q.Paragraphs {
		if !seen[p] {
			order = append(order, p)
		}
	}
	for _, p := range order {
		t.documents = append(t.documents, agent.Document{ID: fmt.Sprint(p), Title: q.Paragraphs[p].Title, Text: q.Paragraphs[p].Text})
	}
	return t, nil
}

func records(questions []contexts.Question) iter.Seq2[source.Record, error] {
	return func(yield func(source.Record, error) bool) {
		for i, q := range questions {
			for j, p := range q.Paragraphs {
				if !yield(source.Record{ID: fmt.Sprintf("q%d-p%d", i, j), Title: p.Title, Text: p.Text}, nil) {
					return
				}
			}
		}
	}
}
