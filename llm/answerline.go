package llm

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// A line is {"v":1,"key":"…","end":"answer","asked":{…},"response":{…}}, or "fault" in the place of answer and response. Its beginning has a fixed form, so that opening a large directory need not understand
// requests and answers.
const (
	lineStart  = `{"v":1,"key":"`
	lineAnswer = `","end":"answer","asked":`
	lineFault  = `","end":"fault","asked":`
)

// appendAnswer writes a line; told is an object with the one member response or fault.
func appendAnswer(b []byte, k key, asked, told []byte) []byte {
	b = append(b, lineStart...)
	b = hex.AppendEncode(b, k[:])
	if bytes.HasPrefix(told, []byte(`{"response"`)) {
		b = append(b, lineAnswer...)
	} else {
		b = append(b, lineFault...)
	}
	b = append(b, asked...)
	b = append(b, ',')
	b = append(b, told[1:]...) // closes the line's own object
	return append(b, '\n')
}

var errAnswerLine = errors.New("no line of recorded answers")

// parseAnswer reads the beginning of a line.
func parseAnswer(line []byte) (k key, answered bool, err error) {
	rest, ok := bytes.CutPrefix(line, []byte(lineStart))
	if !ok || len(rest) < 2*len(k) {
		return k, false, errAnswerLine
	}
	if _, err := hex.Decode(k[:], rest[:2*len(k)]); err != nil {
		return k, false, errAnswerLine
	}
	rest = rest[2*len(k):]
	answered = bytes.HasPrefix(rest, []byte(lineAnswer))
	if !answered && !bytes.HasPrefix(rest, []byte(lineFault)) {
		return k, false, errAnswerLine
	}
	return k, answered, nil
}

// read adds the lines of a file to the index, up to a last one that is not whole.
func (a *Answers) read(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return storeFault("open "+name, err)
	}
	a.files = append(a.files, f)
	var offset int64
	lines := bufio.NewReaderSize(f, 1<<16)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return storeFault("read "+name, err)
		}
		k, answered, err := parseAnswer(line)
		if err != nil {
			return fmt.Errorf("llm: %s: line %d: %w", name, n, err)
		}
		a.add(k, place{f, offset, len(line)}, answered)
		offset += int64(len(line))
	}
}
