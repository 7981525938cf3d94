package jsonl

import (
	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"
)

func canonical(t *rapid.T, b []byte) string {
	v := jsontext.Value(b)
	if err := v.Canonicalize(jsontext.CanonicalizeRawInts(false)); err != nil {
		t.Fatal(err)
	}
	return string(v)
}
