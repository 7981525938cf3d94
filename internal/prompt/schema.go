package prompt

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sync"

	"github.com/google/jsonschema-go/jsonschema"
)

// schema is a JSON schema as it is sent, and ready to check answers.
type schema struct {
	raw   json.RawMessage
	check *jsonschema.Resolved
}

// schemas holds those of Go types: reflect.Type -> func() (schema, error).
var schemas sync.Map

// schemaFor returns the given schema, or T's if that is empty.
func schemaFor[T any](given json.RawMessage) (schema, error) {
	if len(given) > 0 {
		return parseSchema(given)
	}
	t := reflect.TypeFor[T]()
	made, _ := schemas.LoadOrStore(t, sync.OnceValues(func() (schema, error) { return schemaOfType(t) }))
	return made.(func() (schema, error))()
}

func parseSchema(raw json.RawMessage) (schema, error) {
	var s jsonschema.Schema
	if err := json.Unmarshal(raw, &s); err != nil {
		return schema{}, fmt.Errorf("schema: %w", err)
	}
	check, err := s.Resolve(nil)
	if err != nil {
		return schema{}, fmt.Errorf("schema: %w", err)
	}
	return schema{raw, check}, nil
}

// schemaOfType derives the schema of a Go type: every field without omitempty is required, and nothing else is allowed.
func schemaOfType(t reflect.Type) (schema, error) {
	s, err := jsonschema.ForType(t, &jsonschema.ForOptions{})
	if err != nil {
		return schema{}, fmt.Errorf("schema: %w", err)
	}
	noNullLists(s)
	raw, err := json.Marshal(s)
	if err != nil {
		return schema{}, fmt.Errorf("schema: %w", err)
	}
	return parseSchema(raw)
}

// noNullLists makes null no list: a Go slice may be nil, but a model has no business to say so.
func noNullLists(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if len(s.Types) == 2 && s.Types[0] == "null" && s.Types[1] == "array" {
		s.Types, s.Type = nil, "array"
	}
	noNullLists(s.Items)
	noNullLists(s.AdditionalProperties)
	for _, p := range s.Properties {
		noNullLists(p)
	}
}

// read decodes one JSON value and checks it.
func read[T any](s schema, value string) (T, error) {
	var answer T
	var plain any
	if err := json.Unmarshal([]byte(value), &plain); err != nil {
		return answer, err
	}
	if err := s.check.Validate(plain); err != nil {
		return answer, err
	}
	return answer, json.Unmarshal([]byte(value), &answer)
}
