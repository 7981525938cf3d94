package main

import (
	"context"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"infoseek"
	"infoseek/lm"

	"github.com/spf13/cobra"
)

func newLMCheckCmd(a *app) *cobra.Command {
	var f lmFlags
	var asJSON bool
	c := &cobra.Command{
		Use:   "check [MODEL]",
		Short: "Say which backends and devices are there, and try a model",
		Long: `Say which backends this build has and which devices they find. With a model, load it on --backend, say what it is, and
have it write 32 tokens twice: seconds to read a prompt and tokens a second, and whether both texts are the same.

Exit code 3 if they are not, 1 if the model can't be run.`,
		Example: `  infoseek lm check
  infoseek lm check smollm2 --backend xla --json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r := lmReport{V: infoseek.FormatVersion, Backends: backendReports()}
			if len(args) > 0 {
				err := a.chatModel(args[0], "", f, func(m *lm.Chat) (err error) {
					r.Model, err = tryModel(cmd.Context(), m, f.backend)
					return err
				})
				if err != nil {
					return err
				}
			}
			if err := a.printLM(r, asJSON); err != nil {
				return err
			}
			if r.Model != nil && !r.Model.Same {
				return errDifferent
			}
			return nil
		},
	}
	f.add(c)
	jsonFlag(c, &asJSON)
	return c
}

// lmReport is what 'lm check --json' prints.
type lmReport struct {
	V        int             `json:"v"`
	Backends []backendReport `json:"backends"`
	Model    *modelReport    `json:"model,omitempty"`
}

type backendReport struct {
	Name    string `json:"name"`
	Error   string `json:"error"` // "" if it can be opened
	Devices int    `json:"devices"`
	About   string `json:"about"`
}

type modelReport struct {
	Name            string  `json:"name"`
	Backend         string  `json:"backend"`
	Context         int     `json:"context"`
	PromptTokens    int     `json:"prompt_tokens"`
	PromptSeconds   float64 `json:"prompt_seconds"`
	TokensPerSecond float64 `json:"tokens_per_second"`
	Text            string  `json:"text"`
	Same            bool    `json:"same"`
}

// backendReports opens each backend once.
func backendReports() []backendReport {
	var all []backendReport
	for _, name := range append(lm.Backends(), lm.Absent()...) {
		r := backendReport{Name: name}
		if b, err := lm.OpenBackend(name); err != nil {
			r.Error = err.Error()
		} else {
			r.Devices, r.About = b.NumDevices(), b.Description()
			b.Finalize()
		}
		all = append(all, r)
	}
	return all
}

// tried is what a model is asked to go on from.
const tried = "The lake lies between two hills, and the town on its shore is"

func tryModel(ctx context.Context, m *lm.Chat, backend string) (*modelReport, error) {
	prompt := m.Encode(tried)
	r := &modelReport{Name: m.Info().Name, Backend: backend, Context: m.Info().Context, PromptTokens: len(prompt)}
	var texts [2][]lm.Token
	for i := range texts {
		begin := time.Now()
		var first time.Time
		written, err := m.Write(ctx, prompt, lm.Writing{Sampling: lm.Sampling{Temperature: 1, MaxTokens: 32, Seed: 1}, Text: func(string, []lm.Token) bool {
			if first.IsZero() {
				first = time.Now()
			}
			return true
		}})
		if err != nil {
			return nil, fmt.Errorf("lm check: %w", err)
		}
		texts[i], r.Text = written.Tokens, written.Text
		r.PromptSeconds = first.Sub(begin).Seconds()
		r.TokensPerSecond = float64(len(written.Tokens)-1) / time.Since(first).Seconds()
	}
	r.Same = slices.Equal(texts[0], texts[1])
	return r, nil
}

func (a *app) printLM(r lmReport, asJSON bool) error {
	if asJSON {
		return a.printJSON(r)
	}
	w := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
	for _, b := range r.Backends {
		if b.Error != "" {
			fmt.Fprintf(w, "%s\t-\t%s\n", b.Name, b.Error)
		} else {
			fmt.Fprintf(w, "%s\t%d devices\t%s\n", b.Name, b.Devices, b.About)
		}
	}
	if m := r.Model; m != nil {
		fmt.Fprintf(w, "\nmodel\t%s on %s, context %d\n", m.Name, m.Backend, m.Context)
		fmt.Fprintf(w, "prompt\t%d tokens in %.2f s\nspeed\t%.1f tokens a second\nsame seed, same text\t%t\n", m.PromptTokens, m.PromptSeconds, m.TokensPerSecond, m.Same)
	}
	return w.Flush()
}
