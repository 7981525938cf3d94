package lm

import (
	"context"
	"strings"
	"unicode/utf8"

	"infoseek"
)

// Writing says how a text is written on from a prompt.
type Writing struct {
	Sampling
	Stop []string // texts that end it
	// KeepStop leaves the stop that ended the text in it.
	KeepStop bool
	// Text is told the text as it comes, in pieces of whole characters that no stop will take back, each with the tokens written since the piece before. False ends it.
	Text func(piece string, tokens []Token) bool
}

// Written is a text that was written.
type Written struct {
	Text   string
	Tokens []Token // with the one that ended it
	Finish infoseek.Finish
}

// Write goes on from a prompt until the model ends its turn, a stop comes, or the limit is reached.
func (c *Chat) Write(ctx context.Context, prompt []int, w Writing) (Written, error) {
	if w.MaxTokens == 0 {
		w.MaxTokens = mostTokens
	}
	a := &assembly{chat: c, Writing: w, finish: infoseek.FinishLength}
	if err := c.gen.Generate(ctx, prompt, w.Sampling, a.take); err != nil {
		return Written{}, err
	}
	if a.finish == infoseek.FinishLength {
		a.tell(len(a.text))
	}
	return Written{strings.ToValidUTF8(a.text, "\uFFFD"), a.tokens, a.finish}, nil
}

// assembly makes a text of tokens.
type assembly struct {
	chat *Chat
	Writing
	text   string
	told   int // bytes of the text
	listed int // tokens that came with them
	tokens []Token
	finish infoseek.Finish
}

func (a *assembly) take(k Token) bool {
	a.tokens = append(a.tokens, k)
	if a.chat.ends[k.ID] {
		a.finish = infoseek.FinishStop
		a.tell(len(a.text))
		return false
	}
	if a.chat.model.Tokenizer.Silent(k.ID) {
		return true
	}
	before := len(a.text)
	piece, _ := a.chat.model.Tokenizer.Bytes(k.ID)
	a.text += piece
	if at, length := a.stopped(before); at >= 0 {
		a.finish = infoseek.FinishStop
		if a.KeepStop {
			at += length
		}
		a.text = a.text[:at]
		a.tell(at)
		return false
	}
	return a.tell(a.safe())
}

// stopped finds the first stop that ends after byte before; -1 if there is none.
func (a *assembly) stopped(before int) (at, length int) {
	at = -1
	for _, stop := range a.Stop {
		if stop == "" {
			continue
		}
		from := max(0, before-len(stop)+1)
		if i := strings.Index(a.text[from:], stop); i >= 0 && (at < 0 || from+i < at) {
			at, length = from+i, len(stop)
		}
	}
	return at, length
}

// safe is how much of the text no stop can take back, in whole characters.
func (a *assembly) safe() int {
	end := len(a.text)
	for _, stop := range a.Stop {
		for n := min(len(stop)-1, len(a.text)); n > 0; n-- {
			if strings.HasSuffix(a.text, stop[:n]) {
				end = min(end, len(a.text)-n)
				break
			}
		}
	}
	for back := 1; back < utf8.UTFMax && back <= end; back++ {
		if c := a.text[end-back]; utf8.RuneStart(c) {
			if !utf8.FullRuneInString(a.text[end-back : end]) {
				return end - back
			}
			break
		}
	}
	return end
}

// tell tells the text up to byte end.
func (a *assembly) tell(end int) bool {
	if a.Text == nil || end <= a.told {
		return true
	}
	piece := strings.ToValidUTF8(a.text[a.told:end], "\uFFFD")
	tokens := a.tokens[a.listed:]
	a.told, a.listed = end, len(a.tokens)
	return a.Text(piece, tokens)
}
