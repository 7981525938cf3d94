package agent

import (
	"encoding/json"
	"fmt"

	"github.com/google/jsonschema-go/jsonschema"

	"infoseek"
)

// The names of the native tools.
const (
	toolSearch = "search"
	toolVisit  = "visit"
	toolFind   = "find"
	toolWeb    = "web_visit"
)

// offer is a tool with what checks its arguments.
type offer struct {
	tool  infoseek.Tool
	check *jsonschema.Resolved
}

// offers are all the native tools, in the order in which models are told of them.
var offers = mustOffers("prompts/tools.json")

func mustOffers(name string) []offer {
	var tools []infoseek.Tool
	raw, err := files.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(raw, &tools)
	}
	all := make([]offer, len(tools))
	for i, t := range tools {
		var s jsonschema.Schema
		if err == nil {
			err = json.Unmarshal(t.Schema, &s)
		}
		all[i].tool = t
		if err == nil {
			all[i].check, err = s.Resolve(nil)
		}
	}
	if err != nil {
		panic(fmt.Sprintf("agent: %s: %v", name, err)) // of our own file
	}
	return all
}

// arguments are those of any tool.
type arguments struct {
	Queries []string `json:"queries"`
	Page    string   `json:"page"`
	URL     string   `json:"url"`
	Match   string   `json:"match"`
	Start   int      `json:"start"`
	Text    string   `json:"text"`
}

// read checks what a model wrote against the tool's schema.
func (o offer) read(written string) (arguments, error) {
	var plain any
	if err := json.Unmarshal([]byte(written), &plain); err != nil {
		return arguments{}, fmt.Errorf("the arguments are no JSON: %w", err)
	}
	if err := o.check.Validate(plain); err != nil {
		return arguments{}, fmt.Errorf("the arguments do not fit: %w", err)
	}
	var a arguments
	if err := json.Unmarshal([]byte(written), &a); err != nil {
		return arguments{}, fmt.Errorf("the arguments do not fit: %w", err)
	}
	return a, nil
}
