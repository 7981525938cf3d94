package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/hcsp"
	"infoseek/runs"
	"infoseek/synth"
)

// webQuestions makes all questions that the crawl of HTML gives, and checks the certificate and the evidence of each as `infoseek check` does.
func webQuestions(ctx context.Context) ([]table.Row, error) {
	l := library.New()
	shelf, err := l.Open(ctx, library.Collection{Name: "enwiki-html", File: filepath.Join("wiki", "enwiki-html.tar.zst")})
	if err != nil {
		return nil, err
	}
	defer shelf.Close()
	made, err := l.Run(ctx, shelf, "enwiki-html", synth.Options{})
	if err != nil {
		return nil, err
	}
	checked, sound, err := checkQuestions(ctx, shelf, made.Dir)
	if err != nil {
		return nil, err
	}
	about := fmt.Sprintf("certified questions from the HTML crawl of %d pages", shelf.Info().Pages)
	return []table.Row{
		table.Figure(about, float64(sound), "", table.AtLeast(1)),
		table.Figure("questions of the HTML crawl that check finds unsound", float64(checked-sound), "", table.AtMost(0)),
	}, nil
}

// checkQuestions counts the questions of a run, and those that are found again as they are stored.
func checkQuestions(ctx context.Context, shelf *library.Shelf, dir string) (checked, sound int, err error) {
	run, err := runs.Read(dir)
	if err != nil {
		return 0, 0, err
	}
	solver := hcsp.NewSolver(shelf.Corpus)
	for q, err := range run.Questions() {
		if err != nil {
			return 0, 0, err
		}
		review, err := hcsp.Check(ctx, solver, shelf.Searcher, q)
		if err != nil {
			return 0, 0, err
		}
		checked++
		if review.Same && review.Sound() {
			sound++
			continue
		}
		fmt.Fprintf(os.Stderr, "  %s: missing %q, %v\n", q.ID, review.Missing, review.Differences)
	}
	return checked, sound, nil
}
