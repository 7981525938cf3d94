package serve

import (
	"context"
	"errors"

	"infoseek"
	"infoseek/agent"

	"github.com/go-json-experiment/json/jsontext"
)

// toolRequest is the body of POST /v1/tools: a call as a model made it. Question, if known, is what the model is to find out; a Refiner reads it.
type toolRequest struct {
	Name      string         `json:"name"`
	Arguments jsontext.Value `json:"arguments"`
	Question  string         `json:"question"`
}

// toolAnswer has what the model is to be shown.
type toolAnswer struct {
	V    int    `json:"v"`
	Text string `json:"text"`
}

// offeredTools is the answer of GET /v1/tools, as the chat API takes tools.
type offeredTools struct {
	V     int           `json:"v"`
	Tools []offeredTool `json:"tools"`
}

type offeredTool struct {
	Type     string          `json:"type"`
	Function offeredFunction `json:"function"`
}

type offeredFunction struct {
	Name        string         `json:"name"`
	Description string         `json:"description"`
	Parameters  jsontext.Value `json:"parameters"`
}

func (s *Server) toolbox() (*agent.Toolbox, error) {
	if s.tools.Refiner == nil {
		return nil, errors.New("serve: no Refiner")
	}
	return agent.NewToolbox(agent.Tools{Pages: s.tools.Pages, Searcher: s.tools.Searcher, Refiner: s.tools.Refiner}, agent.Options{TopK: s.options.TopK})
}

// listTools answers GET /v1/tools.
func (s *Server) listTools(_ context.Context, x *exchange) error {
	b, err := s.toolbox()
	if err != nil {
		return err
	}
	a := offeredTools{V: infoseek.FormatVersion}
	for _, t := range b.Tools() {
		a.Tools = append(a.Tools, offeredTool{"function", offeredFunction{t.Name, t.Description, jsontext.Value(t.Schema)}})
	}
	return x.encode(a)
}

// useTool answers POST /v1/tools.
func (s *Server) useTool(ctx context.Context, x *exchange) error {
	var q toolRequest
	if err := x.decode(&q, true); err != nil {
		return err
	}
	if q.Name == "" {
		return badRequest(`"name" of the tool is missing`)
	}
	b, err := s.toolbox()
	if err != nil {
		return err
	}
	text, err := b.Use(ctx, q.Question, infoseek.ToolCall{Name: q.Name, Arguments: string(q.Arguments)})
	if err != nil {
		return err
	}
	return x.encode(toolAnswer{infoseek.FormatVersion, text})
}
