package eval

import (
	"slices"

	"infoseek"
)

// Record is one answer, a line of EVAL/predictions.jsonl.
type Record struct {
	V        int             `json:"v"`
	Run      string          `json:"run"`
	Set      string          `json:"set"`
	ID       string          `json:"id"`
	Sample   int             `json:"sample"`
	Question string          `json:"question"`
	Gold     []string        `json:"gold"`
	Answer   string          `json:"answer"`
	Ended    infoseek.Ending `json:"ended"`
	Marks
	// Format and Reward are as in training: whether the form of the whole rollout is right, and the answer too.
	Format    bool               `json:"format"`
	Signature infoseek.Signature `json:"signature"`
	// Seen says whether a gold answer showed in what was retrieved.
	Seen    bool           `json:"seen"`
	Turns   int            `json:"turns"`
	Usage   infoseek.Usage `json:"usage"`
	Dollars float64        `json:"dollars"`
	Faults  int            `json:"faults"` // met on the way, though there is an answer
	// LeftOut is how many tokens had to be left out so that the context held. Overflow is set where it could not hold: the question alone was too long.
	LeftOut  int  `json:"left_out"`
	Overflow bool `json:"overflow"`
	// Missing is set where predictions made elsewhere have none for this question.
	Missing bool `json:"missing,omitzero"`
	// Response is the whole of the last words, where they say more than the answer; Retrieved are the ids of what was found, each once; Calls count the tools used.
	Response  string         `json:"response,omitzero"`
	Retrieved []string       `json:"retrieved,omitempty"`
	Calls     map[string]int `json:"calls,omitempty"`
	Completed bool           `json:"completed"`
}

// newRecord makes a record of a sample.
func newRecord(set Set, q Question, s infoseek.Sample) Record {
	t := &s.Trajectory
	r := Record{
		V: infoseek.FormatVersion, Set: set.Name, ID: q.ID, Sample: s.Number, Question: q.Question, Gold: q.Gold, Ended: t.Ended,
		Format: s.Score.Format, Signature: s.Signature, Seen: s.Signature.SeenSearch != nil || s.Signature.SeenTurn != nil,
		Turns: t.Turns, Usage: t.Usage, Dollars: t.Dollars, Faults: len(t.Faults), Retrieved: retrieved(t), Calls: calls(t), Completed: t.Ended == infoseek.EndAnswer,
	}
	if r.Completed {
		r.Answer = t.Answer
		r.Response = lastWords(t)
	}
	for _, d := range t.Dropped {
		r.LeftOut += d.Tokens
	}
	r.Marks = Mark(set.Name, r.Answer, q.Gold)
	return r
}

// lastWords are those of a turn without tags that says more than the answer.
func lastWords(t *infoseek.Trajectory) string {
	if n := len(t.Segments); n > 0 && len(t.Tools) > 0 && t.Segments[n-1].Kind == infoseek.SegmentTurn && t.Segments[n-1].Text != t.Answer {
		return t.Segments[n-1].Text
	}
	return ""
}

func retrieved(t *infoseek.Trajectory) []string {
	var ids []string
	seen := map[string]bool{}
	for _, s := range t.Searches {
		for _, h := range s.Hits {
			if !seen[h.Page] {
				seen[h.Page] = true
				ids = append(ids, h.Page)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// calls counts what was called: searches by query, what was opened by its tool.
func calls(t *infoseek.Trajectory) map[string]int {
	if len(t.Searches)+len(t.Visits) == 0 {
		return nil
	}
	n := map[string]int{}
	if len(t.Searches) > 0 {
		n["search"] = len(t.Searches)
	}
	for _, v := range t.Visits {
		n[v.Tool]++
	}
	return n
}
