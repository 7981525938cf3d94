package safetensors

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func open(t rapid.TB, b []byte) (*File, error) {
	t.Helper()
	return New(bytes.NewReader(b), int64(len(b)))
}

// TestWritten: what was written is read again, as exactly as its type can hold it.
func TestWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOf(rapid.Float32Range(-1e30, 1e30)).Draw(t, "a")
		kind := rapid.SampledFrom([]Type{F32, F64, F16, BF16}).Draw(t, "type")
		var b bytes.Buffer
		if err := Write(&b, kind, []Source{{"a", []int{len(a)}, a}, {"one", []int{1, 2}, []float32{1, -.5}}}); err != nil {
			t.Fatal(err)
		}
		f, err := open(t, b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.Floats("one"); err != nil || !slices.Equal(got, []float32{1, -.5}) || !slices.Equal(f.Names(), []string{"a", "one"}) {
			t.Fatal(got, err)
		}
		got, err := f.Floats("a")
		if err != nil || len(got) != len(a) {
			t.Fatal(len(got), err)
		}
		for i, v := range a {
			if (kind == F32 || kind == F64) && got[i] != v || kind == BF16 && math.Abs(float64(got[i]-v)) > math.Abs(float64(v))/128 {
				t.Fatalf("%s: %g for %g", kind, got[i], v)
			}
		}
	})
}

func with(header string, data int) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), make([]byte, data)...)
}

func TestRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty":        nil,
		"long header":  binary.LittleEndian.AppendUint64(nil, math.MaxUint64),
		"no JSON":      with("{", 8),
		"outside":      with(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}`, 8),
		"backwards":    with(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}`, 8),
		"shape":        with(`{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}`, 8),
		"vast shape":   with(`{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}`, 8),
		"negative":     with(`{"a":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}`, 8),
		"one offset":   with(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}`, 8),
		"bad metadata": with(`{"__metadata__":3}`, 0),
	} {
		if _, err := open(t, b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	f, err := open(t, with(`{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}`, 8))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Floats("a"); err == nil {
		t.Error("integers were read as floats")
	}
	if _, err := f.Floats("b"); err == nil {
		t.Error("a tensor that is not there was read")
	}
}

// FuzzNew: any content gives a file whose tensors can be read, or an error.
func FuzzNew(f *testing.F) {
	f.Add(with(`{"__metadata__":{"format":"pt"},"a":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]}}`, 8))
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := open(t, content)
		if err != nil {
			return
		}
		for _, name := range s.Names() {
			if values, err := s.Floats(name); err == nil && len(values) > len(content) {
				t.Errorf("%d values out of %d bytes", len(values), len(content))
			}
		}
	})
}
