package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/internal/safetensors"
	"infoseek/internal/tags"
	"infoseek/lm"
	"infoseek/runs"
	"infoseek/token/hf"

	"github.com/spf13/cobra"
)

// newModel are the flags of 'lm new'.
type newModel struct {
	vocab, hidden, inner, layers, heads, context int
	seed                                         uint64
}

// endOfTurn ends a message in the conversations of new models.
const endOfTurn = "<|end|>"

// newTemplate shows no system message: a model that knows nothing but what it is taught needs no instruction.
const newTemplate = "{% for m in messages %}{% if m['role'] == 'user' %}{{ '<|user|>' + m['content'] + '" + endOfTurn + "' }}{% endif %}{% if m['role'] == 'assistant' %}{{ '<|assistant|>' + m['content'] + '" + endOfTurn + "' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"

func newLMNewCmd(a *app) *cobra.Command {
	var o newModel
	c := &cobra.Command{
		Use:   "new RUN MODEL",
		Short: "Make a small model that knows nothing yet, with a vocabulary learned from a run",
		Long: `Write a Hugging Face folder of a small Llama: weights by chance, and a byte-level BPE vocabulary learned from the trajectories of
RUN (questions, turns and what searches found). Each of the protocol's tags is a token. Its chat template leaves out system
messages: there is nothing that would follow them. 'infoseek sft' teaches it.`,
		Example: `  infoseek lm new run small
  infoseek lm new run small --vocab 4096 --hidden 256 --layers 6 --heads 8 --seed 2`,
		Args: needArgs(2, 2, "a run directory and a folder to make"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := needRun(args[0]); err != nil {
				return err
			}
			m, err := o.make(filepath.Join(args[0], runs.TrajectoriesName))
			if err != nil {
				return err
			}
			a.log.Info("made", "model", args[1], "values", m.Params.Size(), "tokens", m.Vocab)
			if err := m.SaveFolder(args[1], safetensors.F32); err != nil {
				return err
			}
			return a.printf("%s\n", args[1])
		},
	}
	f := c.Flags()
	f.IntVar(&o.vocab, "vocab", 2048, "tokens of the vocabulary, at most")
	f.IntVar(&o.hidden, "hidden", 128, "width of the model")
	f.IntVar(&o.inner, "inner", 0, "width of its feed-forward layers, 0: twice that of the model")
	f.IntVar(&o.layers, "layers", 4, "layers")
	f.IntVar(&o.heads, "heads", 4, "heads of attention; each has an even share of the width")
	f.IntVar(&o.context, "context", 2048, "tokens of a conversation, at most")
	f.Uint64Var(&o.seed, "seed", 1, "what chance goes by")
	return c
}

func (o newModel) make(file string) (*lm.Model, error) {
	if o.heads < 1 || o.hidden%o.heads != 0 {
		return nil, usagef("", "--heads %d: give a divisor of the width, %d", o.heads, o.hidden)
	}
	m := &lm.Model{Template: newTemplate}
	if err := o.words(m, file); err != nil {
		return nil, err
	}
	inner := o.inner
	if inner == 0 {
		inner = 2 * o.hidden
	}
	end, _ := m.Tokenizer.Added(endOfTurn) // learned with the vocabulary
	m.Config = lm.Config{
		Arch: lm.Llama, Vocab: m.Vocab, Hidden: o.hidden, Inner: inner, Layers: o.layers, Heads: o.heads, KVHeads: o.heads, HeadDim: o.hidden / o.heads, Context: o.context,
		Epsilon: 1e-5, Rope: lm.Rope{Theta: 10000}, Tied: true, BOS: -1, EOS: []int{end}, Pad: -1,
	}
	if err := m.Check(); err != nil {
		return nil, usagef("", "%v", err)
	}
	m.Params = m.Random(o.seed)
	return m, nil
}

// words learns the vocabulary from a file of samples.
func (o newModel) words(m *lm.Model, file string) error {
	added := []string{"<|user|>", "<|assistant|>", endOfTurn}
	for _, name := range []string{tags.Think, tags.Search, tags.Answer, tags.Information} {
		added = append(added, tags.Opening(name), tags.Closing(name))
	}
	var failed error
	v, err := hf.Learn(told(file, &failed), o.vocab, added)
	switch {
	case errors.Is(failed, fs.ErrNotExist):
		return usagef("", "%s is not there: run 'infoseek rollout' first", file)
	case failed != nil:
		return failed
	case err != nil:
		return usagef("", "--vocab: %v", err)
	}
	if m.Vocabulary, err = v.JSON(); err != nil {
		return fmt.Errorf("lm new: %w", err)
	}
	m.Vocab = len(v.Tokens)
	m.Tokenizer, err = hf.Parse(m.Vocabulary)
	return err
}

// told are the texts of all segments of a file of samples, up to a failure.
func told(file string, failed *error) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s, err := range jsonl.ReadFile[infoseek.Sample](file, jsonl.Options{}) {
			if err != nil {
				*failed = err
				return
			}
			for _, segment := range s.Trajectory.Segments {
				if !yield(segment.Text) {
					return
				}
			}
		}
	}
}
