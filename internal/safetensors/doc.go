// Package safetensors reads and writes Hugging Face's file of named tensors: the length of a header as 8 bytes, the header as JSON, the data. It knows nothing of models. A file is foreign input: lengths, shapes and places are checked before anything is
// made room for.
package safetensors
