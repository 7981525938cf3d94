package hcsp

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Difference is a field of a stored question that is not what was computed, both told as JSON or in words; "" stands for absent.
type Difference struct {
	Field    string `json:"field"`
	Stored   string `json:"stored"`
	Computed string `json:"computed"`
}

func (d Difference) String() string {
	return fmt.Sprintf("%s: stored %s, computed %s", d.Field, orNothing(d.Stored), orNothing(d.Computed))
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// differences compares two values as JSON, field by field.
func differences(field string, stored, computed any) ([]Difference, error) {
	a, err := generic(stored)
	if err != nil {
		return nil, fmt.Errorf("hcsp: %s as stored: %w", field, err)
	}
	b, err := generic(computed)
	if err != nil {
		return nil, fmt.Errorf("hcsp: %s as computed: %w", field, err)
	}
	return diff(nil, field, a, b), nil
}

func generic(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var g any
	err = json.Unmarshal(data, &g)
	return g, err
}

// absent is what a list or object lacks, as against a null in it.
type absent struct{}

func diff(found []Difference, field string, a, b any) []Difference {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			return diffObjects(found, field, a, b)
		}
	case []any:
		if b, ok := b.([]any); ok {
			return diffLists(found, field, a, b)
		}
	default:
		switch b.(type) {
		case map[string]any, []any:
		default:
			if a == b {
				return found
			}
		}
	}
	return append(found, Difference{field, show(a), show(b)})
}

func diffObjects(found []Difference, field string, a, b map[string]any) []Difference {
	keys := slices.Collect(maps.Keys(a))
	for k := range b {
		if _, ok := a[k]; !ok {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		x, inA := a[k]
		y, inB := b[k]
		if !inA {
			x = absent{}
		}
		if !inB {
			y = absent{}
		}
		found = diff(found, field+"."+k, x, y)
	}
	return found
}

func diffLists(found []Difference, field string, a, b []any) []Difference {
	for i := range max(len(a), len(b)) {
		var x, y any = absent{}, absent{}
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		found = diff(found, fmt.Sprintf("%s[%d]", field, i), x, y)
	}
	return found
}

func show(v any) string {
	if v == (absent{}) {
		return ""
	}
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v) // JSON values that came from JSON always marshal
	}
	return string(data)
}
