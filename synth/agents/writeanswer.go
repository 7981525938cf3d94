package agents

import (
	"encoding/json"
	"fmt"
)

// writeAnswer is what the Writer's model answers.
type writeAnswer struct {
	Question string        `json:"question"`
	Clauses  []writeClause `json:"clauses"`
}

type writeClause struct {
	Facts []int  `json:"facts"`
	Text  string `json:"text"`
}

// writeData fills the prompt.
type writeData struct {
	Facts, Last, Wrong string
}

// writeSchema is that of an answer about so many facts.
func writeSchema(facts int) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"type":"object","properties":{"question":{"type":"string"},"clauses":{"type":"array","minItems":1,"maxItems":%d,"items":{"type":"object",`+
		`"properties":{"facts":{"type":"array","minItems":1,"maxItems":%d,"items":{"type":"integer","minimum":1,"maximum":%d}},"text":{"type":"string"}},`+
		`"required":["facts","text"],"additionalProperties":false}}},"required":["question","clauses"],"additionalProperties":false}`, 2*facts, facts, facts))
}
