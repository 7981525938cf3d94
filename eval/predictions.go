package eval

import (
	"fmt"

	"infoseek"
	"infoseek/agent"
	"infoseek/dataset"
	"infoseek/reward"
)

// Predictions are answers made elsewhere, found by set and id, or by the question's words where a record has no id that fits.
type Predictions struct {
	byID, byText map[string]dataset.Prediction
	Models       []string // that the records name, each once
	bare         string   // the id of a record that says neither set nor question
}

// ReadPredictions reads a file or folder of answers made elsewhere. Two answers under one name are an error: which one counts, nobody could say.
func ReadPredictions(path string) (*Predictions, error) {
	all := &Predictions{byID: map[string]dataset.Prediction{}, byText: map[string]dataset.Prediction{}}
	seen := map[string]bool{}
	for p, err := range dataset.ReadPredictions(path) {
		if err != nil {
			return nil, err
		}
		if !all.add(p) {
			return nil, fmt.Errorf("%s: two predictions for question %q", path, p.ID+p.Question)
		}
		if p.Set == "" && p.Question == "" {
			all.bare = p.ID
		}
		if p.Model != "" && !seen[p.Model] {
			seen[p.Model] = true
			all.Models = append(all.Models, p.Model)
		}
	}
	return all, nil
}

func (a *Predictions) add(p dataset.Prediction) bool {
	if p.ID != "" {
		key := keyOf(p.Set, p.ID, p.Sample)
		if _, twice := a.byID[key]; twice {
			return false
		}
		a.byID[key] = p
	}
	if p.Question != "" {
		key := keyOf(p.Set, reward.Normal(p.Question), p.Sample)
		if _, twice := a.byText[key]; twice && p.ID == "" {
			return false
		}
		a.byText[key] = p
	}
	return true
}

func keyOf(set, name string, sample int) string {
	return fmt.Sprintf("%s\x00%s\x00%d", set, name, sample)
}

// find looks for the answer to a question. Ids of other files number other questions, so one whose question's words differ is not taken.
func (a *Predictions) find(set Set, q Question, sample int) (dataset.Prediction, bool) {
	words := reward.Normal(q.Question)
	for _, name := range []string{set.Name, ""} {
		if p, ok := a.byID[keyOf(name, q.ID, sample)]; ok && (p.Question == "" || reward.Normal(p.Question) == words) {
			return p, true
		}
	}
	for _, name := range []string{set.Name, ""} {
		if p, ok := a.byText[keyOf(name, words, sample)]; ok {
			return p, true
		}
	}
	return dataset.Prediction{}, false
}

// record is the answer to a question. A question without one has an empty answer, which is wrong, and is called missing.
func (a *Predictions) record(set Set, q Question, sample int) Record {
	p, ok := a.find(set, q, sample)
	r := Record{
		V: infoseek.FormatVersion, Set: set.Name, ID: q.ID, Sample: sample, Question: q.Question, Gold: q.Gold, Ended: infoseek.EndAnswer,
		Answer: p.Answer, Retrieved: p.Retrieved, Calls: p.Calls, Completed: p.Completed, Missing: !ok,
	}
	if answer, problem := agent.AnswerOf(p.Answer); problem == "" {
		r.Answer, r.Response = answer, p.Answer
	}
	if !r.Completed {
		r.Ended, r.Answer, r.Response = infoseek.EndTurns, "", ""
	}
	r.Signature.Searches = p.Calls["search"]
	r.Marks = Mark(set.Name, r.Answer, q.Gold)
	return r
}
