package main

import (
	"errors"
	"strings"
	"testing"
)

// FuzzConfigFile demands that no file crashes the reader, and that every mistake is told as one, with the file's name.
func FuzzConfigFile(f *testing.F) {
	for _, s := range []string{
		"", "---\n", "log-level: info\n", "version: {json: true}\n", "version:\n  json: [true]\n", "a: &x {json: true}\nversion: *x\n",
		"version: &x {<<: *x}\n", "? [a]\n: b\n", "!!binary x: y\n", "version: ~\n", "{", "\xff\xfe", "config: {show: {json: true}}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		_, err := readConfigFile(strings.NewReader(content), "some.yaml", (&app{}).command())
		if err == nil {
			return
		}
		if usage := (*usageError)(nil); !errors.As(err, &usage) || !strings.HasPrefix(err.Error(), "config: some.yaml") {
			t.Errorf("error %v", err)
		}
	})
}
