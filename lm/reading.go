package lm

import (
	"errors"

	"infoseek"
)

// Render is the text of a conversation as the model's template writes it, up to where the model is to go on.
func (c *Chat) Render(messages []infoseek.Message) (string, error) {
	if c.template == nil {
		return "", errors.New("the model has no chat template")
	}
	return c.template.Render(messages, nil)
}

// Decode is the text of ids.
func (c *Chat) Decode(ids []int) string { return c.model.Tokenizer.Decode(ids) }
