package dense

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"infoseek/internal/sections"
)

// partName is the file that a build appends to: the identity of the build as a line of JSON, then frames. What was torn off at the end is made again.
//
// A frame: number of vectors (4), numbers of each (4), the CRC-32C of all else in it (4), the vectors.
const partName = "vectors.part"

// identity is what makes a build the same: only then it goes on.
type identity struct {
	V        int    `json:"v"`
	Corpus   string `json:"corpus"`
	Model    Model  `json:"model"`
	Passages int    `json:"passages"`
	Places   uint32 `json:"places"` // CRC-32C of where they stand
}

// OtherBuildError says that there is the beginning of a build with other settings.
type OtherBuildError struct{ Path string }

func (e *OtherBuildError) Error() string {
	return fmt.Sprintf("%s holds the beginning of a build with other settings or of another corpus: go on with those, or remove the file", e.Path)
}

// journal is the beginning of a build.
type journal struct {
	file  *os.File
	first int64 // where the frames begin
	rows  int
	dims  int // 0 as long as there is none
}

func openJournal(dir string, id identity) (*journal, error) {
	path := filepath.Join(dir, partName)
	line, err := json.Marshal(id)
	if err != nil {
		return nil, err
	}
	line = append(line, '\n')
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	j := &journal{file: f, first: int64(len(line))}
	if err := j.begin(line); err != nil {
		f.Close()
		return nil, err
	}
	return j, nil
}

// begin writes the first line, or holds the one that is there against it and finds out how far the frames go.
func (j *journal) begin(line []byte) error {
	there := make([]byte, len(line))
	n, err := io.ReadFull(j.file, there)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if n < len(line) && string(there[:n]) == string(line[:n]) { // nothing, or torn
		if err := j.file.Truncate(0); err != nil {
			return err
		}
		_, err := j.file.WriteAt(line, 0)
		if err == nil {
			_, err = j.file.Seek(0, io.SeekEnd)
		}
		return err
	}
	if string(there) != string(line) {
		return &OtherBuildError{j.file.Name()}
	}
	end := j.first
	err = j.frames(func(size int64, dims int, vectors []byte) error {
		end += size
		j.dims = dims
		j.rows += len(vectors) / 4 / dims
		return nil
	})
	if err != nil {
		return err
	}
	if err := j.file.Truncate(end); err != nil {
		return err
	}
	_, err = j.file.Seek(end, io.SeekStart)
	return err
}

const frameHead = 12

// frames calls use for each whole frame.
func (j *journal) frames(use func(size int64, dims int, vectors []byte) error) error {
	info, err := j.file.Stat()
	if err != nil {
		return err
	}
	left := info.Size() - j.first
	in := bufio.NewReaderSize(io.NewSectionReader(j.file, j.first, left), 1<<20)
	var head [frameHead]byte
	var body []byte
	dims := 0
	for left >= frameHead {
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return err
		}
		n, d := int64(binary.LittleEndian.Uint32(head[:])), int64(binary.LittleEndian.Uint32(head[4:]))
		if n == 0 || d == 0 || d > maxDims || dims > 0 && d != int64(dims) || n > (left-frameHead)/4/d {
			return nil
		}
		body = append(body[:0], make([]byte, n*d*4)...)
		if _, err := io.ReadFull(in, body); err != nil {
			return err
		}
		if frameSum(head[:8], body) != binary.LittleEndian.Uint32(head[8:]) {
			return nil
		}
		dims = int(d)
		left -= frameHead + int64(len(body))
		if err := use(frameHead+int64(len(body)), dims, body); err != nil {
			return err
		}
	}
	return nil
}

func frameSum(head, body []byte) uint32 {
	return crc32.Update(crc32.Checksum(head, sections.Castagnoli), sections.Castagnoli, body)
}

// add appends vectors, which are as long as those before.
func (j *journal) add(vectors [][]float32) error {
	if len(vectors) == 0 {
		return nil
	}
	b := make([]byte, frameHead, frameHead+len(vectors)*len(vectors[0])*4)
	if j.dims == 0 {
		j.dims = len(vectors[0])
	}
	for _, v := range vectors {
		if len(v) != j.dims {
			return wrong("vectors of %d and of %d numbers", j.dims, len(v))
		}
		b = append(b, sections.Bytes(v)...)
	}
	binary.LittleEndian.PutUint32(b, uint32(len(vectors)))
	binary.LittleEndian.PutUint32(b[4:], uint32(j.dims))
	binary.LittleEndian.PutUint32(b[8:], frameSum(b[:8], b[frameHead:]))
	if _, err := j.file.Write(b); err != nil {
		return err
	}
	j.rows += len(vectors)
	return nil
}

// each calls use for each vector, which is overwritten later.
func (j *journal) each(use func([]float32) error) error {
	rows := 0
	vector := make([]float32, j.dims)
	err := j.frames(func(_ int64, dims int, vectors []byte) error {
		for ; len(vectors) > 0; vectors = vectors[4*dims:] {
			copy(sections.Bytes(vector), vectors)
			if err := use(vector); err != nil {
				return err
			}
			rows++
		}
		return nil
	})
	if err == nil && rows != j.rows {
		err = fmt.Errorf("%s: %d vectors, not the %d that were written", j.file.Name(), rows, j.rows)
	}
	return err
}
