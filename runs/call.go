package runs

import (
	"fmt"
	"math"
	"strings"
	"time"

	"infoseek"
)

// Call is a model call that was answered, as RUN/calls keeps it. The calls of one item follow one another, but for those whose times overlap.
type Call struct {
	V    int    `json:"v"`
	ID   string `json:"id"`
	Run  string `json:"run"`
	Item int    `json:"item"` // below 0 for what is asked about a page, whichever item asks
	Role string `json:"role"`
	// Key is the request's, and Occurrence counts from 0 how often the item asked the role the same before.
	Key        string            `json:"key"`
	Occurrence int               `json:"occurrence"`
	Response   infoseek.Response `json:"response"`
	// Dollars are what the tokens cost by the model's price.
	Dollars float64 `json:"dollars"`
	// Start and Seconds tell when the call was made and how long it took, waiting for its turn included.
	Start   time.Time `json:"start"`
	Seconds float64   `json:"seconds"`
}

const callKind = "call"

// ask is what an answer is found by.
type ask struct {
	role, key  string
	occurrence int
}

func (c *Call) ask() ask { return ask{c.Role, c.Key, c.Occurrence} }

// name gives a call its id, the same whenever the run is made.
func (c *Call) name() {
	c.V = infoseek.FormatVersion
	of := fmt.Sprintf("%s\n%d\n%s\n%s\n%d", c.Run, c.Item, c.Role, c.Key, c.Occurrence)
	c.ID = "call-" + hash([]byte(of))[:12]
}

// storable changes a response to what JSON can hold, so that the answer given now and the one read from the journal are the same: no invalid UTF-8, no infinite logarithm, nil for nothing.
func storable(r infoseek.Response) infoseek.Response {
	r.Text = valid(r.Text)
	r.Finish = infoseek.Finish(valid(string(r.Finish)))
	calls, tokens := r.Calls, r.Tokens
	r.Calls, r.Tokens = nil, nil
	for _, c := range calls {
		r.Calls = append(r.Calls, infoseek.ToolCall{ID: valid(c.ID), Name: valid(c.Name), Arguments: valid(c.Arguments)})
	}
	for _, t := range tokens {
		if t.LogProb != nil && (math.IsInf(*t.LogProb, 0) || math.IsNaN(*t.LogProb)) {
			t.LogProb = nil
		}
		t.Origin = infoseek.Origin(valid(string(t.Origin)))
		r.Tokens = append(r.Tokens, t)
	}
	return r
}

func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
