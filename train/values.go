package train

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"

	"infoseek/lm"
	"infoseek/runs"
)

// Values are kept as safetensors: the length of a header, the header as JSON, the values of all tensors one after the other, little-endian.

// longestHeader bounds what a file may claim of its header.
const longestHeader = 100 << 20

type tensorHeader struct {
	Type  string `json:"dtype"`
	Shape []int  `json:"shape"`
	Span  [2]int `json:"data_offsets"`
}

func writeValues(path string, all lm.Params) error {
	header, at := map[string]tensorHeader{}, 0
	for _, p := range all {
		end := at + 4*len(p.Data)
		header[p.Name], at = tensorHeader{"F32", p.Shape, [2]int{at, end}}, end
	}
	head, err := json.Marshal(header)
	if err != nil {
		return err
	}
	return runs.WriteFile(path, func(file io.Writer) error {
		w := bufio.NewWriterSize(file, 1<<20)
		w.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(head)))) // errors stay with w until Flush
		w.Write(head)
		var word [4]byte
		for _, p := range all {
			for _, x := range p.Data {
				binary.LittleEndian.PutUint32(word[:], math.Float32bits(x))
				w.Write(word[:])
			}
		}
		return w.Flush()
	})
}

func readValues(path string) (lm.Params, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	all, err := parseValues(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

func parseValues(b []byte) (lm.Params, error) {
	if len(b) < 8 {
		return nil, io.ErrUnexpectedEOF
	}
	n := binary.LittleEndian.Uint64(b)
	if n > longestHeader || n > uint64(len(b)-8) {
		return nil, io.ErrUnexpectedEOF
	}
	header := map[string]tensorHeader{}
	if err := json.Unmarshal(b[8:8+n], &header); err != nil {
		return nil, err
	}
	var all lm.Params
	for name, h := range header {
		p, err := h.read(name, b[8+n:])
		if err != nil {
			return nil, fmt.Errorf("tensor %q: %w", name, err)
		}
		all = append(all, p)
	}
	return all, nil
}

func (h tensorHeader) read(name string, b []byte) (lm.Param, error) {
	size := 1
	for _, d := range h.Shape {
		if d < 0 || d > 0 && size > len(b)/d {
			return lm.Param{}, fmt.Errorf("shape %v", h.Shape)
		}
		size *= d
	}
	from, to := h.Span[0], h.Span[1]
	if h.Type != "F32" || from < 0 || to < from || to > len(b) || to-from != 4*size {
		return lm.Param{}, fmt.Errorf("%s %v at %d to %d of %d bytes", h.Type, h.Shape, from, to, len(b))
	}
	p := lm.Param{Name: name, Shape: h.Shape, Data: make([]float32, size)}
	for i := range p.Data {
		p.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[from+4*i:]))
	}
	return p, nil
}
