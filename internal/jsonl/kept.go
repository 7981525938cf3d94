package jsonl

import (
	"bytes"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Kept is a record of which all that was read survives rewriting: members that T has no field for are kept at every depth, so that records of a later version of the
// program, or with somebody's own additions, pass through unharmed.
//
// A record that was not changed is written as it was read. A changed one is written as T is, each object followed by the unknown members it was read with, in their order. Elements
// of an array keep theirs only while the array has as many elements as were read.
type Kept[T any] struct {
	Value T
	raw   jsontext.Value // as read; nil for a new record
}

// UnmarshalJSON reads the record and remembers its text.
func (k *Kept[T]) UnmarshalJSON(b []byte) error {
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	k.Value, k.raw = v, bytes.Clone(b)
	return nil
}

// MarshalJSON writes the record with what it was read with.
func (k Kept[T]) MarshalJSON() ([]byte, error) {
	now, err := Marshal(k.Value)
	if err != nil || k.raw == nil {
		return now, err
	}
	var read T
	if err := json.Unmarshal(k.raw, &read); err != nil {
		return nil, err
	}
	before, err := Marshal(read)
	if err != nil {
		return nil, err
	}
	if bytes.Equal(before, now) {
		return k.raw, nil
	}
	return merge(now, before, k.raw)
}

// merge returns now with the members added that raw has and before (raw as T writes it) hasn't.
func merge(now, before, raw jsontext.Value) (jsontext.Value, error) {
	kind := now.Kind()
	if kind != before.Kind() || kind != raw.Kind() {
		return now, nil
	}
	switch kind {
	case '{':
		return mergeObjects(now, before, raw)
	case '[':
		return mergeArrays(now, before, raw)
	}
	return now, nil
}

func mergeObjects(now, before, raw jsontext.Value) (jsontext.Value, error) {
	o, err := parseObject(now)
	if err != nil {
		return nil, err
	}
	b, err := parseObject(before)
	if err != nil {
		return nil, err
	}
	r, err := parseObject(raw)
	if err != nil {
		return nil, err
	}
	for _, name := range r.names {
		_, known := b.values[name]
		old, present := o.values[name]
		switch {
		case known && present:
			v, err := merge(old, b.values[name], r.values[name])
			if err != nil {
				return nil, err
			}
			o.values[name] = v
		case !known && !present:
			o.names = append(o.names, name)
			o.values[name] = r.values[name]
		}
	}
	return o.append(nil)
}

func mergeArrays(now, before, raw jsontext.Value) (jsontext.Value, error) {
	var n, b, r []jsontext.Value
	for _, p := range []struct {
		from jsontext.Value
		to   *[]jsontext.Value
	}{{now, &n}, {before, &b}, {raw, &r}} {
		if err := json.Unmarshal(p.from, p.to); err != nil {
			return nil, err
		}
	}
	if len(n) != len(r) || len(b) != len(r) {
		return now, nil
	}
	for i := range n {
		v, err := merge(n[i], b[i], r[i])
		if err != nil {
			return nil, err
		}
		n[i] = v
	}
	return Marshal(n)
}

// object is a JSON object with its members in the order read.
type object struct {
	names  []string
	values map[string]jsontext.Value
}

func parseObject(v jsontext.Value) (object, error) {
	o := object{values: map[string]jsontext.Value{}}
	d := jsontext.NewDecoder(bytes.NewReader(v))
	if _, err := d.ReadToken(); err != nil {
		return o, err
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return o, err
		}
		key := name.String()
		value, err := d.ReadValue()
		if err != nil {
			return o, err
		}
		o.names = append(o.names, key)
		o.values[key] = value.Clone()
	}
	_, err := d.ReadToken()
	return o, err
}

func (o object) append(dst []byte) (jsontext.Value, error) {
	dst = append(dst, '{')
	for i, name := range o.names {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = jsontext.AppendQuote(dst, name); err != nil {
			return nil, err
		}
		dst = append(append(dst, ':'), o.values[name]...)
	}
	return append(dst, '}'), nil
}
