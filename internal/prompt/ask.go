package prompt

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"infoseek"
)

//go:embed repair.system.txt repair.user.tmpl
var files embed.FS

var repair = MustLoad(files, "repair")

// Limits of what a repair turn shows, in bytes: a model that ran wild must not fill the context.
const (
	repairAnswer  = 4000
	repairProblem = 600
)

// Options say how to ask; the zero value is the default.
type Options[T any] struct {
	// Schema is what the answer must fit; nil is T's own.
	Schema json.RawMessage
	// Check says what else is wrong with an answer that fits, in words for the model.
	Check func(T) error
	// Repairs is how often the model may try to correct its answer: 0 is once, below 0 never.
	Repairs   int
	MaxTokens int
	Seed      *uint64
}

func (o Options[T]) repairs() int {
	switch {
	case o.Repairs < 0:
		return 0
	case o.Repairs == 0:
		return 1
	}
	return o.Repairs
}

// Trace says what asking took.
type Trace struct {
	Calls   int            `json:"calls"`
	Repairs int            `json:"repairs"`
	Usage   infoseek.Usage `json:"usage"`
}

// Ask fills p with data, asks m, and returns the answer that fits schema and check. An answer that does not is shown to the model with what is wrong. What stays wrong is a fault of
// the model that wraps an *InvalidError; other errors are m's own, or those of a prompt or schema that is wrong itself.
func Ask[T any](ctx context.Context, m infoseek.Model, p *Prompt, data any, o Options[T]) (T, Trace, error) {
	var none T
	var trace Trace
	s, err := schemaFor[T](o.Schema)
	if err != nil {
		return none, trace, fmt.Errorf("prompt: %s: %w", p.name, err)
	}
	messages, err := p.Messages(data)
	if err != nil {
		return none, trace, err
	}
	for {
		r := infoseek.Request{Messages: messages, Schema: s.raw, Sampling: infoseek.Sampling{MaxTokens: o.MaxTokens, Seed: o.Seed}}
		response, err := m.Generate(ctx, r)
		trace.Calls++
		if err != nil {
			return none, trace, err
		}
		trace.Usage.Prompt += response.Usage.Prompt
		trace.Usage.Completion += response.Usage.Completion
		answer, err := judge(s, o.Check, response)
		if err == nil {
			return answer, trace, nil
		}
		if trace.Repairs == o.repairs() {
			return none, trace, p.invalid(response.Text, err)
		}
		trace.Repairs++
		if messages, err = withRepair(messages, response.Text, err); err != nil {
			return none, trace, err
		}
	}
}

// judge reads an answer and says what is wrong with it.
func judge[T any](s schema, check func(T) error, r infoseek.Response) (T, error) {
	answer, err := readAnswer[T](s, r.Text)
	if err != nil && r.Finish == infoseek.FinishLength {
		return answer, fmt.Errorf("it was too long and was cut off after %d tokens", r.Usage.Completion)
	}
	if err == nil && check != nil {
		err = check(answer)
	}
	return answer, err
}

func (p *Prompt) invalid(answer string, err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "ask " + p.name, Err: &InvalidError{p.name, answer, err}}
}

// withRepair adds the answer and what is wrong with it to the conversation.
func withRepair(messages []infoseek.Message, answer string, problem error) ([]infoseek.Message, error) {
	filled, err := repair.Messages(map[string]string{"Problem": cut(Line(problem.Error()), repairProblem)})
	if err != nil {
		return nil, err
	}
	if answer == "" {
		answer = "(nothing)" // some servers refuse an empty message
	}
	said := infoseek.Message{Role: "assistant", Content: Defuse(cut(answer, repairAnswer))}
	return append(messages[:len(messages):len(messages)], said, filled[1]), nil
}
