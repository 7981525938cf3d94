package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"infoseek"
	"infoseek/contamination"
	"infoseek/internal/jsonl"
	"infoseek/reward"
	"infoseek/runs"
	"infoseek/verify"

	"github.com/spf13/cobra"
)

// contaminationOptions are the flags of 'contamination'.
type contaminationOptions struct {
	sets  []string
	split splitFlag
	out   string
}

func newContaminationCmd(a *app) *cobra.Command {
	var o contaminationOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "contamination TRAIN --set FILE",
		Short: "Find what a set to test by and what is trained on have in common",
		Long: `Hold what a model is trained on against the sets that it will be tested by. TRAIN is a run directory or a file of JSON lines
{"id", "question", "answers"}; of a run its questions, or one side of them (--split), and its accepted trajectories.

  question  a training question repeats one of a set: word for word, lightly edited, within a longer text, with another answer
  text      a text that a trajectory holds, found by a search or written, tells a question of a set
  answer    a training question has the answer of a set's question; counted, but no fault by itself

Each question or text is told on a line; exit code 3 if there is any. -o writes the questions of TRAIN that repeat none.

At test time, --firewall of 'ask', 'rollout', 'grpo' and 'eval' withholds documents that tell the very question that is asked.`,
		Example: `  infoseek contamination run --set nq.jsonl.zst --set bamboogle.jsonl.zst --split train
  infoseek contamination questions.jsonl --set held-out.jsonl -o clean.jsonl`,
		Args: needArgs(1, 1, "a run directory or a file of questions"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(o.sets) == 0 {
				return usagef("", "contamination needs a set to hold against (--set)")
			}
			if err := o.split.check(); err != nil {
				return err
			}
			f, err := newFirewall(o)
			if err != nil {
				return err
			}
			if err := f.all(cmd.Context(), args[0]); err != nil {
				return err
			}
			return f.tell(a, args[0], asJSON)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.sets, "set", nil, "`file` of JSON lines {\"id\", \"question\", \"answers\"} that must not be trained on; may be given several times")
	c.MarkFlagFilename("set", "jsonl", "zst", "gz")
	o.split.add(c)
	f.StringVarP(&o.out, "out", "o", "", "`file` for the questions that repeat none")
	jsonFlag(c, &asJSON)
	return c
}

// leak is something that is trained on and tells a question of a set.
type leak struct {
	Kind   string `json:"kind"` // question or text
	ID     string `json:"id"`   // of the training question or sample
	Detail string `json:"detail"`
}

// firewall is training data being held against sets.
type firewall struct {
	contaminationOptions
	questions *verify.Contamination
	texts     contamination.Index
	answers   map[string]bool

	res   firewallRecord
	clean []infoseek.Question
}

// firewallRecord is what 'contamination --json' prints.
type firewallRecord struct {
	V         int    `json:"v"`
	Train     string `json:"train"`
	Set       int    `json:"set"` // questions of all sets
	Questions int    `json:"questions"`
	Samples   int    `json:"samples"`
	// SameAnswer counts the training questions that have the answer of a set's question.
	SameAnswer int    `json:"same_answer"`
	Leaks      []leak `json:"leaks"`
}

func newFirewall(o contaminationOptions) (*firewall, error) {
	known, hashes, err := readKnown(o.sets)
	if err != nil {
		return nil, err
	}
	f := &firewall{contaminationOptions: o, questions: verify.NewContamination(known, hashes), answers: map[string]bool{}, res: firewallRecord{V: infoseek.FormatVersion, Set: len(known), Leaks: []leak{}}}
	for _, k := range known {
		f.texts.Add(k.Set+" "+k.ID, k.Question)
		for _, a := range k.Answers {
			if a = reward.Normal(a); a != "" && a != "yes" && a != "no" {
				f.answers[a] = true
			}
		}
	}
	return f, nil
}

// all holds the questions of train against the sets, and the samples that were accepted of a run.
func (f *firewall) all(ctx context.Context, train string) error {
	f.res.Train = train
	st, err := os.Stat(train)
	if err != nil {
		return err
	}
	if !st.IsDir() {
		if f.split.side != "" {
			return usagef("", "--split is for a run that is split")
		}
		for q, err := range foreign(layoutJSONL, train) {
			if err != nil {
				return err
			}
			if err := f.question(ctx, q); err != nil {
				return err
			}
		}
		return f.write()
	}
	r, err := runs.Read(train)
	if err != nil {
		return err
	}
	ids := map[string]bool{}
	for q, err := range f.split.questions(r) {
		if err != nil {
			return err
		}
		ids[q.ID] = true
		if err := f.question(ctx, q); err != nil {
			return err
		}
	}
	if err := f.samples(ctx, filepath.Join(train, runs.AcceptedName), ids); err != nil {
		return err
	}
	return f.write()
}

func (f *firewall) question(ctx context.Context, q infoseek.Question) error {
	f.res.Questions++
	found, err := f.questions.Check(ctx, &verify.Item{Question: q})
	if err != nil {
		return err
	}
	for _, a := range append([]string{q.Answer}, q.Aliases...) {
		if f.answers[reward.Normal(a)] {
			f.res.SameAnswer++
			break
		}
	}
	if len(found.Against) == 0 {
		f.clean = append(f.clean, q)
		return ctx.Err()
	}
	f.res.Leaks = append(f.res.Leaks, leak{"question", q.ID, strings.Join(found.Against, "; ")})
	return ctx.Err()
}

// samples holds each text of the samples that are of questions taken against the sets; there may be none.
func (f *firewall) samples(ctx context.Context, file string, taken map[string]bool) error {
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for s, err := range jsonl.ReadFile[infoseek.Sample](file, jsonl.Options{}) {
		if err != nil {
			return err
		}
		if !taken[s.QuestionID] {
			continue
		}
		f.res.Samples++
		for _, seg := range s.Trajectory.Segments {
			for _, found := range f.texts.Find(seg.Text) {
				f.res.Leaks = append(f.res.Leaks, leak{"text", s.ID, fmt.Sprintf("the %s of turn %d tells %s (%.0f%%)", seg.Kind, seg.Turn, found.ID, 100*found.Share)})
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// write writes the questions that repeat none.
func (f *firewall) write() error {
	if f.out == "" {
		return nil
	}
	return runs.WriteFile(f.out, func(w io.Writer) error {
		lines := jsonl.NewWriter(w)
		for _, q := range f.clean {
			if err := lines.Write(q); err != nil {
				return err
			}
		}
		return lines.Flush()
	})
}

func (f *firewall) tell(a *app, train string, asJSON bool) error {
	if asJSON {
		if err := a.printJSON(f.res); err != nil {
			return err
		}
	} else {
		for _, l := range f.res.Leaks {
			if err := a.printf("%s %s: %s\n", l.Kind, l.ID, l.Detail); err != nil {
				return err
			}
		}
		if err := a.printf("%s: %d %s and %d %s held against %d of the sets: %d %s; %d have an answer of theirs\n", train,
			f.res.Questions, plural(f.res.Questions, "question"), f.res.Samples, plural(f.res.Samples, "sample"), f.res.Set, len(f.res.Leaks), plural(len(f.res.Leaks), "leak"), f.res.SameAnswer); err != nil {
			return err
		}
	}
	if len(f.res.Leaks) > 0 {
		return fmt.Errorf("%w: %d of what is trained on is in the sets", errDifferent, len(f.res.Leaks))
	}
	return nil
}
