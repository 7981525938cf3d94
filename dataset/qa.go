package dataset

import (
	"errors"
	"fmt"
	"iter"

	"infoseek"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// QA is a question with its answers and nothing else, as benchmarks have them: {"id", "question", "answers"}. An "answer" beside or in place of the list is read too, and "aliases" or "answer_aliases".
type QA struct {
	ID       string
	Question string
	Answers  []string
}

// UnmarshalJSONFrom reads ids that are numbers too, and answers as one text or a list.
func (q *QA) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	var in struct {
		ID       jsontext.Value `json:"id"`
		Question string         `json:"question"`
		Answer   jsontext.Value `json:"answer"`
		Aliases  []string       `json:"answer_aliases"`
		Also     []string       `json:"aliases"`
		Answers  jsontext.Value `json:"answers"`
	}
	if err := json.UnmarshalDecode(d, &in); err != nil {
		return err
	}
	*q = QA{ID: idText(in.ID), Question: in.Question}
	for _, v := range []jsontext.Value{in.Answer, in.Answers} {
		texts, err := oneOrMore(v)
		if err != nil {
			return err
		}
		q.Answers = append(q.Answers, texts...)
	}
	q.Answers = append(append(q.Answers, in.Aliases...), in.Also...)
	return nil
}

// oneOrMore reads a text or a list of texts; null and nothing are none.
func oneOrMore(v jsontext.Value) ([]string, error) {
	if len(v) == 0 || v.Kind() == 'n' {
		return nil, nil
	}
	if v.Kind() == '"' {
		var s string
		err := json.Unmarshal(v, &s)
		return []string{s}, err
	}
	var all []string
	if err := json.Unmarshal(v, &all); err != nil {
		return nil, fmt.Errorf("an answer is a text or a list of texts: %w", err)
	}
	return all, nil
}

// ReadQA ranges over a file of questions with answers, compressed or not. It stops at the first error, which names file and line.
func ReadQA(path string) iter.Seq2[QA, error] { return readPacked(path, checkQA) }

func checkQA(q QA) error {
	if q.Question == "" {
		return errors.New("no question")
	}
	return nil
}

// AsQuestion returns q without a tree. Its id is the record's, or else name.
func (q QA) AsQuestion(name string) infoseek.Question {
	out := infoseek.Question{V: infoseek.FormatVersion, ID: name, Question: q.Question, Aliases: []string{}}
	if q.ID != "" {
		out.ID = q.ID
	}
	if len(q.Answers) > 0 {
		out.Answer, out.Aliases = q.Answers[0], append(out.Aliases, q.Answers[1:]...)
	}
	return out
}
