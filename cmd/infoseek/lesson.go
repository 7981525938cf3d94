package main

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/train"
)

// longestRow is the longest row that is chosen where none is given: the paper's longest trajectory (arXiv 2509.00375).
const longestRow = 10000

// lesson is what a file of trajectories gives to learn from.
type lesson struct {
	learn, held []train.Example
	tooLong     int
}

// readLesson reads the samples of a file, and sets the length of a row where it is not given. All samples of a question are learned from, or held back.
func readLesson(words train.Language, file string, o *train.SFTOptions) (lesson, error) {
	var l lesson
	var all []train.Example
	var held []bool
	native := 0
	for s, err := range jsonl.ReadFile[infoseek.Sample](file, jsonl.Options{}) {
		if err != nil {
			return l, err
		}
		e, err := train.Transcript(words, s.ID, &s.Trajectory)
		if errors.Is(err, train.ErrNative) {
			native++
			continue
		}
		if err != nil {
			return l, fmt.Errorf("%s: %w", file, err)
		}
		all, held = append(all, e), append(held, isHeld(s.QuestionID, o))
	}
	if len(all) == 0 && native > 0 {
		return l, fmt.Errorf("%s: %w", file, train.ErrNative)
	}
	if o.Length == 0 {
		o.Length = min(train.Longest(all), longestRow)
	}
	for i, e := range all {
		switch {
		case len(e.Tokens) > o.Length:
			l.tooLong++
		case held[i]:
			l.held = append(l.held, e)
		default:
			l.learn = append(l.learn, e)
		}
	}
	if len(l.learn) == 0 {
		return l, fmt.Errorf("%s: nothing to learn from: %d trajectories, %d of them longer than %d tokens, %d held back", file, len(all), l.tooLong, o.Length, len(l.held))
	}
	return l, nil
}

// isHeld says whether a question is held back: a matter of its id and the seed alone.
func isHeld(question string, o *train.SFTOptions) bool {
	h := fnv.New64a()
	h.Write([]byte(question))
	return rand.New(rand.NewPCG(o.Seed, h.Sum64())).Float64() < o.EvalShare
}
