package main

import (
	"errors"
	"fmt"

	"infoseek"
	"infoseek/corpus"
	"infoseek/runs"
)

// makeQuestions makes a run directory of the questions in a file, unless it is made.
func (a *app) makeQuestions(o rolloutOptions) error {
	sum, err := hashFile(o.questions)
	if err != nil {
		return err
	}
	return a.withCorpus(o.corpus, func(c *corpus.Corpus) error {
		info := c.Info()
		r, err := runs.Open(o.out, runs.Options{
			Command: "questions", Options: map[string]string{"sha256": sum}, Corpus: infoseek.CorpusRef{Hash: info.Hash, Entities: info.Entities},
			CorpusDir: seenFrom(o.out, o.corpus), Version: programVersion(),
		})
		if err != nil {
			return err
		}
		if !r.Finished() {
			err = fillQuestions(r, o.questions)
		}
		return errors.Join(err, r.Close())
	})
}

func fillQuestions(r *runs.Run, file string) error {
	var questions []infoseek.Question
	seen := map[string]bool{}
	for q, err := range foreign(layoutJSONL, file) {
		if err != nil {
			return err
		}
		if seen[q.ID] {
			return fmt.Errorf("%s: question %q twice", file, q.ID)
		}
		seen[q.ID] = true
		q.Run, q.Planner, q.Version = r.ID(), layoutJSONL, programVersion()
		questions = append(questions, q)
	}
	if len(questions) == 0 {
		return fmt.Errorf("%s holds no questions", file)
	}
	if err := errors.Join(r.Write(runs.QuestionsName, records(questions)), r.Write(runs.DroppedName, records[infoseek.Drop](nil))); err != nil {
		return err
	}
	return r.SetState(runs.Done, func(m *runs.Manifest) { m.Counts["questions"] = len(questions) })
}
