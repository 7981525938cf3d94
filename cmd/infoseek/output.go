package main

import (
	"encoding/json"
	"fmt"
)

// printJSON writes v as one line of JSON on stdout. Every record written so has a field "v".
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.Stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func (a *app) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(a.Stdout, format, args...)
	return err
}
