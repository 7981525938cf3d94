package report

import (
	"iter"

	"infoseek/runs"
	"infoseek/verify"
)

// Spent is what models took.
type Spent struct {
	Tokens  int
	Dollars float64
}

func (s Spent) plus(o Spent) Spent { return Spent{s.Tokens + o.Tokens, s.Dollars + o.Dollars} }

// Spending is what models took for making questions.
type Spending struct {
	// Of is what a question's own root took, by the question's id; several questions of one root share it.
	Of map[string]Spent
	// Rest is what roots took that gave no question, and pages that are read for any.
	Rest Spent
}

// ReadSpending adds up a run's model calls by what came of them.
func ReadSpending(records iter.Seq2[runs.Record, error], calls iter.Seq2[runs.Call, error]) (Spending, error) {
	items := map[int]Spent{}
	for c, err := range calls {
		if err != nil {
			return Spending{}, err
		}
		items[c.Item] = items[c.Item].plus(Spent{c.Response.Usage.Prompt + c.Response.Usage.Completion, c.Dollars})
	}
	s := Spending{Of: map[string]Spent{}}
	if len(items) == 0 {
		return s, nil
	}
	for rec, err := range records {
		if err != nil {
			return s, err
		}
		var root struct {
			Questions []struct {
				ID string `json:"id"`
			} `json:"questions"`
		}
		if err := rec.Decode(&root); err != nil {
			return s, err
		}
		if n := len(root.Questions); n > 0 {
			for _, q := range root.Questions {
				s.Of[q.ID] = Spent{items[rec.Item].Tokens / n, items[rec.Item].Dollars / float64(n)}
			}
			delete(items, rec.Item)
		}
	}
	for _, spent := range items {
		s.Rest = s.Rest.plus(spent)
	}
	return s, nil
}

// judging is what the verdicts about a question took.
func judging(verdicts map[string]verify.Verdict) Spent {
	var s Spent
	for _, v := range verdicts {
		s = s.plus(Spent{v.Usage.Prompt + v.Usage.Completion, v.Dollars})
	}
	return s
}
