package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// Source is a tensor to be written.
type Source struct {
	Name   string
	Shape  []int
	Values []float32
}

// chunk is how many values are narrowed at a time.
const chunk = 1 << 16

// Write writes tensors as t, one after another, with the metadata that transformers asks for.
func Write(w io.Writer, t Type, tensors []Source) error {
	if t.size() == 0 {
		return fmt.Errorf("type %s cannot be written", t)
	}
	header, err := headerOf(t, tensors)
	if err != nil {
		return err
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	var buf []byte
	for _, s := range tensors {
		for from := 0; from < len(s.Values); from += chunk {
			buf = t.narrow(buf[:0], s.Values[from:min(from+chunk, len(s.Values))])
			if _, err := w.Write(buf); err != nil {
				return err
			}
		}
	}
	return nil
}

// headerOf is length and header, padded with blanks so that data begins at a multiple of 8.
func headerOf(t Type, tensors []Source) ([]byte, error) {
	entries := map[string]any{"__metadata__": map[string]string{"format": "pt"}}
	at := int64(0)
	for _, s := range tensors {
		n, ok := product(s.Shape, int64(len(s.Values)))
		if !ok || n != int64(len(s.Values)) {
			return nil, fmt.Errorf("tensor %q %v has %d values", s.Name, s.Shape, len(s.Values))
		}
		entries[s.Name] = map[string]any{"dtype": t, "shape": s.Shape, "data_offsets": []int64{at, at + n*t.size()}}
		at += n * t.size()
	}
	text, err := json.Marshal(entries)
	if err != nil {
		return nil, err
	}
	text = append(text, bytes.Repeat([]byte(" "), (8-len(text)%8)%8)...)
	return append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...), nil
}
