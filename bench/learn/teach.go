package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"
)

// teach has the embedded searcher answer the first questions to train by, keeps what is worth imitating, and lays out what GRPO is asked: the other questions, and the controls, in which answers are those of other questions.
func (p plan) teach(s *stages) error {
	train, teacher := filepath.Join(p.first(s), "train.jsonl"), s.in("teacher")
	args := append([]string{"rollout", "--questions", train, "-c", s.in("corpus"), "-o", teacher, "--terse", "--limit", strconv.Itoa(p.Imitated)}, acting(200)...)
	if err := s.command("teacher", args...); err != nil {
		return err
	}
	if err := s.command("reject", "reject", teacher); err != nil {
		return err
	}
	if err := s.once("shuffled", "answers of the next", func() error { return shuffleRun(teacher, s.in("teacher-shuffled")) }); err != nil {
		return err
	}
	return s.once("course", strconv.Itoa(p.Imitated), func() error { return p.course(s, train) })
}

// course writes the questions of GRPO, easiest first: by the size of their trees, then by their length.
func (p plan) course(s *stages, train string) error {
	all, err := read[infoseek.Question](train)
	if err != nil {
		return err
	}
	if len(all) <= p.Imitated {
		return fmt.Errorf("%d questions to train by, %d of them to be imitated: none is left for GRPO", len(all), p.Imitated)
	}
	rest := all[p.Imitated:]
	slices.SortStableFunc(rest, func(a, b infoseek.Question) int {
		return cmp.Or(cmp.Compare(len(a.Tree.Vertices), len(b.Tree.Vertices)), cmp.Compare(len(a.Question), len(b.Question)))
	})
	if err := write(s.in("course.jsonl"), rest); err != nil {
		return err
	}
	return write(s.in("course-shuffled.jsonl"), shuffleGold(rest))
}

// shift is how far away the question is whose answer a control gets: near ones may have the same.
const shift = 7

// shuffleGold gives each question the answer of another.
func shuffleGold(questions []infoseek.Question) []infoseek.Question {
	out := slices.Clone(questions)
	for i := range out {
		other := otherThan(i, len(questions), func(j int) bool { return questions[i].Answer != questions[j].Answer })
		out[i].Answer, out[i].Aliases = questions[other].Answer, questions[other].Aliases
	}
	return out
}

// otherThan is the first place from i+shift on, around the end, that differs from i; i itself if none does.
func otherThan(i, n int, differs func(j int) bool) int {
	for step := range n {
		if j := (i + shift + step) % n; differs(j) {
			return j
		}
	}
	return i
}

// shuffleRun copies a run as far as 'sft' reads it. Each trajectory ends in the last turn of another.
func shuffleRun(from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"manifest.json", "questions.jsonl"} {
		b, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, name), b, 0o644); err != nil {
			return err
		}
	}
	samples, err := read[infoseek.Sample](filepath.Join(from, "accepted.jsonl"))
	if err != nil {
		return err
	}
	return write(filepath.Join(to, "accepted.jsonl"), shuffleTurns(samples))
}

// shuffleTurns gives each sample the last turn of another, with its answer.
func shuffleTurns(samples []infoseek.Sample) []infoseek.Sample {
	out := slices.Clone(samples)
	for i := range out {
		mine := &out[i].Trajectory
		other := samples[otherThan(i, len(samples), func(j int) bool { return samples[j].Trajectory.Answer != mine.Answer })].Trajectory
		last, theirs := len(mine.Segments)-1, other.Segments[len(other.Segments)-1]
		mine.Segments = slices.Clone(mine.Segments)
		theirs.Turn = mine.Segments[last].Turn
		mine.Segments[last], mine.Answer = theirs, other.Answer
	}
	return out
}

// read reads all records of a file.
func read[T any](file string) (all []T, err error) {
	for x, err := range jsonl.ReadFile[T](file, jsonl.Options{}) {
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// write writes records as a file, whole or not at all.
func write[T any](file string, all []T) error {
	return runs.WriteFile(file, func(w io.Writer) error {
		lines := jsonl.NewWriter(w)
		for _, x := range all {
			if err := lines.Write(x); err != nil {
				return err
			}
		}
		return lines.Flush()
	})
}
