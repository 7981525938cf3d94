package llm

import "unicode/utf8"

// ByteCount is the Tokenizer of a model whose own is not known: it counts bytes. Vocabularies with a token for every byte, as all common ones have, never need more tokens than that, so it is
// a safe upper bound, about four times too high for English.
type ByteCount struct{}

// Count returns the number of bytes.
func (ByteCount) Count(text string) int { return len(text) }

// Cut returns the longest prefix of whole characters with at most n bytes.
func (ByteCount) Cut(text string, n int) string {
	if n >= len(text) {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:max(n, 0)]
}
