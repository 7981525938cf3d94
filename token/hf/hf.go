// Package hf reads tokenizer.json, the file in which Hugging Face's tokenizers keep a tokenizer, for byte-level BPE: GPT-2's, Llama 3's, Qwen's, SmolLM's and their kin. It gives the token ids that the Python library gives; what it
// does not know in a file is an error, never a guess. Other kinds (WordPiece, SentencePiece) it refuses.
//
// Reading order: file.go (what the file says), split.go (text into pieces), merge.go (pieces into tokens), tokenizer.go.
package hf

import "fmt"

// UnsupportedError names what in a tokenizer.json this package does not know.
type UnsupportedError struct{ What string }

func (e *UnsupportedError) Error() string { return "not supported: " + e.What }

func unsupported(format string, args ...any) error {
	return &UnsupportedError{fmt.Sprintf(format, args...)}
}
