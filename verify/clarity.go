package verify

import (
	"context"
	"strings"

	"infoseek/internal/prompt"
)

var clarityPrompt = prompt.MustLoad(prompts, "prompts/clarity")

// Clarity has a judge read a question as the paper's judges of RL data do: is it one that takes several steps, do its parts hang together, is it clear what is asked, and is there no shortcut.
type Clarity struct {
	MaxTokens int `json:"max_tokens"`
}

// NewClarity leaves room for a short reason.
func NewClarity() Clarity { return Clarity{MaxTokens: 300} }

// judgement is what the judge answers, and the evidence.
type judgement struct {
	Why        string `json:"why"`
	ManySteps  bool   `json:"many_steps"`
	Connected  bool   `json:"connected"`
	Clear      bool   `json:"clear"`
	NoShortcut bool   `json:"no_shortcut"`
}

// Name of the check.
func (Clarity) Name() string { return "clarity" }

// Version of the check.
func (Clarity) Version() int { return 1 }

// Options of the check.
func (c Clarity) Options() any { return c }

// Needs of the check.
func (Clarity) Needs() Needs { return Needs{Role: Judge} }

// Check shows the judge the question alone: it doesn't know the answer.
func (c Clarity) Check(ctx context.Context, it *Item) (Finding, error) {
	j, _, err := prompt.Ask(ctx, it.Model, clarityPrompt, map[string]string{"Question": it.Question.Question}, prompt.Options[judgement]{MaxTokens: c.MaxTokens, Seed: it.modelSeed(0)})
	if err != nil {
		return Finding{}, err
	}
	f := Finding{Evidence: j, Measures: map[string]float64{}}
	var lacks []string
	for _, p := range []struct {
		name, lack string
		good       bool
	}{
		{"clear", "unclear", j.Clear}, {"connected", "not connected", j.Connected}, {"many_steps", "a single step", j.ManySteps}, {"no_shortcut", "a shortcut", j.NoShortcut},
	} {
		f.Measures[p.name] = number(p.good)
		if !p.good {
			lacks = append(lacks, p.lack)
		}
	}
	if len(lacks) > 0 {
		f.Against = []string{"by the judge: " + strings.Join(lacks, ", ")}
	}
	return f, nil
}
