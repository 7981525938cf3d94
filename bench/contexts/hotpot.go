package contexts

import (
	"encoding/json"
	"slices"
	"strings"
)

// hotpot is a question as HotpotQA's distractor setting has it.
type hotpot struct {
	ID       string   `json:"_id"`
	Question string   `json:"question"`
	Answer   string   `json:"answer"`
	Context  []titled `json:"context"`
	Facts    []fact   `json:"supporting_facts"`
}

// titled is a pair in JSON: the title and the sentences of a paragraph.
type titled struct {
	title     string
	sentences []string
}

func (t *titled) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&t.title, &t.sentences})
}

// fact is a pair in JSON: a title and the number of a sentence, from 0. Some numbers are of no sentence.
type fact struct {
	title    string
	sentence int
}

func (f *fact) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &[]any{&f.title, &f.sentence}) }

func (h hotpot) question() Question {
	q := Question{ID: h.ID, Text: h.Question, Answers: []string{h.Answer}}
	for _, t := range h.Context {
		q.Paragraphs = append(q.Paragraphs, Paragraph{t.title, strings.Join(t.sentences, "")})
	}
	for _, f := range h.Facts {
		i := slices.IndexFunc(h.Context, func(t titled) bool { return t.title == f.title })
		if i >= 0 && f.sentence < len(h.Context[i].sentences) {
			q.Gold = append(q.Gold, Gold{i, []string{strings.TrimSpace(h.Context[i].sentences[f.sentence])}})
		}
	}
	return q
}
