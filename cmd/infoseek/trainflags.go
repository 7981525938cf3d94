package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"infoseek/internal/safetensors"
	"infoseek/lm"
	"infoseek/runs"
	"infoseek/train"

	"github.com/spf13/cobra"
)

// learnedName is the folder of the model that a training made, in its folder.
const learnedName = "model"

// trainFlags are what both kinds of training are told.
type trainFlags struct {
	model     string
	out       string
	backend   string
	half      bool
	again     bool // layers are computed again in the backward pass
	height    int
	saveEvery int
	seed      uint64
}

func (o *trainFlags) add(c *cobra.Command, lora *train.LoRA) {
	f := c.Flags()
	f.StringVar(&o.model, "model", "", "what to begin with: a Hugging Face `folder`, or a GGUF file")
	f.StringVarP(&o.out, "out", "o", "", "`directory` to make, or to go on in")
	c.MarkFlagDirname("out")
	backendFlag(c, &o.backend)
	f.BoolVar(&o.half, "bf16", false, "compute in bfloat16; what is learned stays in 32 bits. For accelerators")
	f.BoolVar(&o.again, "checkpointing", false, "compute each layer again in the backward pass: less memory, a third more work")
	f.IntVar(&o.height, "at-once", 1, "rows that the model reads at once: memory against speed")
	f.IntVar(&lora.Rank, "lora-rank", 0, "learn an adapter of this rank instead of all weights")
	f.Float64Var(&lora.Alpha, "lora-alpha", 0, "the adapter counts this over its rank; 0: twice the rank")
	f.IntVar(&o.saveEvery, "save-every", 0, "steps between checkpoints, 0: 50 (10 iterations of grpo)")
	f.Uint64Var(&o.seed, "seed", 1, "what chance goes by")
}

func (o *trainFlags) check() error {
	switch {
	case o.model == "":
		return usagef("", "--model: name a Hugging Face folder or a GGUF file to begin with")
	case o.out == "":
		return usagef("", "-o: name a directory for what is learned")
	case o.height < 1 || o.saveEvery < 0:
		return usagef("", "--at-once: give 1 or more; --save-every: 0 or more")
	case o.half && (o.backend == "" || o.backend == "go"):
		return usagef("", "--bf16 is for accelerators (--backend xla:cuda): on backend go it would be slower than 32 bits")
	}
	return nil
}

func (o *trainFlags) load() (*lm.Model, error) {
	m, err := lm.Load(o.model)
	if err != nil {
		return nil, err
	}
	if m.Refused != nil {
		return nil, fmt.Errorf("%s: %w", o.model, m.Refused)
	}
	return m, nil
}

// withEngine has use train m.
func (o *trainFlags) withEngine(m *lm.Model, e train.EngineOptions, use func(*train.Engine) error) error {
	backend, err := lm.OpenBackend(o.backend)
	if err != nil {
		return usagef("", "%v", err)
	}
	defer backend.Finalize()
	engine, err := train.NewEngine(backend, train.Transformer(m.Config, o.again, o.half), m.Params, e)
	if err != nil {
		return err
	}
	return use(engine)
}

// numbers is how the model's weights are written.
func (o *trainFlags) numbers() safetensors.Type {
	if o.half {
		return safetensors.BF16
	}
	return safetensors.F32
}

// hashModel tells models apart by their weights and their words.
func hashModel(m *lm.Model) string {
	h := sha256.New()
	fmt.Fprintf(h, "%+v\n%s\n", m.Config, m.Template)
	h.Write(m.Vocabulary)
	var b []byte
	for _, p := range m.Params {
		fmt.Fprintf(h, "\n%s %v\n", p.Name, p.Shape)
		b = b[:0]
		for _, x := range p.Data {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
		}
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// explainTraining turns the refusal to go on in a folder of another training into what to do about it.
func explainTraining(err error) error {
	if other := (*runs.OptionsError)(nil); errors.As(err, &other) {
		return usagef("", "%v", other)
	}
	return err
}

// chartWidth is that of the terminal's curves.
const chartWidth = 48

// tellTraining writes the picture, and tells what came out.
func (a *app) tellTraining(dir string, asJSON bool, record any, curves []train.Curve) error {
	err := runs.WriteFile(filepath.Join(dir, train.PlotName), func(w io.Writer) error { return train.Plot(w, curves) })
	if err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(record)
	}
	if err := a.printf("%s\n", filepath.Join(dir, learnedName)); err != nil {
		return err
	}
	return train.Chart(a.Stdout, curves, chartWidth)
}
