package fakeserver

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// words are what invented texts are made of.
var words = strings.Fields("river stone amber quiet lantern harbour meadow copper willow thunder garden silver harvest northern island bridge winter market")

// invent draws a value that fits a JSON schema, as far as the schema says what it wants with type, enum, const, properties, items, anyOf and bounds.
func invent(r *rand.Rand, schema json.RawMessage) string {
	var s any
	if json.Unmarshal(schema, &s) != nil {
		return "{}"
	}
	b, err := json.Marshal(inventor{r, s}.value(s, 0))
	if err != nil {
		return "{}"
	}
	return string(b)
}

type inventor struct {
	*rand.Rand
	root any
}

func (v inventor) value(schema any, depth int) any {
	s, ok := schema.(map[string]any)
	if !ok || depth > 20 {
		return nil
	}
	if c, ok := s["const"]; ok {
		return c
	}
	if e, ok := s["enum"].([]any); ok && len(e) > 0 {
		return e[v.IntN(len(e))]
	}
	if ref, ok := s["$ref"].(string); ok {
		return v.value(v.at(ref), depth+1)
	}
	for _, key := range []string{"anyOf", "oneOf"} {
		if of, ok := s[key].([]any); ok && len(of) > 0 {
			return v.value(of[v.IntN(len(of))], depth+1)
		}
	}
	return v.typed(typeOf(s), s, depth)
}

// at finds what a reference within the schema points to.
func (v inventor) at(ref string) any {
	here := v.root
	for _, name := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
		m, _ := here.(map[string]any)
		here = m[name]
	}
	return here
}

// typeOf is the schema's type, the last but null of several.
func typeOf(s map[string]any) string {
	switch t := s["type"].(type) {
	case string:
		return t
	case []any:
		for _, one := range slices.Backward(t) {
			if name, ok := one.(string); ok && name != "null" {
				return name
			}
		}
	}
	return "object"
}

func (v inventor) typed(t string, s map[string]any, depth int) any {
	switch t {
	case "boolean":
		return v.IntN(2) == 1
	case "integer":
		low, high := bounds(s, "minimum", "maximum", 0, 9)
		return int(low) + v.IntN(max(1, int(high)-int(low)+1))
	case "number":
		low, high := bounds(s, "minimum", "maximum", 0, 1)
		return low + v.Float64()*(high-low)
	case "string":
		return v.text(s)
	case "array":
		return v.list(s, depth)
	case "null":
		return nil
	}
	return v.object(s, depth)
}

func (v inventor) text(s map[string]any) string {
	low, high := bounds(s, "minLength", "maxLength", 1, 60)
	text := ""
	for n := 1 + v.IntN(8); n > 0 || len(text) < int(low); n-- {
		text = strings.TrimSpace(text + " " + words[v.IntN(len(words))])
	}
	return text[:min(len(text), int(high))]
}

func (v inventor) list(s map[string]any, depth int) []any {
	low, high := bounds(s, "minItems", "maxItems", 0, 3)
	list := []any{}
	for range int(low) + v.IntN(max(1, int(high)-int(low)+1)) {
		list = append(list, v.value(s["items"], depth+1))
	}
	return list
}

func (v inventor) object(s map[string]any, depth int) map[string]any {
	object := map[string]any{}
	properties, _ := s["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		object[name] = v.value(properties[name], depth+1)
	}
	return object
}

// bounds reads a lower and an upper bound; a default that contradicts one given gives way.
func bounds(s map[string]any, lower, upper string, low, high float64) (float64, float64) {
	given, hasLow := s[lower].(float64)
	if hasLow {
		low, high = given, max(high, given+3)
	}
	if h, ok := s[upper].(float64); ok {
		high = h
		if !hasLow {
			low = min(low, h)
		}
	}
	return low, high
}
