package runs

import (
	"fmt"
	"os"
	"path/filepath"
)

// The folders of a run's journals: of its items, and of its model calls.
const (
	journalName = "journal"
	callsName   = "calls"
)

// Limits of what a killed process can lose: records are handed to the system when flushRecords are buffered, and synced once in syncInterval (run.go).
const (
	flushRecords = 256
	flushBytes   = 1 << 20
	// segmentBytes ends a segment: none gets much larger.
	segmentBytes = 64 << 20
)

// journal appends records. It isn't safe for concurrent use. After a failed operation the end of the file is unknown: every later call returns the same error, and opening anew
// finds the last whole record.
type journal struct {
	fsys    files
	folder  string
	f       file // nil until the first record
	tail    tail
	limit   int64 // segmentBytes, smaller in tests
	buf     []byte
	pending int  // records in buf
	dirty   bool // written and not synced
	err     error
}

// openJournal finds the journal's end and cuts off a record half written.
func openJournal(fsys files, folder string) (*journal, error) {
	t, err := scan(folder, func(Record, place) bool { return true })
	if err != nil {
		return nil, err
	}
	if t.torn {
		if err := cut(fsys, segmentPath(folder, t.segment), t.size); err != nil {
			return nil, fault("cut the last record of "+segmentPath(folder, t.segment), err)
		}
		t.torn = false
	}
	return &journal{fsys: fsys, folder: folder, tail: t, limit: segmentBytes}, nil
}

func cut(fsys files, path string, size int64) error {
	f, err := fsys.Open(path, os.O_WRONLY)
	if err != nil {
		return err
	}
	if err := f.Truncate(size); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// append buffers one record and says where it will stand; data is one line of JSON.
func (j *journal) append(kind string, item int, data []byte) (place, error) {
	if j.err != nil {
		return place{}, j.err
	}
	start := len(j.buf)
	if start == 0 { // what is flushed together stands in one segment
		if err := j.segment(); err != nil {
			return place{}, err
		}
	}
	buf, err := appendRecord(j.buf, j.tail.records+1, item, kind, data)
	if err != nil {
		return place{}, err
	}
	j.buf = buf
	j.tail.records++
	j.pending++
	at := place{j.tail.segment, j.tail.size + int64(start), len(j.buf) - start - 1}
	if j.pending >= flushRecords || len(j.buf) >= flushBytes {
		return at, j.flush()
	}
	return at, nil
}

// flush hands what is buffered to the system: it survives the process.
func (j *journal) flush() error {
	if j.err != nil || len(j.buf) == 0 {
		return j.err
	}
	if _, err := j.f.Write(j.buf); err != nil {
		return j.fail("write", err)
	}
	j.tail.size += int64(len(j.buf))
	j.buf, j.pending, j.dirty = j.buf[:0], 0, true
	return nil
}

// segment opens the segment to append to: the last one, or a new one when that is full. A full one is synced before the next begins, so that only the last can end in a torn record.
func (j *journal) segment() error {
	full := j.tail.segment == 0 || j.tail.size >= j.limit
	if j.f != nil && !full {
		return nil
	}
	if err := j.closeSegment(); err != nil {
		return err
	}
	if full {
		j.tail.segment, j.tail.size = j.tail.segment+1, 0
	}
	return j.openSegment()
}

func (j *journal) openSegment() error {
	if err := j.fsys.MkdirAll(j.folder); err != nil {
		return j.fail("make", err)
	}
	f, err := j.fsys.Open(segmentPath(j.folder, j.tail.segment), os.O_WRONLY|os.O_APPEND|os.O_CREATE)
	if err != nil {
		return j.fail("open", err)
	}
	j.f = f
	for _, d := range []string{j.folder, filepath.Dir(j.folder)} {
		if err := j.fsys.SyncDir(d); err != nil {
			return j.fail("sync the folder of", err)
		}
	}
	return nil
}

// sync flushes and makes everything durable.
func (j *journal) sync() error {
	if err := j.flush(); err != nil || !j.dirty {
		return err
	}
	if err := j.f.Sync(); err != nil {
		return j.fail("sync", err)
	}
	j.dirty = false
	return nil
}

func (j *journal) closeSegment() error {
	if j.f == nil {
		return nil
	}
	if j.dirty {
		if err := j.f.Sync(); err != nil {
			return j.fail("sync", err)
		}
		j.dirty = false
	}
	err := j.f.Close()
	j.f = nil
	if err != nil {
		return j.fail("close", err)
	}
	return nil
}

// close syncs and closes; the file is closed even if it can't be synced.
func (j *journal) close() error {
	err := j.sync()
	if j.f != nil {
		if cerr := j.f.Close(); err == nil && cerr != nil {
			err = j.fail("close", cerr)
		}
		j.f = nil
	}
	return err
}

func (j *journal) fail(op string, err error) error {
	j.err = fault(fmt.Sprintf("%s %s", op, segmentPath(j.folder, max(1, j.tail.segment))), err)
	return j.err
}
