package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"infoseek"
)

// Format is how an endpoint is asked for JSON that fits a schema.
type Format string

// The formats, strongest first.
const (
	FormatAuto       Format = "auto"               // found out at the first request with a schema, then remembered
	FormatSchema     Format = "json_schema"        // response_format json_schema: OpenAI, vLLM, SGLang, Ollama, llama.cpp
	FormatJSONSchema Format = "json_object_schema" // json_object with a member schema: llama.cpp's Python server
	FormatJSON       Format = "json_object"        // JSON mode; the schema stands in the last message
	FormatText       Format = "text"               // the schema stands in the last message
)

// formats are those to try, in order.
var formats = []Format{FormatSchema, FormatJSONSchema, FormatJSON, FormatText}

func (f Format) valid() bool { return f == FormatAuto || slices.Contains(formats, f) }

// told says whether the schema stands in the messages since nothing else holds the model to it.
func (f Format) told() bool { return f == FormatJSON || f == FormatText }

// responseFormat is the request's response_format, nil for none.
func (f Format) responseFormat(schema json.RawMessage) any {
	switch f {
	case FormatSchema:
		return map[string]any{"type": "json_schema", "json_schema": map[string]any{"name": "answer", "schema": schema, "strict": closed(schema)}}
	case FormatJSONSchema:
		return map[string]any{"type": "json_object", "schema": schema}
	case FormatJSON:
		return map[string]any{"type": "json_object"}
	}
	return nil
}

// closed says whether the schema is one that OpenAI's strict mode takes: in every object nothing but its properties, all of them required.
func closed(schema json.RawMessage) bool {
	var s any
	return json.Unmarshal(schema, &s) == nil && closedValue(s)
}

func closedValue(s any) bool {
	switch s := s.(type) {
	case []any:
		return !slices.ContainsFunc(s, func(v any) bool { return !closedValue(v) })
	case map[string]any:
		if properties, ok := s["properties"].(map[string]any); ok {
			required, _ := s["required"].([]any)
			if s["additionalProperties"] != false || len(required) != len(properties) {
				return false
			}
		}
		for _, v := range s {
			if !closedValue(v) {
				return false
			}
		}
	}
	return true
}

// withSchema tells the schema in the last message.
func withSchema(messages []infoseek.Message, schema json.RawMessage) []infoseek.Message {
	if len(messages) == 0 {
		return messages
	}
	messages = slices.Clone(messages)
	last := &messages[len(messages)-1]
	last.Content += fmt.Sprintf("\n\nAnswer with one JSON value that fits this JSON schema, and nothing else:\n%s", schema)
	return messages
}

// unsupported says whether a refusal means that the endpoint does not know the format, rather than that it is in trouble. llama.cpp's Python server answers a format it does not know with status 500.
func unsupported(err error) bool {
	var f *infoseek.Fault
	e := asCallError(err)
	if e == nil || !errors.As(err, &f) {
		return false
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusNotImplemented:
		return true
	}
	return e.Status >= 500 && (strings.Contains(e.Error(), "response_format") || strings.Contains(e.Error(), "json_schema"))
}
