package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// MaxLine is the limit on a line's bytes where none is given.
const MaxLine = 64 << 20

// Line is one line of a file.
type Line struct {
	// Data is the line without its newline; it is overwritten by the next call of Next.
	Data   []byte
	Number int   // from 1
	Offset int64 // of its first byte in the file
	// Torn is set for a last line without a newline: its writer may have been stopped in the middle.
	Torn bool
}

// Lines reads a file line by line.
type Lines struct {
	r    *bufio.Reader
	file string
	max  int
	buf  []byte
	next Line // Number and Offset of the line to come
}

// NewLines reads lines of at most maxLine bytes (0: MaxLine) from r; file names it in errors.
func NewLines(r io.Reader, file string, maxLine int) *Lines {
	if maxLine <= 0 {
		maxLine = MaxLine
	}
	return &Lines{r: bufio.NewReaderSize(r, 64<<10), file: file, max: maxLine, next: Line{Number: 1}}
}

// Next returns the next line, empty ones too, and io.EOF after the last. Errors are *LineError.
func (l *Lines) Next() (Line, error) {
	line := l.next
	data, err := l.read()
	if len(data) == 0 && err == io.EOF {
		return Line{}, io.EOF
	}
	if err != nil && err != io.EOF {
		return Line{}, &LineError{l.file, line.Number, err}
	}
	l.next.Number++
	l.next.Offset += int64(len(data))
	line.Data = bytes.TrimSuffix(data, []byte{'\n'})
	line.Torn = err == io.EOF
	return line, nil
}

// read returns the bytes up to the next newline, that included; io.EOF comes together with a last line that has none.
func (l *Lines) read() ([]byte, error) {
	part, err := l.r.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return part, l.limit(len(part), err)
	}
	l.buf = append(l.buf[:0], part...)
	for errors.Is(err, bufio.ErrBufferFull) && len(l.buf) <= l.max {
		part, err = l.r.ReadSlice('\n')
		l.buf = append(l.buf, part...)
	}
	return l.buf, l.limit(len(l.buf), err)
}

func (l *Lines) limit(n int, err error) error {
	if n > l.max+1 {
		return fmt.Errorf("%w: over %d bytes", ErrTooLong, l.max)
	}
	return err
}
