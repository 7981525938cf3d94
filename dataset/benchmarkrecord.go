package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"infoseek"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// benchmarkRecord has the members of all layouts. Names are matched whatever their case.
type benchmarkRecord struct {
	ID         jsontext.Value `json:"id,case:ignore"`
	UnderID    jsontext.Value `json:"_id"`
	QueryID    jsontext.Value `json:"query_id"`
	QuestionID jsontext.Value `json:"questionid,case:ignore"` // TriviaQA
	Question   string         `json:"question,case:ignore"`
	Query      string         `json:"query"`
	// The answers: one, a list, or TriviaQA's object; PopQA's is a list written as text.
	Answer   jsontext.Value `json:"answer,case:ignore"`
	Answers  jsontext.Value `json:"answers"`
	Golden   []string       `json:"golden_answers"`
	Possible jsontext.Value `json:"possible_answers"`
	Aliases  []string       `json:"aliases"`
	Also     []string       `json:"answer_aliases"`
	// verl
	Source string `json:"data_source"`
	Prompt []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"prompt"`
	RewardModel struct {
		GroundTruth jsontext.Value `json:"ground_truth"`
	} `json:"reward_model"`
	ExtraInfo struct {
		Question string         `json:"question"`
		Index    jsontext.Value `json:"index"`
	} `json:"extra_info"`
	Evidence []struct {
		DocID jsontext.Value `json:"docid"`
	} `json:"evidence_docs"`
	// our own
	Tree        jsontext.Value `json:"tree"`
	Certificate *struct {
		Unique *bool `json:"unique"`
	} `json:"certificate"`
	Data []benchmarkRecord `json:"Data"`
}

func (r benchmarkRecord) benchmark() (Benchmark, error) {
	b := Benchmark{Source: r.Source}
	for _, id := range []jsontext.Value{r.ID, r.UnderID, r.QueryID, r.QuestionID, r.ExtraInfo.Index} {
		if b.ID == "" && len(id) > 0 && id.Kind() != 'n' {
			b.ID = idText(id)
		}
	}
	b.Question = cmp.Or(r.Question, r.Query, r.ExtraInfo.Question, r.asked())
	for _, v := range []jsontext.Value{r.Answer, r.Answers, r.Possible, r.RewardModel.GroundTruth} {
		texts, err := answersIn(v)
		if err != nil {
			return b, err
		}
		b.add(texts)
	}
	b.add(r.Golden)
	b.add(r.Aliases)
	b.add(r.Also)
	for _, d := range r.Evidence {
		if id := idText(d.DocID); !slices.Contains(b.Evidence, id) {
			b.Evidence = append(b.Evidence, id)
		}
	}
	r.tree(&b)
	return b, nil
}

// tree says of the record's tree whether it is one.
func (r benchmarkRecord) tree(b *Benchmark) {
	var t infoseek.Tree
	if r.Tree.Kind() != '{' {
		return
	}
	if err := json.Unmarshal(r.Tree, &t); err != nil {
		b.Tree, b.TreeProblem = true, err.Error()
		return
	}
	if len(t.Vertices) == 0 {
		return // a question that was brought, without a tree
	}
	b.Tree = true
	if err := checkTree(t); err != nil {
		b.TreeProblem = err.Error()
	}
	if r.Certificate != nil {
		b.Unique = r.Certificate.Unique
	}
}

func (b *Benchmark) add(answers []string) {
	for _, a := range answers {
		if !slices.Contains(b.Answers, a) {
			b.Answers = append(b.Answers, a)
		}
	}
}

// asked is what the user says in the prompt, behind "Question:" where that stands.
func (r benchmarkRecord) asked() string {
	for _, m := range slices.Backward(r.Prompt) {
		if m.Role == "user" {
			if i := strings.LastIndex(m.Content, "Question:"); i >= 0 {
				return strings.TrimSpace(m.Content[i+len("Question:"):])
			}
			return strings.TrimSpace(m.Content)
		}
	}
	return ""
}

// answersIn reads a text, a list, a list written as text, TriviaQA's {"Value", "Aliases"} or Search-R1's {"target"}.
func answersIn(v jsontext.Value) ([]string, error) {
	switch v.Kind() {
	case '{':
		var of struct {
			Value   string         `json:"value,case:ignore"`
			Aliases []string       `json:"aliases,case:ignore"`
			Target  jsontext.Value `json:"target"`
		}
		if err := json.Unmarshal(v, &of); err != nil {
			return nil, fmt.Errorf("answers: %w", err)
		}
		target, err := oneOrMore(of.Target)
		if of.Value != "" {
			target = append(target, of.Value)
		}
		return append(target, of.Aliases...), err
	case '0', 't', 'f':
		return []string{v.String()}, nil
	}
	texts, err := oneOrMore(v)
	if err == nil && len(texts) == 1 && strings.HasPrefix(texts[0], `["`) {
		var list []string
		if json.Unmarshal([]byte(texts[0]), &list) == nil {
			return list, nil
		}
	}
	return texts, err
}
