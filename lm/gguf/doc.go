// Package gguf reads and writes GGUF, llama.cpp's file of named values and tensors (ggml's docs/gguf.md), versions 2 and 3. Quantised tensors are made floats as llama.cpp does (ggml-quants.c). It knows nothing of models. A file is foreign input: lengths,
// shapes and places are checked before anything is made room for.
package gguf
