package main

import (
	"errors"
	"io"
	"path/filepath"

	"infoseek"
	"infoseek/dataset"
	"infoseek/internal/jsonl"
	"infoseek/runs"
	"infoseek/verify"

	"github.com/spf13/cobra"
)

// The outputs of 'filter' in a run.
const (
	finalName        = "final.jsonl"
	finalDroppedName = "final-dropped.jsonl"
)

func newFilterCmd(a *app) *cobra.Command {
	var policy, out string
	var asJSON bool
	c := &cobra.Command{
		Use:   "filter RUN --policy FILE",
		Short: "Make the final set of a run by the verdicts about its questions",
		Long: `Make the final set of a run by the verdicts that 'infoseek verify' gave: RUN/final.jsonl has the questions kept, as they are,
RUN/final-dropped.jsonl each question dropped with its reasons, and a table says what went why.

The policy is a YAML file:

  fault: stop              # what a fault means: keep, drop or stop (the default)
  missing: stop            # what it means that a check gave no verdict
  checks:
    certificate: {}        # must pass
    difficulty:
      missing: drop
    necessity:
      fail: keep           # the outcome doesn't matter, but
      limits:              # what was measured does
        share: {min: 0.5}

Checks that are not listed don't matter. A fault is no fail: unless the policy says what it means, the filter stops there.`,
		Example: `  infoseek filter run --policy policy.yaml
  infoseek filter run --policy policy.yaml -o final.jsonl --json`,
		Args: needArgs(1, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if policy == "" {
				return usagef("", "filter needs a policy (--policy)")
			}
			if err := needRun(args[0]); err != nil {
				return err
			}
			p, err := readFile(policy, verify.ReadPolicy)
			if err != nil {
				return err
			}
			f := &filtering{app: a, run: args[0], policy: p, out: out}
			if err := f.all(); err != nil {
				return err
			}
			return f.tell(asJSON)
		},
	}
	f := c.Flags()
	f.StringVar(&policy, "policy", "", "YAML `file` that says what a question must pass")
	c.MarkFlagFilename("policy", "yaml", "yml")
	f.StringVarP(&out, "out", "o", "", "`file` for the questions kept (default RUN/final.jsonl)")
	jsonFlag(c, &asJSON)
	return c
}

// filtering decides about the questions of a run one by one.
type filtering struct {
	app      *app
	run      string
	policy   verify.Policy
	out      string // "": within the run
	verdicts verify.Verdicts
	dropped  []infoseek.Drop
	losses   verify.Losses
}

func (f *filtering) all() error {
	release, err := runs.Hold(f.run)
	if err != nil {
		return err
	}
	return errors.Join(f.write(), release())
}

func (f *filtering) write() error {
	r, err := runs.Read(f.run)
	if err != nil {
		return err
	}
	questions, err := r.Output(runs.QuestionsName)
	if err != nil {
		return err
	}
	if f.verdicts, err = verify.ReadVerdicts(f.run); err != nil {
		return err
	}
	out := f.out
	if out == "" {
		out = filepath.Join(f.run, finalName)
	}
	if err := runs.WriteFile(out, func(w io.Writer) error { return f.keep(questions, r.Manifest().Run, jsonl.NewWriter(w)) }); err != nil {
		return err
	}
	return runs.WriteFile(filepath.Join(f.run, finalDroppedName), func(w io.Writer) error {
		lines := jsonl.NewWriter(w)
		for _, d := range f.dropped {
			if err := lines.Write(d); err != nil {
				return err
			}
		}
		return lines.Flush()
	})
}

// keep writes the questions that the policy keeps, as they were read.
func (f *filtering) keep(questions, run string, lines *jsonl.Writer) error {
	for q, err := range jsonl.ReadFile[dataset.Question](questions, jsonl.Options{}) {
		if err != nil {
			return err
		}
		id := q.Value.ID
		losses, err := f.policy.Decide(id, f.verdicts[id])
		if err != nil {
			return err
		}
		f.losses.Count(losses)
		if len(losses) == 0 {
			if err := lines.Write(q); err != nil {
				return err
			}
			continue
		}
		for _, l := range losses {
			f.dropped = append(f.dropped, infoseek.Drop{V: infoseek.FormatVersion, ID: id, Run: run, Reason: l.String(), Detail: l.Detail})
		}
	}
	return lines.Flush()
}

// filterRecord is what 'filter --json' prints.
type filterRecord struct {
	V   int    `json:"v"`
	Run string `json:"run"`
	verify.Losses
}

func (f *filtering) tell(asJSON bool) error {
	if asJSON {
		return f.app.printJSON(filterRecord{infoseek.FormatVersion, f.run, f.losses})
	}
	total := f.losses.Kept + f.losses.Dropped
	if err := f.app.printf("%s: %d of %d %s kept, %d dropped\n", f.run, f.losses.Kept, total, plural(total, "question"), f.losses.Dropped); err != nil || f.losses.Dropped == 0 {
		return err
	}
	if err := f.app.printf("%-16s %-12s %7s %7s %7s\n", "check", "reason", "first", "all", "alone"); err != nil {
		return err
	}
	for _, l := range f.losses.Why {
		if err := f.app.printf("%-16s %-12s %7d %7d %7d\n", l.Check, l.Reason, l.First, l.All, l.Alone); err != nil {
			return err
		}
	}
	return nil
}
