package main

import (
	"infoseek/lm"
	"infoseek/train"
)

// languageOf is how m reads conversations.
func languageOf(m *lm.Model) (train.Language, error) { return lm.NewChat("model", m, nil) }
