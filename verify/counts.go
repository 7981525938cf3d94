package verify

import "infoseek"

// Tally counts a check's verdicts.
type Tally struct {
	Check   string         `json:"check"`
	Pass    int            `json:"pass"`
	Fail    int            `json:"fail"`
	Fault   int            `json:"fault"`
	None    int            `json:"none"` // questions without a verdict of it
	Usage   infoseek.Usage `json:"usage"`
	Dollars float64        `json:"dollars"`
}

// count adds a verdict, nil for none.
func (t *Tally) count(v *Verdict) {
	if v == nil {
		t.None++
		return
	}
	switch v.Outcome {
	case Pass:
		t.Pass++
	case Fail:
		t.Fail++
	default:
		t.Fault++
	}
	t.Usage.Prompt += v.Usage.Prompt
	t.Usage.Completion += v.Usage.Completion
	t.Dollars += v.Dollars
}
