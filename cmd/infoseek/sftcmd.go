package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/lm"
	"infoseek/runs"
	"infoseek/train"

	"github.com/spf13/cobra"
)

// sftOptions are the flags of 'sft'.
type sftOptions struct {
	train.SFTOptions
	trainFlags
	split splitFlag
	all   bool // of the run's samples, not the accepted ones
	// turns is told to the model in the place of a prompt that the embedded searcher did not get.
	turns int
}

func newSFTCmd(a *app) *cobra.Command {
	var o sftOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "sft RUN",
		Short: "Teach a language model by the accepted trajectories of a run",
		Long: `Train a language model in this process on RUN/accepted.jsonl, as 'infoseek reject' wrote it: next-token prediction with a loss on
the model's own turns alone, not on the prompt, on what searches found, or on the messages of the environment. The defaults are
the paper's (arXiv 2509.00375).

OUT gets metrics.jsonl (a line a step), curves.svg, checkpoints and, at the end, the folder model, which transformers and
llama.cpp's converter read. With --lora-rank an adapter is learned, and the model is written with it added.

Interrupted or killed, the same command goes on from the last checkpoint, to the losses that it would have had. A loss that is
no number stops the training and names the examples that it came of.

Trajectories that are longer than a row (--length) are left out, and counted. So are turns that were written after the agent had
dropped something from its context.`,
		Example: `  infoseek sft run --model SmolLM2-135M-Instruct -o sft
  infoseek sft run --model qwen -o sft --lora-rank 16 --rate 1e-4 --backend xla:cuda --bf16 --checkpointing --at-once 4
  infoseek sft run --model small -o sft --epochs 10 --rows 4 --rate 1e-3 --eval 0.1 --all`,
		Args: needArgs(1, 1, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			if err := needRun(args[0]); err != nil {
				return err
			}
			res, err := a.sft(cmd.Context(), o, args[0])
			if err != nil {
				return explainTraining(err)
			}
			return a.tellTraining(o.out, asJSON, struct {
				V int `json:"v"`
				trained
				train.SFTResult
			}{infoseek.FormatVersion, res.trained, res.SFTResult}, res.Curves())
		},
	}
	f := c.Flags()
	f.IntVar(&o.Epochs, "epochs", 3, "times that everything is learned from")
	f.IntVar(&o.Steps, "steps", 0, "most steps, 0: as many as the epochs have")
	f.IntVar(&o.Rows, "rows", 16, "rows of --length tokens a step; trajectories are packed into them, and do not see one another")
	f.IntVar(&o.Length, "length", 0, "tokens of a row, 0: the longest trajectory's, at most 10000")
	f.Float64Var(&o.Rate, "rate", 1e-5, "learning rate at its peak")
	f.Float64Var(&o.WarmUp, "warm-up", 0.1, "share of the steps in which the rate rises; then it falls along a cosine")
	f.Float64Var(&o.Decay, "decay", 0.01, "weight decay")
	f.Float64Var(&o.Clip, "clip", 1, "the gradient's norm is cut to this; 0: never")
	f.Float64Var(&o.EvalShare, "eval", 0.05, "share of the questions that are held back, to measure the loss on")
	f.IntVar(&o.EvalEvery, "eval-every", 50, "steps between two measurements on them")
	f.BoolVar(&o.all, "all", false, "learn from every sample of RUN/trajectories.jsonl, whatever it is worth")
	o.split.add(c)
	f.IntVar(&o.turns, "turns", 0, "turns that prompts allow where the embedded searcher got none, as 'grpo --turns' will say, 0: 6")
	o.trainFlags.add(c, &o.LoRA)
	jsonFlag(c, &asJSON)
	return c
}

func (o *sftOptions) check() error {
	if err := errors.Join(o.trainFlags.check(), o.split.check()); err != nil {
		return err
	}
	o.SFTOptions.Half, o.SFTOptions.Height, o.SFTOptions.Seed = o.half, o.height, o.seed
	var err error
	if o.SFTOptions, err = o.Settle(); err != nil {
		return usagef("", "%v", err)
	}
	return nil
}

// trained says what a training made.
type trained struct {
	Dir   string `json:"dir"`
	Model string `json:"model"` // folder
	// TooLong counts the trajectories that were left out because they are longer than a row, Held those that were held back.
	TooLong int `json:"too_long"`
	Held    int `json:"held"`
	// Cut counts the turns that are not learned because the agent had left out of their context what stands before them.
	Cut int `json:"cut"`
}

type sftResult struct {
	trained
	train.SFTResult
}

func (a *app) sft(ctx context.Context, o sftOptions, dir string) (res sftResult, err error) {
	name := runs.AcceptedName
	if o.all {
		name = runs.TrajectoriesName
	}
	file := filepath.Join(dir, name)
	if o.Data, err = hashFile(file); errors.Is(err, fs.ErrNotExist) {
		return res, usagef("", "%s is not there: run 'infoseek rollout' and 'infoseek reject' first, or give --all for every sample", file)
	} else if err != nil {
		return res, err
	}
	o.split.warn(a, dir)
	takes, err := o.split.takes(dir, &o.Data)
	if err != nil {
		return res, err
	}
	m, err := o.load()
	if err != nil {
		return res, err
	}
	o.Model = hashModel(m)
	words, err := languageOf(m)
	if err != nil {
		return res, err
	}
	if o.turns != 0 {
		o.Data += fmt.Sprintf(" turns %d", o.turns)
	}
	lesson, err := readLesson(words, file, takes, o.turns, &o.SFTOptions)
	if err != nil {
		return res, err
	}
	a.log.Info("read", "trajectories", len(lesson.learn)+len(lesson.held), "held back", len(lesson.held), "too long", lesson.tooLong, "turns cut", lesson.cut, "tokens a row", o.Length)
	res.trained = trained{Dir: o.out, Model: filepath.Join(o.out, learnedName), TooLong: lesson.tooLong, Held: len(lesson.held), Cut: lesson.cut}
	err = o.withEngine(m, o.EngineOptions(), func(e *train.Engine) error {
		told := a.newProgress("learning", "steps", -1)
		defer told.end()
		var err error
		res.SFTResult, err = train.SFT(ctx, train.SFTJob{
			Dir: o.out, Options: o.SFTOptions, Version: programVersion(), Engine: e, Examples: lesson.learn, Held: lesson.held, SaveEvery: o.saveEvery,
			Tell: func(m train.SFTMetrics, of int) {
				told.total = int64(of)
				told.set(int64(m.Step))
				told.note(fmt.Sprintf("loss %.4f", m.Loss))
			},
		})
		if err != nil {
			return err
		}
		return o.keep(m, e)
	})
	return res, err
}

// keep writes the model as it has become, if it is not there.
func (o *trainFlags) keep(m *lm.Model, e *train.Engine) error {
	dir := filepath.Join(o.out, learnedName)
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	params, err := e.Params()
	if err != nil {
		return err
	}
	learned := *m
	learned.Params = ordered(m.Params, params)
	return learned.SaveFolder(dir, o.numbers())
}
