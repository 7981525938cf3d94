package runs

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"infoseek/internal/jsonl"
)

// segmentPath is a segment of the journal in a folder. Segments are numbered from 1 without a gap.
func segmentPath(folder string, segment int) string {
	return filepath.Join(folder, fmt.Sprintf("%06d.jsonl", segment))
}

// segments counts the journal's segments. Other files in the folder are none of ours.
func segments(folder string) (int, error) {
	entries, err := os.ReadDir(folder)
	if os.IsNotExist(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fault("list "+folder, err)
	}
	last, count := 0, 0
	for _, e := range entries { // sorted by name
		digits, ok := strings.CutSuffix(e.Name(), ".jsonl")
		n, err := strconv.Atoi(digits)
		if !ok || err != nil || n < 1 || segmentPath(folder, n) != filepath.Join(folder, e.Name()) {
			continue
		}
		last, count = max(last, n), count+1
	}
	if last != count {
		return 0, fmt.Errorf("runs: %s: segments are missing: %d found, the last is number %d", folder, count, last)
	}
	return count, nil
}

// place is where a record's data stand.
type place struct {
	segment int
	offset  int64 // of the record's line
	length  int   // of the line, without its newline
}

// tail is where the journal's whole records end.
type tail struct {
	segment int   // 0: there is none yet
	size    int64 // bytes of whole records in that segment
	records int64
	torn    bool // something stands behind them, a record half written
}

// scan calls visit for each whole record in the order of the journal, until it returns false; the tail is only known if it never does. A last record that is broken is left out; one with
// anything behind it is an error that names file and line.
func scan(folder string, visit func(Record, place) bool) (tail, error) {
	var t tail
	count, err := segments(folder)
	if err != nil {
		return t, err
	}
	for s := 1; s <= count; s++ {
		t.segment, t.size = s, 0
		more, err := scanSegment(folder, &t, visit)
		if err != nil || !more {
			return t, err
		}
		if t.torn && s < count {
			return t, fmt.Errorf("runs: %s: ends in a broken record, and there are later segments", segmentPath(folder, s))
		}
	}
	return t, nil
}

func scanSegment(folder string, t *tail, visit func(Record, place) bool) (more bool, err error) {
	path := segmentPath(folder, t.segment)
	f, err := os.Open(path)
	if err != nil {
		return false, fault("open "+path, err)
	}
	defer f.Close()
	return scanLines(jsonl.NewLines(f, path, jsonl.MaxLine), path, t, visit)
}

func scanLines(lines *jsonl.Lines, path string, t *tail, visit func(Record, place) bool) (more bool, err error) {
	for {
		line, err := lines.Next()
		if err == io.EOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		rec, broken := parseRecord(line.Data)
		if broken == nil && !line.Torn && rec.N != t.records+1 {
			return false, &jsonl.LineError{File: path, Line: line.Number, Err: fmt.Errorf("record %d where %d should be", rec.N, t.records+1)}
		}
		if broken != nil || line.Torn {
			t.torn = true
			if _, err := lines.Next(); err != io.EOF {
				return false, &jsonl.LineError{File: path, Line: line.Number, Err: fmt.Errorf("%w, and it is not the last: restore the file, or start the run again in another directory", broken)}
			}
			return true, nil
		}
		t.records++
		t.size = line.Offset + int64(len(line.Data)) + 1
		if !visit(rec, place{t.segment, line.Offset, len(line.Data)}) {
			return false, nil
		}
	}
}
