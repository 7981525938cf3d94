package main

import (
	"bufio"
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"infoseek/bench/contexts"
	"infoseek/bench/library"
	"infoseek/corpus/source"
	"infoseek/internal/jsonl"
	"infoseek/runs"
	"infoseek/synth"
)

// part is questions over a corpus. Settled says that the searcher's rules were set while looking at the questions with an odd number, from 0: they are told apart.
type part struct {
	name    string
	open    func(ctx context.Context, l library.Library) (*library.Shelf, []asked, error)
	settled bool
	goal    float64 // least exact match, in percent, 0: none
}

var standard = []part{
	{name: "ours, Schools Wikipedia", open: ours(library.Schools, thousand-130, 21, 22, 23, 24), goal: 60},
	{name: "ours, sample encyclopedia", open: ours(library.Sample, 130, 21, 22), goal: 60},
	{name: "HotpotQA, retrieval passages", open: passages, settled: true},
	{name: "HotpotQA, paragraphs of 100 questions", open: paragraphs("hotpotqa", contexts.HotpotQA), settled: true},
	{name: "MuSiQue, paragraphs of 100 questions", open: paragraphs("musique", contexts.MuSiQue), settled: true},
}

// thousand is how many questions of ours are asked, of both corpora.
const thousand = 1000

func (p part) called(text string) bool { return strings.Contains(p.name, text) }

// asked is a question with its answers, as a run or a question set has it.
type asked struct {
	Question string   `json:"question"`
	Answer   string   `json:"answer"`
	Aliases  []string `json:"aliases"`
	Answers  []string `json:"answers"`
}

func (q asked) gold() []string {
	if q.Answer == "" {
		return q.Answers
	}
	return append([]string{q.Answer}, q.Aliases...)
}

// own are the questions of a file over a corpus that is there.
func own(dir, file string) func(context.Context, library.Library) (*library.Shelf, []asked, error) {
	return func(context.Context, library.Library) (*library.Shelf, []asked, error) {
		var questions []asked
		for q, err := range contexts.Lines[asked](file) {
			if err != nil {
				return nil, nil, err
			}
			questions = append(questions, q)
		}
		shelf, err := library.OpenDir(dir)
		return shelf, questions, err
	}
}

// ours makes n different questions from a collection, with as many of the seeds as that takes.
func ours(c library.Collection, n int, seeds ...uint64) func(context.Context, library.Library) (*library.Shelf, []asked, error) {
	return func(ctx context.Context, l library.Library) (*library.Shelf, []asked, error) {
		shelf, err := l.Open(ctx, c)
		if err != nil {
			return nil, nil, err
		}
		seen := map[string]bool{}
		var questions []asked
		for _, seed := range seeds {
			if len(questions) >= n {
				break
			}
			made, err := l.Run(ctx, shelf, fmt.Sprintf("ask-%s-%d", c.Name, seed), synth.Options{Seed: seed, PerRoot: 3})
			if err != nil {
				return shelf, nil, err
			}
			for q, err := range jsonl.ReadFile[asked](filepath.Join(made.Dir, runs.QuestionsName), jsonl.Options{}) {
				if err != nil {
					return shelf, nil, err
				}
				if !seen[q.Question] && len(questions) < n {
					questions, seen[q.Question] = append(questions, q), true
				}
			}
		}
		return shelf, questions, nil
	}
}

// passages are the queries of the retrieval set whose answers the HotpotQA set has.
func passages(ctx context.Context, l library.Library) (*library.Shelf, []asked, error) {
	known := map[string]asked{}
	for q, err := range contexts.Lines[asked](filepath.Join(l.Data, "qa", "hotpotqa.jsonl.zst")) {
		if err != nil {
			return nil, nil, err
		}
		known[oneBlank(q.Question)] = q
	}
	f, err := os.Open(filepath.Join(l.Data, "retrieval", "queries.tsv"))
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	var questions []asked
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		_, query, _ := strings.Cut(lines.Text(), "\t")
		if q, ok := known[oneBlank(query)]; ok {
			questions = append(questions, q)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, nil, err
	}
	shelf, err := l.Open(ctx, library.Passages)
	return shelf, questions, err
}

func oneBlank(s string) string { return strings.Join(strings.Fields(s), " ") }

// paragraphs are the questions of a set that come with paragraphs, over the paragraphs of all of them.
func paragraphs(name string, read func(data string) ([]contexts.Question, error)) func(context.Context, library.Library) (*library.Shelf, []asked, error) {
	return func(ctx context.Context, l library.Library) (*library.Shelf, []asked, error) {
		set, err := read(l.Data)
		if err != nil {
			return nil, nil, err
		}
		var questions []asked
		for _, q := range set {
			questions = append(questions, asked{Question: q.Text, Answers: q.Answers})
		}
		shelf, err := l.OpenOwn(ctx, "ask-"+name, records(set))
		return shelf, questions, err
	}
}

// records are the paragraphs of a set, each once.
func records(set []contexts.Question) iter.Seq2[source.Record, error] {
	return func(yield func(source.Record, error) bool) {
		seen := map[contexts.Paragraph]bool{}
		for _, q := range set {
			for _, p := range q.Paragraphs {
				if seen[p] {
					continue
				}
				seen[p] = true
				if !yield(source.Record{ID: fmt.Sprintf("p%d", len(seen)), Title: p.Title, Text: p.Text}, nil) {
					return
				}
			}
		}
	}
}
