package hcsp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"infoseek"
)

// Decode reads one research tree from JSON and validates it. Unknown fields are ignored: records of later versions may have them.
func Decode(data []byte) (infoseek.Tree, error) {
	var t infoseek.Tree
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&t); err != nil {
		return infoseek.Tree{}, fmt.Errorf("hcsp: tree: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return infoseek.Tree{}, errors.New("hcsp: tree: more after its end")
	}
	if err := Validate(t); err != nil {
		return infoseek.Tree{}, err
	}
	return t, nil
}
