package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"infoseek"
	"infoseek/corpus"
	"infoseek/verify/recount"
)

// recountOptions are the flags of 'check --independent'.
type recountOptions struct {
	independent bool
	sample      int
	seed        uint64
}

// recounter counts a sample of questions again from the pages' text alone, and compares that with their certificates.
type recounter struct {
	app    *app
	corpus *corpus.Corpus
	recountOptions
	asJSON bool
}

// recountRecord is what 'check --independent --json' prints of each question.
type recountRecord struct {
	V           int      `json:"v"`
	ID          string   `json:"id"`
	Sound       bool     `json:"sound"`
	Differences []string `json:"differences"`
}

func (r *recounter) check(ctx context.Context, name string) error {
	questions, err := r.choose(name)
	if err != nil {
		return err
	}
	r.app.log.Info("reading the text of all pages", "pages", r.corpus.Info().Pages)
	counts, err := recount.New(ctx, r.corpus)
	if err != nil {
		return err
	}
	told := r.app.newProgress("recounting", "questions", int64(len(questions)))
	defer told.end()
	differences, err := inParallel(ctx, questions, func() func(context.Context, infoseek.Question) ([]string, error) {
		return func(ctx context.Context, q infoseek.Question) ([]string, error) {
			defer told.add(1)
			c, err := counts.Question(ctx, q)
			return recount.Compare(q, c), err
		}
	})
	if err != nil {
		return err
	}
	return r.tell(questions, differences)
}

// choose draws the sample, in the order of the file.
func (r *recounter) choose(name string) ([]infoseek.Question, error) {
	var all []infoseek.Question
	for q, err := range readQuestions(name) {
		if err != nil {
			return nil, err
		}
		if q.Corpus.Hash != r.corpus.Info().Hash {
			return nil, fmt.Errorf("question %q was made over another corpus (%.12s): its counts hold there only", q.ID, q.Corpus.Hash)
		}
		all = append(all, q)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s holds no questions", name)
	}
	if r.sample <= 0 || r.sample >= len(all) {
		return all, nil
	}
	drawn := rand.New(rand.NewPCG(r.seed, 0)).Perm(len(all))[:r.sample]
	slices.Sort(drawn)
	sample := make([]infoseek.Question, len(drawn))
	for i, d := range drawn {
		sample[i] = all[d]
	}
	return sample, nil
}

func (r *recounter) tell(questions []infoseek.Question, differences [][]string) error {
	unsound := 0
	for i, q := range questions {
		if len(differences[i]) > 0 {
			unsound++
		}
		if err := r.tellOne(q.ID, differences[i]); err != nil {
			return err
		}
	}
	if !r.asJSON {
		if err := r.app.printf("%d %s recounted, %d as certified, %d not\n", len(questions), plural(len(questions), "question"), len(questions)-unsound, unsound); err != nil {
			return err
		}
	}
	if unsound > 0 {
		return fmt.Errorf("%w in %d of %d questions", errDifferent, unsound, len(questions))
	}
	return nil
}

func (r *recounter) tellOne(id string, differences []string) error {
	if r.asJSON {
		return r.app.printJSON(recountRecord{infoseek.FormatVersion, id, len(differences) == 0, orEmpty(differences)})
	}
	for _, d := range differences {
		if err := r.app.printf("%s: %s\n", id, d); err != nil {
			return err
		}
	}
	return nil
}
