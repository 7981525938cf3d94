package jsonl

import (
	"bufio"
	"io"

	"github.com/go-json-experiment/json"
)

var marshalOptions = json.Deterministic(true)

// Marshal returns v as one line of JSON, without a newline. A value that is JSON already (jsontext.Value, encoding/json.RawMessage) is taken as it is, blanks between its tokens removed.
func Marshal(v any) ([]byte, error) { return json.Marshal(v, marshalOptions) }

// Writer writes records line by line.
type Writer struct{ w *bufio.Writer }

// NewWriter writes to w. Flush must be called at the end.
func NewWriter(w io.Writer) *Writer { return &Writer{bufio.NewWriterSize(w, 256<<10)} }

// Write adds one record. A record that can't be written as JSON leaves no trace.
func (w *Writer) Write(v any) error {
	line, err := Marshal(v)
	if err != nil {
		return err
	}
	return w.WriteLine(line)
}

// WriteLine adds a line that is JSON already.
func (w *Writer) WriteLine(line []byte) error {
	if _, err := w.w.Write(line); err != nil {
		return err
	}
	return w.w.WriteByte('\n')
}

// Flush writes what is buffered.
func (w *Writer) Flush() error { return w.w.Flush() }
