package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"infoseek"
	"infoseek/agent"
	"infoseek/dataset"
	"infoseek/runs"

	"github.com/spf13/cobra"
)

// exportOptions are the flags of 'export'.
type exportOptions struct {
	as      string
	out     string
	card    dataset.Card
	rows    int
	samples dataset.SampleOptions
	which   string
	turns   int
}

func newExportCmd(a *app) *cobra.Command {
	var o exportOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "export RUN",
		Short: "Write the questions or trajectories of a run in a format that other programs read",
		Long: `Write the questions or the trajectories of a run in a format that other programs read.

Questions (of 'synth', 'filter' or 'audit'):

  jsonl     questions.jsonl as it is, checked line by line
  infoseek  the layout of the public InfoSeek data set, one object a line: the tree as nested objects with claims, and
            all_tree_states, the tree after each step with an easier question each: the finished question without the
            clauses of later steps
  parquet   a directory that Hugging Face datasets loads: data/train-*.parquet, and README.md, a dataset card with
            source, licence, counts, options and seed

Trajectories (of 'rollout'; the accepted ones if 'reject' has decided, else all):

  chat      JSON lines, a conversation each: messages and tool calls as the chat API has them
  tags      JSON lines: the prompt, and the rest as one text with <think>, <search>, <information> and <answer>; own
            lists the spans of the text that the agent wrote, in bytes and in characters, with its token ids where the
            server gave them: what a loss mask needs
  verl      a directory: sft.parquet (messages, for multi-turn SFT) and rl.parquet (a prompt a question, for GRPO: all
            questions that were sampled, with the prompt that the model had). Of a run without trajectories: rl.parquet
            of its questions, with the prompt of 'ask' and 'rollout'
  trl       a directory that Hugging Face datasets loads, with three configurations: messages (a trajectory a row),
            prompt_completion (a turn a row), prompt (a question a row, for GRPO, as in rl.parquet). Of a run without
            trajectories: prompt alone
  hf        a directory that Hugging Face datasets loads: whole records in data/train-*.parquet, and README.md

With --tools native, prompts for GRPO are those of native tool calls, and verl and trl get a folder recipe: the agent's
tools and its reward, which ask 'infoseek serve', and a script that starts the training.

What is written takes the place of an earlier export at once, when it is whole.`,
		Example: `  infoseek export run > questions.jsonl
  infoseek export run --as infoseek -o infoseek.jsonl
  infoseek export run --as parquet -o dataset --license cc-by-sa-4.0 --source "English Wikipedia, dump of 2026-01-01"
  infoseek export rollouts --as chat -o train.jsonl
  infoseek export rollouts --as verl -o verl --data-source searchR1_nq
  infoseek export rollouts --as trl -o trl --trajectories accepted
  infoseek export run --as verl -o verl --tools native`,
		Args: needArgs(1, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := a.export(cmd.Context(), o, args[0])
			if err != nil || o.out == "-" {
				return err
			}
			if asJSON {
				return a.printJSON(exportRecord{infoseek.FormatVersion, o.as, r.Questions, r.Trajectories, r.Files})
			}
			if o.ofSamples() && filepath.Base(r.From) == runs.QuestionsName {
				return a.printf("%s: %d prompts as %s\n", o.out, r.Questions, o.as)
			}
			if o.ofSamples() {
				return a.printf("%s: %d trajectories on %d questions, of %s, as %s\n", o.out, r.Trajectories, r.Questions, filepath.Base(r.From), o.as)
			}
			return a.printf("%s: %d questions as %s\n", o.out, r.Questions, o.as)
		},
	}
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

// formatNames are the names of the formats.
func formatNames() []string {
	var names []string
	for _, f := range dataset.Formats {
		names = append(names, string(f))
	}
	return names
}

func (o *exportOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.as, "as", string(dataset.JSONL), "format: "+strings.Join(formatNames(), ", "))
	c.RegisterFlagCompletionFunc("as", cobra.FixedCompletions(formatNames(), cobra.ShellCompDirectiveNoFileComp))
	f.StringVarP(&o.out, "out", "o", "-", "`file` to write, - for stdout; for parquet, verl, trl and hf the directory to make")
	f.StringVar(&o.card.Name, "name", "", "name of the data set on its card (default the run's id)")
	f.StringVar(&o.card.License, "license", "", "the corpus's licence, as Hugging Face names it, for the card (default unknown)")
	f.StringVar(&o.card.Source, "source", "", "what the corpus is and where it is from, for the card")
	f.StringVar(&o.card.Language, "language", "en", "language of the corpus, as an ISO 639 code, for the card")
	f.IntVar(&o.rows, "rows", dataset.ShardRows, "most rows in a Parquet file (not for verl)")
	f.StringVar(&o.which, "trajectories", "", "all or accepted (default accepted if the run has decided, else all)")
	c.RegisterFlagCompletionFunc("trajectories", cobra.FixedCompletions([]string{string(dataset.AllSamples), string(dataset.AcceptedSamples)}, cobra.ShellCompDirectiveNoFileComp))
	f.StringVar(&o.samples.DataSource, "data-source", dataset.DataSource, "data_source of verl's rows: verl chooses the reward function by it and refuses those it doesn't know")
	f.IntVar(&o.turns, "turns", 0, "turns that verl's prompts allow where no model has answered yet, 0: 6")
	f.StringVar((*string)(&o.samples.Protocol), "tools", "", "tags or native: the protocol of prompts for GRPO, for verl and trl (default that of the trajectories, tags where there are none)")
	c.RegisterFlagCompletionFunc("tools", cobra.FixedCompletions([]string{string(dataset.InTags), string(dataset.Native)}, cobra.ShellCompDirectiveNoFileComp))
	f.StringVar(&o.samples.Split, "split", "train", "split that verl's rows say they belong to")
}

// export writes the run's questions or trajectories; Out "-" is stdout.
func (a *app) export(ctx context.Context, o exportOptions, run string) (dataset.Report, error) {
	if err := o.check(); err != nil {
		return dataset.Report{}, err
	}
	what := "questions"
	if o.ofSamples() {
		what = "trajectories"
	}
	p := a.newProgress("exporting", what, -1)
	defer p.end()
	o.samples.Which = dataset.Which(o.which)
	prompt := agent.Prompt
	if o.samples.Protocol == dataset.Native {
		prompt = agent.NativePrompt
	}
	o.samples.Prompt = func(question string) ([]infoseek.Message, error) {
		return prompt(question, agent.Options{Turns: o.turns})
	}
	e := dataset.Options{
		As: dataset.Format(o.as), Run: run, Out: o.out, Card: o.card, ShardRows: o.rows, Samples: o.samples,
		Progress: func(done int) { p.set(int64(done)) },
	}
	if o.out == "-" {
		e.Out, e.To = "", a.Stdout
	}
	return dataset.Export(ctx, e)
}

// ofSamples says whether trajectories are exported.
func (o *exportOptions) ofSamples() bool { return dataset.Format(o.as).OfSamples() }

func (o *exportOptions) check() error {
	as := dataset.Format(o.as)
	if !slices.Contains(dataset.Formats, as) {
		return usagef("one of "+strings.Join(formatNames(), ", "), "unknown format %q", o.as)
	}
	if as.IsFolder() && o.out == "-" {
		return usagef("name it with -o", "a %s export is a directory", o.as)
	}
	if o.rows < 1 {
		return usagef("", "--rows %d: want at least 1", o.rows)
	}
	if which := dataset.Which(o.which); which != "" && which != dataset.AllSamples && which != dataset.AcceptedSamples {
		return usagef("all or accepted", "--trajectories %q", o.which)
	}
	tools := o.samples.Protocol
	if tools != "" && tools != dataset.InTags && tools != dataset.Native {
		return usagef("tags or native", "--tools %q", tools)
	}
	if tools != "" && as != dataset.Verl && as != dataset.TRL {
		return usagef("", "--tools: %s exports have no prompts for GRPO", o.as)
	}
	if o.which != "" && !as.OfSamples() {
		return usagef("", "--trajectories: %s exports questions", o.as)
	}
	return nil
}

// exportRecord is what 'export --json' prints.
type exportRecord struct {
	V            int      `json:"v"`
	As           string   `json:"as"`
	Questions    int      `json:"questions"`
	Trajectories int      `json:"trajectories"`
	Files        []string `json:"files"`
}
