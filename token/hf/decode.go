package hf

import "strings"

// Bytes is what the token of id stands for; false where there is none of that id. A character may be spread over several tokens.
func (t *Tokenizer) Bytes(id int) (string, bool) {
	if text, ok := t.names[id]; ok {
		return text, true
	}
	text, ok := t.raw[id]
	return text, ok
}

// Decode is the text of ids; those that stand for nothing are left out.
func (t *Tokenizer) Decode(ids []int) string {
	var b strings.Builder
	for _, id := range ids {
		text, _ := t.Bytes(id)
		b.WriteString(text)
	}
	return b.String()
}

// Special is the text of an added token.
func (t *Tokenizer) Special(id int) (string, bool) {
	text, ok := t.names[id]
	return text, ok
}

// Added is the id of the added token with that text.
func (t *Tokenizer) Added(text string) (int, bool) {
	id, ok := t.added[text]
	return id, ok
}

// Silent says that a token is for the model alone: readers of decoded text are not shown it.
func (t *Tokenizer) Silent(id int) bool { return t.silent[id] }
