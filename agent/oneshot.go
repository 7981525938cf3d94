package agent

import (
	"context"

	"infoseek"
	"infoseek/internal/tags"
	"infoseek/token"
)

// OneShot is the Policy that searches once, for the question itself, and answers with the title of the best page. It is what every other has to beat; whether the answer shows in what it found says how far retrieval alone goes.
type OneShot struct{}

// Info names it. It has no context to overflow.
func (OneShot) Info() infoseek.ModelInfo { return infoseek.ModelInfo{Name: "one-shot"} }

// Tokenizer estimates.
func (OneShot) Tokenizer() infoseek.Tokenizer { return token.Estimate{} }

// Begin starts on a question.
func (OneShot) Begin(question string, _ Options) (Session, error) {
	return &oneShotSession{question: question, best: "unknown"}, nil
}

type oneShotSession struct {
	question string
	searched bool
	best     string // title of the best page
}

func (s *oneShotSession) Prompts() []infoseek.Segment {
	return []infoseek.Segment{{Kind: infoseek.SegmentQuestion, Origin: infoseek.OriginTemplate, Text: s.question}}
}

func (s *oneShotSession) Tools() []infoseek.Tool { return nil }
func (s *oneShotSession) Notice() string         { return Notice }

func (s *oneShotSession) Next(context.Context, func(infoseek.Dropped)) (Reply, error) {
	if s.searched {
		return reply("The best page it is.", tags.Answer, s.best), nil
	}
	s.searched = true
	return reply("One search, for the question as it is.", tags.Search, oneLine(s.question)), nil
}

func (s *oneShotSession) Observe(_ Turn, reactions []Reaction) {
	for _, r := range reactions {
		for _, f := range r.Found {
			if len(f.Documents) > 0 {
				s.best = oneLine(bare(f.Documents[0].Title))
			}
		}
	}
}
