package main

import "github.com/spf13/cobra"

func newLMCmd(a *app) *cobra.Command {
	return group(&cobra.Command{
		Use:   "lm",
		Short: "Run language models in this process: Llama, Qwen2 and Qwen3",
		Long: `Run language models in this process: Llama, Qwen2 and Qwen3, from Hugging Face folders and GGUF files with byte-level BPE
tokenizers (docs/models.md).`,
	}, newLMServeCmd(a), newLMCheckCmd(a), newLMConvertCmd(a), newLMNewCmd(a), newLMRefreshCmd(a))
}
