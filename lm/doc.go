// Package lm is a transformer in this process: Llama, Qwen2 and Qwen3. It knows tokens and tensors, and nothing of questions, agents or how a model is trained.
//
// A model is three things: a Config (what shape it has), its Params (named tensors of 32-bit floats, named as Hugging Face names them), and a Net, which puts the arithmetic into a GoMLX graph. A Net is given its weights as nodes, so a trainer can
// put there what it wants: the parameters themselves, or sums of frozen ones and adapters.
//
// Reading order: config.go, params.go, net.go (the arithmetic), rope.go, backend.go (what runs it).
package lm
