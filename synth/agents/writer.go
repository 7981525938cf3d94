package agents

import (
	"context"
	"errors"
	"strings"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/synth"
)

// Writer has a model put trees in words: one question, with the clauses that tell each fact, so that what it says can be checked (proof). What is wrong is shown to the model, at most Options.Retries times; then
// the tree is told in the embedded Writer's words, or dropped.
type Writer struct {
	o        Options
	pages    infoseek.Pages
	model    infoseek.Model
	verifier infoseek.Model // nil: words are compared alone
	leak     func(ctx context.Context, d *synth.Draft, question string) (string, error)
	counts   map[string]int
}

// NewWriter is the one for an item. The options must be normal (Options.Normalize).
func NewWriter(item synth.Item, o Options) *Writer {
	return &Writer{o: o, pages: item.Pages, model: item.Model("writer"), verifier: item.Model("verifier"), leak: item.Leak, counts: map[string]int{}}
}

// Counts is how the item's trees were put in words.
func (w *Writer) Counts() map[string]int { return w.counts }

// Write puts d in words.
func (w *Writer) Write(ctx context.Context, d synth.Draft) (synth.Text, error) {
	b := briefOf(&d)
	data := writeData{Facts: b.String()}
	var last error
	for left := max(w.o.Retries, 0); ; left-- {
		chance := seed(d.Variant, uint64(left)) // or the same complaint would be answered the same
		answer, trace, err := prompt.Ask(ctx, w.model, writePrompt, data, prompt.Options[writeAnswer]{Schema: writeSchema(len(b.facts)), Repairs: repairs(left), MaxTokens: 80 + 40*len(b.facts), Seed: &chance})
		w.counts["writer: calls"] += trace.Calls
		left -= trace.Repairs
		if errors.As(err, new(*prompt.InvalidError)) {
			w.counts["writer: invalid answers"]++
			last = err
			break
		}
		if err != nil {
			return synth.Text{}, err
		}
		text, problems, err := w.proof(ctx, b, answer)
		if err != nil {
			return synth.Text{}, err
		}
		if len(problems) == 0 {
			w.counts["writer: written"]++
			return text, nil
		}
		if last = problems[0]; left == 0 {
			w.counts["writer: refused: "+problems[0].reason]++
			break
		}
		data.Last, data.Wrong = oneLine(answer.Question, maxQuestion), complaints(problems)
	}
	if w.o.Fallback == FallbackDrop {
		return synth.Text{}, &synth.InvalidError{Agent: "writer", Err: last}
	}
	w.counts["writer: fallback"]++
	return synth.EmbeddedWriter{}.Write(ctx, d)
}

// complaints lists problems for the model.
func complaints(problems []*flaw) string {
	var lines []string
	for _, p := range problems[:min(len(problems), maxFlaws)] {
		lines = append(lines, "- "+oneLine(p.Error(), maxSentence))
	}
	return strings.Join(lines, "\n")
}

// maxFlaws is how many of a question's flaws are shown at once.
const maxFlaws = 6

// proof checks an answer, and makes the text of one that is without flaws.
func (w *Writer) proof(ctx context.Context, b *brief, a writeAnswer) (synth.Text, []*flaw, error) {
	p := &proof{Writer: w, brief: b, question: strings.TrimSpace(a.Question)}
	if p.form(); len(p.flaws) > 0 {
		return synth.Text{}, p.flaws, nil // what is no question is not worth more
	}
	p.place(a.Clauses)
	for _, check := range []func(context.Context) error{p.leaks, p.exposes, p.tells} {
		if err := check(ctx); err != nil {
			return synth.Text{}, nil, err
		}
	}
	p.adds()
	p.kinds()
	return synth.Text{Question: p.question, Clauses: p.clauses()}, p.flaws, nil
}
