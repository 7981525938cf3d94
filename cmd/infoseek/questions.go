package main

import (
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/internal/jsonl"
)

// questionsFile names the questions of a run directory; any other name is taken as a file of questions.
func questionsFile(name string) (string, error) {
	st, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if !st.IsDir() {
		return name, nil
	}
	file := filepath.Join(name, "questions.jsonl")
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return "", usagef("a run directory holds questions.jsonl once its command has ended or been interrupted", "%s is no run with questions", name)
	}
	return file, nil
}

// readQuestions reads the questions of a file or run directory one by one.
func readQuestions(name string) iter.Seq2[infoseek.Question, error] {
	return func(yield func(infoseek.Question, error) bool) {
		file, err := questionsFile(name)
		if err != nil {
			yield(infoseek.Question{}, err)
			return
		}
		jsonl.ReadFile[infoseek.Question](file, jsonl.Options{})(yield)
	}
}

// batches gathers at most n values at a time.
func batches[T any](values iter.Seq2[T, error], n int) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		var batch []T
		for v, err := range values {
			if err != nil {
				yield(nil, err)
				return
			}
			if batch = append(batch, v); len(batch) < n {
				continue
			}
			if !yield(batch, nil) {
				return
			}
			batch = nil
		}
		if len(batch) > 0 {
			yield(batch, nil)
		}
	}
}
