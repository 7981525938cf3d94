package runs

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek/internal/jsonl"
)

// journalOf writes a journal of one segment that holds the data.
func journalOf(t *testing.T, data ...any) (dir string, segment []byte) {
	t.Helper()
	dir = t.TempDir()
	r := mustOpen(t, dir, testOptions())
	for i, d := range data {
		if err := r.Append("x", i, d); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	segment, err := os.ReadFile(segmentPath(filepath.Join(dir, journalName), 1))
	if err != nil {
		t.Fatal(err)
	}
	return dir, segment
}

func TestTornLastRecordIsCutAtEveryLength(t *testing.T) {
	dir, whole := journalOf(t, "one", "two", map[string]string{"three": "d\u00e9j\u00e0 \\n"})
	last := bytes.LastIndexByte(whole[:len(whole)-1], '\n') + 1
	for size := last; size <= len(whole); size++ {
		if err := os.WriteFile(segmentPath(filepath.Join(dir, journalName), 1), whole[:size], 0o644); err != nil {
			t.Fatal(err)
		}
		r := mustOpen(t, dir, testOptions())
		want := 2
		if size == len(whole) {
			want = 3
		}
		if got := len(collect(t, r.Records())); got != want {
			t.Fatalf("%d bytes of the last record: %d records, want %d", size-last, got, want)
		}
		if err := r.Append("x", 9, "next"); err != nil {
			t.Fatal(err)
		}
		r.Close()
		r = mustOpen(t, dir, testOptions())
		if got := collect(t, r.Records()); len(got) != want+1 || got[want].Item != 9 {
			t.Fatalf("%d bytes of the last record: %v after appending", size-last, got)
		}
		r.Close()
	}
}

func TestBrokenRecords(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func([]byte) []byte
		want  string // in the error; "" cuts the last record
	}{
		{"bit in the first", func(b []byte) []byte { b[40] ^= 1; return b }, "000001.jsonl:1: the record's checksum differs"},
		{"bit in the second", func(b []byte) []byte { b[len(b)/3+40] ^= 1; return b }, "000001.jsonl:2: the record's checksum differs"},
		{"bit in the last", func(b []byte) []byte { b[len(b)-5] ^= 1; return b }, ""},
		{"second gone", func(b []byte) []byte {
			lines := bytes.SplitAfter(b, []byte("\n"))
			return append(lines[0], lines[2]...)
		}, "000001.jsonl:2: record 3 where 2 should be"},
		{"something else at the start", func(b []byte) []byte { return append([]byte("{}\n"), b...) }, "000001.jsonl:1: not a journal record"},
		{"empty line", func(b []byte) []byte { return append([]byte("\n"), b...) }, "000001.jsonl:1: not a journal record"},
		{"zeros at the end", func(b []byte) []byte {
			last := bytes.LastIndexByte(b[:len(b)-1], '\n') + 1
			return append(b[:last], make([]byte, 300)...)
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, whole := journalOf(t, "111", "222", "333")
			if err := os.WriteFile(segmentPath(filepath.Join(dir, journalName), 1), c.spoil(whole), 0o644); err != nil {
				t.Fatal(err)
			}
			r, err := Open(dir, testOptions())
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Fatalf("error %v, want %q", err, c.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if got := len(collect(t, r.Records())); got != 2 {
				t.Errorf("%d records, want 2", got)
			}
		})
	}
}

func TestSegments(t *testing.T) {
	dir := t.TempDir()
	r := mustOpen(t, dir, testOptions())
	r.journal.limit = 300
	for i := range 20 {
		if err := r.Append("x", 19-i, i); err != nil {
			t.Fatal(err)
		}
		if err := r.Sync(); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := segments(filepath.Join(dir, journalName)); n < 4 || err != nil {
		t.Errorf("%d segments, %v", n, err)
	}
	if err := r.WriteKind("x.jsonl", "x"); err != nil {
		t.Fatal(err)
	}
	if got := readFile(t, dir, "x.jsonl"); !strings.HasPrefix(got, "19\n18\n17\n") || strings.Count(got, "\n") != 20 {
		t.Errorf("x.jsonl = %q", got)
	}
	r.Close()

	first := readFile(t, segmentPath(filepath.Join(dir, journalName), 1))
	if err := os.WriteFile(segmentPath(filepath.Join(dir, journalName), 1), []byte(first[:len(first)-3]), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, testOptions()); err == nil || !strings.Contains(err.Error(), "there are later segments") {
		t.Errorf("torn first segment: %v", err)
	}
	if err := os.Remove(segmentPath(filepath.Join(dir, journalName), 1)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, testOptions()); err == nil || !strings.Contains(err.Error(), "segments are missing") {
		t.Errorf("first segment gone: %v", err)
	}
}

func TestReaderIgnoresATornRecord(t *testing.T) {
	dir, whole := journalOf(t, "one", "two")
	if err := os.WriteFile(segmentPath(filepath.Join(dir, journalName), 1), whole[:len(whole)-4], 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(collect(t, r.Records())); got != 1 {
		t.Errorf("%d records, want 1", got)
	}
	if got := readFile(t, segmentPath(filepath.Join(dir, journalName), 1)); len(got) != len(whole)-4 {
		t.Error("a reader changed the journal")
	}
}

// Whatever stands in a journal, reading it ends, and the whole records before its end are read again after the cut.
func FuzzJournal(f *testing.F) {
	seed, _ := appendRecord(nil, 1, 0, "question", []byte(`{"id":"a"}`))
	seed, _ = appendRecord(seed, 2, 1, "drop", []byte(`null`))
	f.Add(seed)
	f.Add(seed[:len(seed)-7])
	f.Add([]byte("\n\n"))
	f.Add([]byte(checksumPrefix + "00000000" + checksumSuffix + "}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		read := func(b []byte) (tail, []Record, error) {
			t := tail{segment: 1}
			var all []Record
			_, err := scanLines(jsonl.NewLines(bytes.NewReader(b), "j", 0), "j", &t, func(r Record, _ place) bool {
				all = append(all, r)
				return true
			})
			return t, all, err
		}
		end, records, err := read(data)
		if err != nil {
			return
		}
		if end.records != int64(len(records)) || end.size > int64(len(data)) || end.torn != (end.size < int64(len(data))) {
			t.Fatalf("tail %+v of %d bytes, %d records", end, len(data), len(records))
		}
		again, recordsAgain, err := read(data[:end.size])
		if err != nil || again.torn || len(recordsAgain) != len(records) {
			t.Fatalf("after the cut: %+v, %v", again, err)
		}
	})
}

func TestForeignFilesInTheJournalAreIgnored(t *testing.T) {
	dir, _ := journalOf(t, "one")
	for _, name := range []string{"notes.txt", "1.jsonl", "000000.jsonl", "000002.jsonl.bak"} {
		if err := os.WriteFile(filepath.Join(dir, journalName, name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(collect(t, mustOpen(t, dir, testOptions()).Records())); got != 1 {
		t.Errorf("%d records", got)
	}
}
