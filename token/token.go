// Package token counts and cuts text in tokens. Each type is an infoseek.Tokenizer. It knows nothing of models' endpoints, prompts or agents.
package token

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bound is the tokenizer for a model whose own is not known: it never counts fewer tokens than any byte-level BPE, with or without NFC normalisation and a blank put before
// the text. Such a tokenizer makes each of its tokens of at least one byte of the text (added tokens like <|im_end|> of more), so bytes bound tokens; NFC can lengthen a
// text (U+0958 becomes two characters), so the longer of both forms counts; a byte that is no UTF-8 is sent as U+FFFD, which is three; the blank before may be a token of its own, so one is added. English text has
// about four bytes a token: a context counted so holds a quarter of what it could.
type Bound struct{}

// Count bounds the number of text's tokens from above.
func (Bound) Count(text string) int {
	if text == "" {
		return 0
	}
	if !utf8.ValidString(text) {
		text = string([]rune(text))
	}
	n := len(text)
	if !norm.NFC.IsNormalString(text) {
		n = max(n, len(norm.NFC.String(text)))
	}
	return n + 1
}

// Cut returns a prefix of text of whole characters with at most n tokens by Count: the longest but for texts that are not in NFC.
func (b Bound) Cut(text string, n int) string {
	if b.Count(text) <= n {
		return text
	}
	cut := whole(text, max(n-1, 0))
	for excess := b.Count(cut) - n; excess > 0 && cut != ""; excess = b.Count(cut) - n {
		cut = whole(cut, max(len(cut)-excess, 0))
	}
	return cut
}

// whole returns the longest prefix of at most n bytes that ends no character in its middle.
func whole(text string, n int) string {
	if n >= len(text) {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// Estimate is four bytes a token, about what English takes: no bound, for what no context has to hold.
type Estimate struct{}

// Count is a quarter of text's bytes, rounded up.
func (Estimate) Count(text string) int { return (len(text) + 3) / 4 }

// Cut returns the longest prefix of whole characters with at most n tokens.
func (Estimate) Cut(text string, n int) string { return whole(text, max(0, 4*n)) }
