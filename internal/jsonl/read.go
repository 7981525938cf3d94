package jsonl

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/go-json-experiment/json"
)

// Options are the limits of reading; the zero value is the default.
type Options struct {
	// MaxLine is the most bytes a line may have; 0 is MaxLine.
	MaxLine int
	// Strict refuses members that the record's type has no field for.
	Strict bool
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// Read reads records of r one by one; file names it in errors. Blank lines are skipped, and a byte order mark at the start. Each record must pass the checks. It stops at the first
// error, a *LineError.
func Read[T any](r io.Reader, file string, o Options, checks ...func(T) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		lines := NewLines(r, file, o.MaxLine)
		for {
			rec, err := next(lines, o, checks)
			if err == io.EOF {
				return
			}
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// next reads the next line that is not blank.
func next[T any](lines *Lines, o Options, checks []func(T) error) (T, error) {
	var rec T
	for {
		line, err := lines.Next()
		if err != nil {
			return rec, err
		}
		if line.Number == 1 {
			line.Data = bytes.TrimPrefix(line.Data, byteOrderMark)
		}
		if len(bytes.TrimSpace(line.Data)) == 0 {
			continue
		}
		if err := json.Unmarshal(line.Data, &rec, json.RejectUnknownMembers(o.Strict)); err != nil {
			return rec, &LineError{lines.file, line.Number, cause(err, line.Torn)}
		}
		for _, check := range checks {
			if err := check(rec); err != nil {
				return rec, &LineError{lines.file, line.Number, err}
			}
		}
		return rec, nil
	}
}

// cause says so when the line may just be half written.
func cause(err error, torn bool) error {
	if torn {
		return fmt.Errorf("the last line is torn: %w", err)
	}
	return err
}

// ReadFile reads the records of a file one by one, as Read does. The file is open while the records are ranged over.
func ReadFile[T any](path string, o Options, checks ...func(T) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			var zero T
			yield(zero, err)
			return
		}
		defer f.Close()
		Read(f, path, o, checks...)(yield)
	}
}
