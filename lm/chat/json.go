package chat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/nikolalohinski/gonja/v2/exec"
)

// orders are the orders in which dictionaries have their keys, by where they lie in memory: Python keeps them, a map does not, and a prompt has them.
type orders map[uintptr][]string

// ordersName is the variable by which the filter tojson finds them.
const ordersName = "_orders"

func (o orders) put(m map[string]any, keys []string) { o[reflect.ValueOf(m).Pointer()] = keys }

func (o orders) of(m map[string]any) []string {
	known := o[reflect.ValueOf(m).Pointer()]
	if len(known) == len(m) {
		return known
	}
	var rest []string
	for key := range m {
		if !slices.Contains(known, key) {
			rest = append(rest, key)
		}
	}
	slices.Sort(rest)
	return append(slices.Clone(known), rest...)
}

// value reads JSON, otherwise what is no JSON. Valid bounds how deep values lie in one another, which the decoder's tokens do not.
func (o orders) value(raw json.RawMessage, otherwise any) any {
	if !json.Valid(raw) {
		return otherwise
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	v, err := o.decode(d)
	if err != nil {
		return otherwise // a number that no float holds
	}
	return v
}

func (o orders) decode(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return o.object(d)
		}
		return o.list(d)
	case json.Number:
		if n, err := t.Int64(); err == nil {
			return int(n), nil
		}
		return t.Float64()
	}
	return t, nil
}

func (o orders) object(d *json.Decoder) (any, error) {
	m, keys := map[string]any{}, []string{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		key := t.(string)
		if _, ok := m[key]; !ok {
			keys = append(keys, key)
		}
		if m[key], err = o.decode(d); err != nil {
			return nil, err
		}
	}
	o.put(m, keys)
	_, err := d.Token()
	return m, err
}

func (o orders) list(d *json.Decoder) (any, error) {
	list := []any{}
	for d.More() {
		v, err := o.decode(d)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.Token()
	return list, err
}

// toJSON is transformers' filter tojson: Python's json.dumps without escapes beyond those of JSON itself.
func toJSON(e *exec.Evaluator, in *exec.Value, params *exec.VarArgs) *exec.Value {
	if in.IsError() {
		return in
	}
	o := orders{}
	if v, ok := e.Environment.Context.Get(ordersName); ok {
		o, _ = v.(orders)
	}
	indent := -1
	if v, ok := params.KwArgs["indent"]; ok && v.IsInteger() {
		indent = v.Integer()
	} else if len(params.Args) > 0 && params.Args[0].IsInteger() {
		indent = params.Args[0].Integer()
	}
	w := &jsonWriter{orders: o, indent: indent}
	w.value(in.Interface(), 0)
	return exec.AsSafeValue(w.b.String())
}

// jsonWriter writes values as Python does: ", " and ": " between them, a line each with an indent.
type jsonWriter struct {
	orders
	indent int // -1: one line
	b      strings.Builder
}

// deepest bounds what is written of values that lie in one another.
const deepest = 100

func (w *jsonWriter) value(v any, depth int) {
	if inner, ok := v.(*exec.Value); ok {
		v = inner.Interface()
	}
	if depth > deepest {
		panic("JSON deeper than any prompt has it")
	}
	switch v := v.(type) {
	case map[string]any:
		w.object(v, depth)
		return
	case []any:
		w.between("[", "]", len(v), depth, func(i int) { w.value(v[i], depth+1) })
		return
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("tojson: %v", err))
	}
	// the encoder escapes two separators of lines, which Python leaves
	w.b.WriteString(strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(strings.TrimSuffix(text.String(), "\n")))
}

func (w *jsonWriter) object(m map[string]any, depth int) {
	keys := w.of(m)
	w.between("{", "}", len(keys), depth, func(i int) {
		w.value(keys[i], depth+1)
		w.b.WriteString(": ")
		w.value(m[keys[i]], depth+1)
	})
}

func (w *jsonWriter) between(open, shut string, n, depth int, each func(i int)) {
	w.b.WriteString(open)
	for i := range n {
		if i > 0 {
			w.b.WriteString(",")
			if w.indent < 0 {
				w.b.WriteString(" ")
			}
		}
		w.line(depth + 1)
		each(i)
	}
	if n > 0 {
		w.line(depth)
	}
	w.b.WriteString(shut)
}

func (w *jsonWriter) line(depth int) {
	if w.indent >= 0 {
		w.b.WriteString("\n" + strings.Repeat(" ", w.indent*depth))
	}
}
