package main

import (
	"strings"

	"infoseek/internal/safetensors"
	"infoseek/lm"
	"infoseek/lm/gguf"

	"github.com/spf13/cobra"
)

func newLMConvertCmd(a *app) *cobra.Command {
	var kind string
	c := &cobra.Command{
		Use:   "convert FROM TO",
		Short: "Write a model as a Hugging Face folder or a GGUF file",
		Long: `Read a model, a Hugging Face folder or a GGUF file, and write it as the other or with other numbers: as a GGUF file if TO ends in
.gguf, else as a folder. Quantised tensors are made floats as llama.cpp does. The tokenizer and the chat template come along.`,
		Example: `  infoseek lm convert SmolLM2-135M-Instruct.Q4_1.gguf smollm2
  infoseek lm convert smollm2 smollm2.gguf --type q8_0`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.convert(args[0], args[1], kind)
		},
	}
	c.Flags().StringVar(&kind, "type", "f32", "how numbers are written: f32, f16, in a folder also bf16, in a GGUF file also q8_0")
	return c
}

var (
	folderTypes = map[string]safetensors.Type{"f32": safetensors.F32, "f16": safetensors.F16, "bf16": safetensors.BF16}
	ggufTypes   = map[string]gguf.Type{"f32": gguf.F32, "f16": gguf.F16, "q8_0": gguf.Q8_0}
)

func (a *app) convert(from, to, kind string) error {
	inGGUF, isGGUF := ggufTypes[kind]
	inFolder, isFolder := folderTypes[kind]
	asGGUF := strings.HasSuffix(to, ".gguf")
	if asGGUF && !isGGUF || !asGGUF && !isFolder {
		return usagef("", "--type %s: a folder takes f32, f16 and bf16, a GGUF file f32, f16 and q8_0", kind)
	}
	m, err := lm.Load(from)
	if err != nil {
		return err
	}
	if m.Refused != nil {
		a.log.Warn("the tokenizer does not come along", "why", m.Refused)
	}
	a.log.Info("read", "model", from, "architecture", m.Arch, "values", m.Params.Size())
	if asGGUF {
		return m.SaveGGUF(to, inGGUF)
	}
	return m.SaveFolder(to, inFolder)
}
