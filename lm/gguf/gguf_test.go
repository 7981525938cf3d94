package gguf

import (
	"bytes"
	"encoding/binary"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func file(t testing.TB, values []Pair, tensors []Source) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, values, tensors); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestValues(t *testing.T) {
	b := file(t, []Pair{{"n", uint32(7)}, {"f", float32(.5)}, {"b", true}, {"s", "text"}, {"l", []string{"a", ""}}, {"i", []int32{-1, 2}}}, nil)
	f, err := New(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	want := Values{"n": uint64(7), "f": .5, "b": true, "s": "text", "l": []string{"a", ""}, "i": []int64{-1, 2}}
	if !reflect.DeepEqual(f.Values, want) {
		t.Errorf("%v", f.Values)
	}
}

// TestTensors: what was written is read again, as exactly as its type can hold it.
func TestTensors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.IntRange(1, 4).Draw(t, "rows")
		values := rapid.SliceOfN(rapid.Float32Range(-3, 3), rows*32, rows*32).Draw(t, "values")
		var b bytes.Buffer
		var sources []Source
		kinds := map[Type]float64{F32: 0, F16: 2e-3, Q8_0: 3. / 250}
		for _, k := range []Type{F32, F16, Q8_0} {
			sources = append(sources, Source{"t", k, []int{rows, 32}, values})
		}
		if err := Write(&b, nil, sources); err != nil {
			t.Fatal(err)
		}
		f, err := New(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for _, tensor := range f.Tensors {
			got, err := f.Floats(tensor)
			if err != nil || len(got) != len(values) || !reflect.DeepEqual(tensor.Shape, []int{rows, 32}) {
				t.Fatal(err, tensor.Shape)
			}
			for i := range got {
				if math.Abs(float64(got[i]-values[i])) > kinds[tensor.Type] {
					t.Fatalf("type %d: %g for %g", tensor.Type, got[i], values[i])
				}
			}
		}
	})
}

func TestRefuses(t *testing.T) {
	good := file(t, []Pair{{"s", "text"}}, []Source{{"t", F32, []int{2, 3}, make([]float32, 6)}})
	number := func(at int, n uint64) []byte {
		b := bytes.Clone(good)
		binary.LittleEndian.PutUint64(b[at:], n)
		return b
	}
	for name, b := range map[string][]byte{
		"empty":        nil,
		"no magic":     append([]byte("GGML"), good[4:]...),
		"version":      append([]byte("GGUF\x09\x00\x00\x00"), good[8:]...),
		"tensors":      number(8, 1<<60),
		"values":       number(16, math.MaxUint64),
		"long name":    number(24, 1<<40),
		"long text":    number(37, 1<<62),
		"cut":          good[:len(good)-9],
		"bytes, all 1": append(append([]byte{}, good[:8]...), bytes.Repeat([]byte{0xff}, 200)...),
	} {
		if _, err := New(bytes.NewReader(b), int64(len(b))); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := Write(&bytes.Buffer{}, nil, []Source{{"t", Q8_0, []int{2, 16}, make([]float32, 32)}}); err == nil {
		t.Error("rows of 16 were written in blocks of 32")
	}
}

// FuzzNew: any content gives a file whose tensors can be read, or an error; nothing is made room for that the file cannot hold.
func FuzzNew(f *testing.F) {
	f.Add(file(f, []Pair{{"general.alignment", uint32(32)}, {"l", []string{"a"}}}, []Source{{"t", F32, []int{2, 3}, make([]float32, 6)}, {"q", Q8_0, []int{1, 32}, make([]float32, 32)}}))
	f.Fuzz(func(t *testing.T, content []byte) {
		g, err := New(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return
		}
		for _, tensor := range g.Tensors {
			values, err := g.Floats(tensor)
			if err == nil && len(values) > 8*len(content) {
				t.Errorf("%d values out of %d bytes", len(values), len(content))
			}
		}
	})
}
