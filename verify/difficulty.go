package verify

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"infoseek/internal/prompt"
	"infoseek/reward"
)

//go:embed prompts
var prompts embed.FS

var closedBook = prompt.MustLoad(prompts, "prompts/closedbook")

// Difficulty asks a strong model to answer from memory, with no search: a question that it can answer needs no research (arXiv 2509.00375, section on quality; about 2% of theirs).
type Difficulty struct {
	Samples   int `json:"samples"`    // k of pass@k
	MaxRight  int `json:"max_right"`  // of the samples that may be right
	MaxTokens int `json:"max_tokens"` // of an answer
}

// NewDifficulty takes k samples, of which none may be right.
func NewDifficulty(samples int) Difficulty { return Difficulty{Samples: samples, MaxTokens: 512} }

// ClosedBook is the evidence of Difficulty.
type ClosedBook struct {
	Samples []Sample `json:"samples"`
}

// Sample is one answer from memory.
type Sample struct {
	Answer string `json:"answer"` // "" if the solver gave none
	Right  bool   `json:"right"`
	Named  bool   `json:"named"` // the answer stands in what the solver thought aloud
}

// memory is what the solver answers.
type memory struct {
	Thought string `json:"thought"`
	Answer  string `json:"answer"`
}

// Name of the check.
func (Difficulty) Name() string { return "difficulty" }

// Version of the check.
func (Difficulty) Version() int { return 1 }

// Options of the check.
func (d Difficulty) Options() any { return d }

// Needs of the check.
func (Difficulty) Needs() Needs { return Needs{Role: Solver} }

// Check takes the samples one after the other. Answers count as right if they equal the answer or an alias in the normal form of SQuAD.
func (d Difficulty) Check(ctx context.Context, it *Item) (Finding, error) {
	closed := ClosedBook{Samples: []Sample{}}
	right := 0
	for k := range d.Samples {
		o := prompt.Options[memory]{MaxTokens: d.MaxTokens, Seed: it.modelSeed(k)}
		m, _, err := prompt.Ask(ctx, it.Model, closedBook, map[string]string{"Question": it.Question.Question}, o)
		if err != nil {
			return Finding{}, err
		}
		s := Sample{Answer: strings.TrimSpace(m.Answer), Right: rightAnswer(m.Answer, it.Question), Named: names(m.Thought, it.Question)}
		closed.Samples = append(closed.Samples, s)
		if s.Right {
			right++
		}
	}
	f := Finding{Evidence: closed, Measures: map[string]float64{"right": float64(right), "pass@1": share(right, d.Samples), fmt.Sprintf("pass@%d", d.Samples): number(right > 0)}}
	if right > d.MaxRight {
		f.Against = append(f.Against, fmt.Sprintf("answered from memory in %d of %d samples", right, d.Samples))
	}
	return f, nil
}

// wrong lists the answers that were given and wrong, each once, in order.
func (c ClosedBook) wrong() []string {
	seen := map[string]bool{"": true}
	var all []string
	for _, s := range c.Samples {
		if key := reward.Normal(s.Answer); !s.Right && !seen[key] {
			seen[key] = true
			all = append(all, s.Answer)
		}
	}
	return all
}
