package agent

import (
	"context"

	"infoseek"
	"infoseek/internal/prompt"
)

var refinerPrompt = prompt.MustLoad(files, "prompts/refiner")

// ModelRefiner has a language model write the evidence (arXiv 2509.00375, section 4.1: a small one, temperature 0.5, top_p 0.95). Its own context holds whatever the documents: they are cut until they fit.
type ModelRefiner struct {
	Model infoseek.Model
	// ContextTokens bounds prompt and evidence together, 16,384 if 0; the model's own where that is smaller.
	ContextTokens int
}

// Refine asks the model. What it writes too much is cut.
func (m ModelRefiner) Refine(ctx context.Context, r Refinement) (Refined, error) {
	if len(r.Documents) == 0 {
		return Refined{}, nil
	}
	messages, room, err := m.fit(r)
	if err != nil {
		return Refined{}, err
	}
	response, err := m.Model.Generate(ctx, infoseek.Request{Messages: messages, Sampling: infoseek.Sampling{MaxTokens: room}})
	if err != nil {
		return Refined{}, err
	}
	text := cut(r.Tokenizer, disarm(response.Text), r.Tokens)
	return Refined{text, response.Usage, m.Model.Info().Price.Of(response.Usage)}, nil
}

// fit halves what is shown of each document until the evidence has its room.
func (m ModelRefiner) fit(r Refinement) ([]infoseek.Message, int, error) {
	o, err := Options{ContextTokens: m.ContextTokens, ResponseTokens: r.Tokens}.settle()
	if err != nil {
		return nil, 0, err
	}
	o.within(m.Model.Info())
	tok := tokenizerOf(m.Model)
	for share := o.ContextTokens; ; share /= 2 {
		documents := make([]Document, len(r.Documents))
		for i, d := range r.Documents {
			d.Text = cut(tok, d.Text, share)
			documents[i] = d
		}
		messages, err := refinerPrompt.Messages(map[string]any{"Question": r.Question, "Query": r.Query, "Documents": listDocuments(documents)})
		if err != nil {
			return nil, 0, err
		}
		talk := conversation{prompts: messages, tok: tok, options: o}
		if talk.room() >= o.ResponseTokens || share == 0 {
			return talk.fit(func(infoseek.Dropped) {})
		}
	}
}
