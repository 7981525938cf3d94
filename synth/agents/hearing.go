package agents

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"infoseek/synth/claims"
)

// hearing is what a model said of one view so far: claims that passed, and what is wrong with those that did not.
type hearing struct {
	*reader
	view  *view
	kept  []claims.Claim
	wrong []wrongClaim
}

// hear checks an answer. A claim of before that was wrong stays so until one from the same sentence to the same thing passes; it may also be left out, and is dropped then.
func (h *hearing) hear(ctx context.Context, said []browseClaim) error {
	for _, s := range said {
		c, p, err := h.judge(ctx, s)
		if err != nil {
			return err
		}
		h.wrong = slices.DeleteFunc(h.wrong, func(w wrongClaim) bool { return w.Sentence == s.Sentence && w.Thing == s.Thing })
		switch {
		case p != nil:
			h.wrong = append(h.wrong, wrongClaim{Sentence: s.Sentence, Thing: s.Thing, Why: p.Detail, reason: p.Reason})
		case !slices.Contains(h.kept, c):
			h.kept = append(h.kept, c)
		}
	}
	return nil
}

// complaints lists for the model what is wrong.
func (h *hearing) complaints() string {
	var lines []string
	for _, w := range h.wrong {
		lines = append(lines, fmt.Sprintf("sentence %d, thing %d: %s", w.Sentence, w.Thing, oneLine(w.Why, maxSentence)))
	}
	return strings.Join(lines, "\n")
}

// judge checks one claim, by words first; a doubt goes to the verifier.
func (h *hearing) judge(ctx context.Context, s browseClaim) (claims.Claim, *claims.Problem, error) {
	line, end := h.view.place(s.Sentence, s.Thing)
	c, p, err := h.view.sheet.Check(ctx, line, end, s.Phrase)
	if err != nil || p == nil || !p.Doubt || h.verifier == nil {
		return c, p, err
	}
	ok, err := supported(ctx, h.verifier, h.counts, h.view.sheet.Statement(&c, line, end), h.view.sheet.Lines[line].Text)
	if err != nil {
		return c, p, err
	}
	if !ok {
		return c, &claims.Problem{Reason: "not verified", Detail: p.Detail}, nil
	}
	return c, nil, nil
}
