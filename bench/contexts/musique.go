package contexts

import "infoseek/text"

// musique is a question as MuSiQue has it.
type musique struct {
	ID         string   `json:"id"`
	Question   string   `json:"question"`
	Answer     string   `json:"answer"`
	Aliases    []string `json:"answer_aliases"`
	Paragraphs []struct {
		Title string `json:"title"`
		Text  string `json:"paragraph_text"`
	} `json:"paragraphs"`
	Steps []struct {
		Answer    string `json:"answer"`
		Paragraph *int   `json:"paragraph_support_idx"`
	} `json:"question_decomposition"`
}

func (m musique) question() Question {
	q := Question{ID: m.ID, Text: m.Question, Answers: append([]string{m.Answer}, m.Aliases...)}
	for _, p := range m.Paragraphs {
		q.Paragraphs = append(q.Paragraphs, Paragraph{p.Title, p.Text})
	}
	for _, s := range m.Steps {
		if s.Paragraph == nil {
			continue
		}
		if said := stating(m.Paragraphs[*s.Paragraph].Text, s.Answer); len(said) > 0 {
			q.Gold = append(q.Gold, Gold{*s.Paragraph, said})
		}
	}
	return q
}

// stating finds the sentences that hold the words of answer as a run.
func stating(paragraph, answer string) []string {
	run := Words(answer)
	var all []string
	for _, span := range text.Sentences(nil, paragraph) {
		if said := paragraph[span.Start:span.End]; len(run) > 0 && text.HasRun(Words(said), run) {
			all = append(all, said)
		}
	}
	return all
}

// Words are the normal forms of the words of a text.
func Words(s string) []string {
	var all []string
	for _, span := range text.Words(nil, s) {
		all = append(all, text.Norm(s[span.Start:span.End]))
	}
	return all
}
