package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"infoseek/lm"

	"github.com/gomlx/compute/dtypes"
	"github.com/spf13/cobra"
)

// lmFlags are the flags of commands that run a model in this process.
type lmFlags struct {
	backend string
	slots   int
	context int
	kind    string
}

func (f *lmFlags) add(c *cobra.Command) {
	backendFlag(c, &f.backend)
	c.Flags().IntVar(&f.slots, "slots", 0, "how many texts are written side by side; each step costs as much as if all were; 0: what suits the backend")
	c.Flags().IntVar(&f.context, "context", 0, fmt.Sprintf("most tokens of a prompt and what is written after it, which is what the memory that each text may take follows from; 0: the model's own, %d at most", defaultContext))
	c.Flags().StringVar(&f.kind, "dtype", "f32", "numbers to compute with: f32 or bf16")
}

// defaultContext is the context where --context says none: the caches of a long one take more memory than most machines have.
const defaultContext = 4096

// within is the context to use of a model that has one of most tokens.
func (f *lmFlags) within(most int) (int, error) {
	switch {
	case f.context == 0:
		return min(most, defaultContext), nil
	case f.context < 0 || f.context > most:
		return 0, usagef("", "--context %d: give 1 to %d, the model's own", f.context, most)
	}
	return f.context, nil
}

// backendFlag is the flag of all commands that compute with tensors.
func backendFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "backend", "go", "what computes: go (in this program), xla (CPU) or xla:cuda, in builds with the tag xla")
}

// chatModel loads the model at path and gives it to use, under its own name if name is "".
func (a *app) chatModel(path, name string, f lmFlags, use func(*lm.Chat) error) (err error) {
	o := lm.Options{Slots: f.slots}
	switch f.kind {
	case "f32":
	case "bf16":
		o.Type = dtypes.BFloat16
	default:
		return usagef("", "--dtype %s: give f32 or bf16", f.kind)
	}
	if f.slots < 0 {
		return usagef("", "--slots %d: give 0 or more", f.slots)
	}
	backend, err := lm.OpenBackend(f.backend)
	if err != nil {
		return usagef("", "--%v", err)
	}
	defer backend.Finalize()
	m, err := lm.Load(path)
	if err != nil {
		return err
	}
	if m.Context, err = f.within(m.Context); err != nil {
		return err
	}
	a.log.Info("read", "model", path, "architecture", m.Arch, "values", m.Params.Size(), "context", m.Context)
	g, err := lm.NewGenerator(m.Config, m.Params, backend, o)
	if err != nil {
		return err
	}
	defer g.Close()
	m.Params = nil // they are on the device
	if name == "" {
		name = modelName(path)
	}
	c, err := lm.NewChat(name, m, g)
	if err != nil {
		return err
	}
	return use(c)
}

// modelName is the folder's or file's name, without .gguf.
func modelName(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return strings.TrimSuffix(filepath.Base(path), ".gguf")
}
