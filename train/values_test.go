package train

import (
	"os"
	"path/filepath"
	"testing"

	"infoseek/lm"
)

func TestValues(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	if err := writeValues(file, toyParams(1)); err != nil {
		t.Fatal(err)
	}
	sameParams(t, func() (lm.Params, error) {
		got, err := readValues(file)
		return byName(got), err
	}, func() (lm.Params, error) { return byName(toyParams(1)), nil }, 0)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := range b[:len(b)-1] {
		if _, err := parseValues(b[:n]); err == nil {
			t.Errorf("%d bytes of %d are enough", n, len(b))
		}
	}
}

// FuzzValues: what is read of any bytes has as many values as its shape says.
func FuzzValues(f *testing.F) {
	f.Add([]byte("\x3a\x00\x00\x00\x00\x00\x00\x00{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}    \x00\x00\x80\x3f"))
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := parseValues(b)
		for _, p := range all {
			if err == nil && len(p.Data) != p.Size() {
				t.Errorf("%v with %d values", p.Shape, len(p.Data))
			}
		}
	})
}
