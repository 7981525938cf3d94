package main

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"infoseek"
	"infoseek/agent"
	"infoseek/internal/jsonl"
	"infoseek/train"
)

// longestRow is the longest row that is chosen where none is given: the paper's longest trajectory (arXiv 2509.00375).
const longestRow = 10000

// lesson is what a file of trajectories gives to learn from.
type lesson struct {
	learn, held []train.Example
	tooLong     int
	cut         int // turns
}

// readLesson reads the samples of a file that are of questions taken, and sets the length of a row where it is not given. All samples of a question are learned from, or held back. turns is what prompts say that were made up here.
func readLesson(words train.Language, file string, takes func(question string) bool, turns int, o *train.SFTOptions) (lesson, error) {
	var l lesson
	var all []train.Example
	var of []string // the question of each
	native := 0
	for s, err := range jsonl.ReadFile[infoseek.Sample](file, jsonl.Options{}) {
		if err != nil {
			return l, err
		}
		if !takes(s.QuestionID) {
			continue
		}
		if err := prompted(&s.Trajectory, turns); err != nil {
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
		l.cut += e.Cut
		all, of = append(all, e), append(of, s.QuestionID)
	}
	if len(all) == 0 && native > 0 {
		return l, fmt.Errorf("%s: %w", file, train.ErrNative)
	}
	if o.Length == 0 {
		o.Length = min(train.Longest(all), longestRow)
	}
	held := heldBack(of, o)
	for i, e := range all {
		switch {
		case len(e.Tokens) > o.Length:
			l.tooLong++
		case held[of[i]]:
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

// prompted puts what a model is shown in the place of a bare question: the embedded searcher needs no prompt, the model that learns from it gets one.
func prompted(t *infoseek.Trajectory, turns int) error {
	if len(t.Segments) == 0 || t.Segments[0].Kind != infoseek.SegmentQuestion || t.Segments[0].Text != t.Question {
		return nil
	}
	messages, err := agent.Prompt(t.Question, agent.Options{Turns: turns})
	if err != nil {
		return err
	}
	kinds := map[string]infoseek.SegmentKind{"system": infoseek.SegmentSystem, "user": infoseek.SegmentQuestion}
	var prompts []infoseek.Segment
	for _, m := range messages {
		prompts = append(prompts, infoseek.Segment{Kind: kinds[m.Role], Origin: infoseek.OriginTemplate, Text: m.Content})
	}
	t.Segments = append(prompts, t.Segments[1:]...)
	return nil
}

// heldBack are the questions, of those that samples are of, that are held back: the share that is asked for, but never all. Which ones is a matter of their ids and the seed alone.
func heldBack(of []string, o *train.SFTOptions) map[string]bool {
	chance := map[string]float64{}
	for _, question := range of {
		h := fnv.New64a()
		h.Write([]byte(question))
		chance[question] = rand.New(rand.NewPCG(o.Seed, h.Sum64())).Float64()
	}
	questions := slices.SortedFunc(maps.Keys(chance), func(a, b string) int { return cmp.Compare(chance[a], chance[b]) })
	n := min(int(math.Round(o.EvalShare*float64(len(questions)))), len(questions)-1)
	held := map[string]bool{}
	for _, question := range questions[:max(0, n)] {
		held[question] = true
	}
	return held
}
