package main

import (
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"

	"github.com/spf13/cobra"
)

// splitFlag says which questions of a run a command takes: all, or one side of 'infoseek split'.
type splitFlag struct{ side string }

func (s *splitFlag) add(c *cobra.Command) {
	c.Flags().StringVar(&s.side, "split", "", "take one side of the run's split alone: `train|test` (default: all questions)")
	c.RegisterFlagCompletionFunc("split", cobra.FixedCompletions([]string{"train", "test"}, cobra.ShellCompDirectiveNoFileComp))
}

func (s splitFlag) check() error {
	switch s.side {
	case "", "train", "test":
		return nil
	}
	return usagef("", "--split %s: give train or test", s.side)
}

// warn tells who trains on all questions of a run that is split that some of them were held out.
func (s splitFlag) warn(a *app, run string) {
	if _, err := os.Stat(filepath.Join(run, splitName)); s.side == "" && err == nil {
		a.log.Warn("the run is split: what is held out is trained on too, unless --split train is given", "run", run)
	}
}

// file is the questions of a run, or the side of them that is asked for.
func (s splitFlag) file(run string) (string, error) {
	name := map[string]string{"": runs.QuestionsName, "train": trainName, "test": testName}[s.side]
	if s.side == "" {
		return filepath.Join(run, name), nil
	}
	if _, err := os.Stat(filepath.Join(run, splitName)); errors.Is(err, fs.ErrNotExist) {
		return "", usagef("", "%s is not split: run 'infoseek split %s' first", run, run)
	} else if err != nil {
		return "", err
	}
	return filepath.Join(run, name), nil
}

// questions ranges over the questions that are asked for.
func (s splitFlag) questions(r *runs.Reader) iter.Seq2[infoseek.Question, error] {
	if s.side == "" {
		return r.Questions()
	}
	file, err := s.file(r.Dir())
	if err != nil {
		return func(yield func(infoseek.Question, error) bool) { yield(infoseek.Question{}, err) }
	}
	return jsonl.ReadFile[infoseek.Question](file, jsonl.Options{})
}

// first are the ids of the first of the questions that are asked for, at most limit of them; 0: all.
func (s splitFlag) first(r *runs.Reader, limit int) (map[string]bool, error) {
	ids := map[string]bool{}
	for q, err := range s.questions(r) {
		if err != nil {
			return nil, err
		}
		if limit > 0 && len(ids) == limit {
			break
		}
		ids[q.ID] = true
	}
	return ids, nil
}

// takes says which samples of a run are of questions that are asked for, and adds the side's hash to that of the data.
func (s splitFlag) takes(run string, data *string) (func(question string) bool, error) {
	if s.side == "" {
		return func(string) bool { return true }, nil
	}
	r, err := runs.Read(run)
	if err != nil {
		return nil, err
	}
	file, err := s.file(run)
	if err != nil {
		return nil, err
	}
	sum, err := hashFile(file)
	if err != nil {
		return nil, err
	}
	ids, err := s.first(r, 0)
	*data += " " + sum
	return func(question string) bool { return ids[question] }, err
}
