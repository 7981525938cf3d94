package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"infoseek"
	"infoseek/dataset"
	"infoseek/internal/jsonl"
	"infoseek/runs"
	"infoseek/split"

	"github.com/spf13/cobra"
)

// The outputs of 'split' in a run.
const (
	splitName        = "split.json"
	trainName        = "train.jsonl"
	testName         = "test.jsonl"
	splitDroppedName = "split-dropped.jsonl"
)

func newSplitCmd(a *app) *cobra.Command {
	var o split.Options
	var from string
	var asJSON bool
	c := &cobra.Command{
		Use:   "split RUN",
		Short: "Hold out questions of a run to test by, that share no entity with those to train on",
		Long: `Split the questions of a run so that no page, title or answer is on both sides: RUN/train.jsonl and RUN/test.jsonl have them as
they are, RUN/split-dropped.jsonl each question that straddles, with what it shares, and RUN/split.json says how it was done.

Questions that share an entity hang together. While whole groups of them do, nothing is lost; where one giant group has nearly
all, a part of it is cut out in the way that loses fewest of the --tries tried. The same seed gives the same split, whatever the
order of the questions.

The final set of 'infoseek filter' (RUN/final.jsonl) is split where there is one, else RUN/questions.jsonl. 'rollout', 'sft' and
'grpo' take one side with --split train or --split test; the files can be used like any other file of questions too.`,
		Example: `  infoseek split run
  infoseek split run --test 300 --seed 7
  infoseek rollout run --split test`,
		Args: needArgs(1, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if o, err = o.Settle(); err != nil {
				return usagef("", "%v", err)
			}
			if err := needRun(args[0]); err != nil {
				return err
			}
			rec, err := splitRun(args[0], from, o)
			if err != nil {
				return err
			}
			return a.tellSplit(rec, asJSON)
		},
	}
	f := c.Flags()
	f.Float64Var(&o.Test, "test", 0.1, "questions to hold out: below 1 a share of all, from 1 on their number")
	f.IntVar(&o.Tries, "tries", 16, "cuts of a giant group that are tried")
	f.Uint64Var(&o.Seed, "seed", 1, "what chance goes by")
	f.StringVar(&from, "questions", "", "`file` of the run to split (default final.jsonl, or else questions.jsonl)")
	c.MarkFlagFilename("questions", "jsonl")
	jsonFlag(c, &asJSON)
	return c
}

// splitRecord is split.json.
type splitRecord struct {
	V       int    `json:"v"`
	Run     string `json:"run"`
	Dir     string `json:"-"`
	From    string `json:"from"` // the file that was split, and its hash
	FromSum string `json:"from_sha256"`
	split.Options
	Questions int `json:"questions"`
	// Entities counts the pages and titles of all questions. Components are the groups of questions that hang together through them.
	Entities   int         `json:"entities"`
	Components int         `json:"components"`
	Largest    int         `json:"largest"` // questions of the largest component
	Cut        bool        `json:"cut"`     // whether that had to be cut
	Dropped    int         `json:"dropped"`
	Sides      []splitSide `json:"sides"`
}

// splitSide is one of the two files.
type splitSide struct {
	Name      string `json:"name"`
	File      string `json:"file"`
	Questions int    `json:"questions"`
	Entities  int    `json:"entities"`
	SHA256    string `json:"sha256"`
}

// splitRun splits the questions of a run and writes the files.
func splitRun(dir, from string, o split.Options) (rec splitRecord, err error) {
	release, err := runs.Hold(dir)
	if err != nil {
		return rec, err
	}
	defer func() { err = errors.Join(err, release()) }()
	r, err := runs.Read(dir)
	if err != nil {
		return rec, err
	}
	if from == "" {
		from = finalName
		if _, err := os.Stat(filepath.Join(dir, from)); err != nil {
			from = runs.QuestionsName
		}
		if from, err = r.Output(from); err != nil {
			return rec, err
		}
	}
	s := &splitting{dir: dir, run: r.Manifest().Run}
	if err := s.read(from); err != nil {
		return rec, err
	}
	if s.parts, err = split.Partition(s.items, o); err != nil {
		return rec, usagef("", "%s: %v", from, err)
	}
	sum, err := hashFile(from)
	if err != nil {
		return rec, err
	}
	rec = splitRecord{
		V: infoseek.FormatVersion, Run: s.run, Dir: dir, From: filepath.Base(from), FromSum: sum, Options: o,
		Questions: len(s.items), Entities: s.entities(split.Train, split.Test, split.Straddles),
		Components: s.parts.Components, Largest: s.parts.Largest, Cut: s.parts.Cut,
	}
	return rec, s.write(&rec)
}

// splitting is a run's questions on their way to one of the sides.
type splitting struct {
	dir, run  string
	questions []dataset.Question
	items     []split.Item
	parts     split.Parts
}

func (s *splitting) read(file string) error {
	for q, err := range dataset.ReadQuestions(file) {
		if err != nil {
			return err
		}
		s.questions, s.items = append(s.questions, q), append(s.items, split.Of(q.Value))
	}
	return nil
}

// write writes both sides, what is dropped, and last the record that says that they are whole.
func (s *splitting) write(rec *splitRecord) error {
	if err := os.Remove(filepath.Join(s.dir, splitName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, side := range []splitSide{{Name: "train", File: trainName}, {Name: "test", File: testName}} {
		which := split.Train
		if side.Name == "test" {
			which = split.Test
		}
		n, err := s.writeSide(side.File, which, func(i int) any { return s.questions[i] })
		if err != nil {
			return err
		}
		side.Questions, side.Entities = n, s.entities(which)
		if side.SHA256, err = hashFile(filepath.Join(s.dir, side.File)); err != nil {
			return err
		}
		rec.Sides = append(rec.Sides, side)
	}
	var err error
	if rec.Dropped, err = s.writeSide(splitDroppedName, split.Straddles, s.drop); err != nil {
		return err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(rec); err != nil {
		return err
	}
	return runs.WriteFile(filepath.Join(s.dir, splitName), func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

// drop tells what a question that straddles shares with the test side.
func (s *splitting) drop(i int) any {
	kind, what, _ := strings.Cut(s.parts.Shared[i], ":")
	return infoseek.Drop{V: infoseek.FormatVersion, ID: s.items[i].ID, Run: s.run, Reason: "straddles", Detail: fmt.Sprintf("shares the %s %q with a question to test by", kind, what)}
}

func (s *splitting) writeSide(name string, side split.Side, record func(int) any) (n int, err error) {
	err = runs.WriteFile(filepath.Join(s.dir, name), func(w io.Writer) error {
		lines := jsonl.NewWriter(w)
		for i := range s.items {
			if s.parts.Sides[i] != side {
				continue
			}
			n++
			if err := lines.Write(record(i)); err != nil {
				return err
			}
		}
		return lines.Flush()
	})
	return n, err
}

// entities counts the distinct keys of some sides.
func (s *splitting) entities(sides ...split.Side) int {
	seen := map[string]bool{}
	for i, it := range s.items {
		for _, side := range sides {
			if s.parts.Sides[i] != side {
				continue
			}
			for _, k := range it.Keys {
				seen[k] = true
			}
		}
	}
	return len(seen)
}

func (a *app) tellSplit(rec splitRecord, asJSON bool) error {
	if asJSON {
		return a.printJSON(rec)
	}
	train, test := rec.Sides[0], rec.Sides[1]
	if err := a.printf("%s: %d of %d %s to train on, %d to test by, %d dropped\n", rec.Dir, train.Questions, rec.Questions, plural(rec.Questions, "question"), test.Questions, rec.Dropped); err != nil {
		return err
	}
	how := "whole ones are held out"
	if rec.Cut {
		how = "it is cut"
	}
	return a.printf("%d pages and names in all: %d on the one side, %d on the other, none on both; %d %s, the largest of %d questions: %s\n",
		rec.Entities, train.Entities, test.Entities, rec.Components, plural(rec.Components, "component"), rec.Largest, how)
}
