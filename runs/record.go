package runs

import (
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"

	"infoseek/internal/jsonl"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Record is one record of the journal.
type Record struct {
	// N numbers the journal's records from 1, in the order they were appended.
	N int64 `json:"n"`
	// Item is the number of the piece of work the record belongs to.
	Item int            `json:"item"`
	Kind string         `json:"kind"`
	Data jsontext.Value `json:"data"`
}

// Decode reads the record's data into v.
func (r Record) Decode(v any) error {
	if err := json.Unmarshal(r.Data, v); err != nil {
		return fmt.Errorf("runs: journal record %d (%s of item %d): %w", r.N, r.Kind, r.Item, err)
	}
	return nil
}

// A line of the journal is a JSON object that starts with the CRC-32C, in hex, of all bytes behind the checksum and its comma, up to the newline:
//
//	{"crc":"1c291ca3","n":1,"item":0,"kind":"question","data":{…}}
const (
	checksumPrefix = `{"crc":"`
	checksumDigits = 8
	checksumSuffix = `",`
	checkedFrom    = len(checksumPrefix) + checksumDigits + len(checksumSuffix)
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendRecord appends the line of a record, with its newline. data must be one JSON value on one line.
func appendRecord(dst []byte, n int64, item int, kind string, data []byte) ([]byte, error) {
	start := len(dst)
	dst = append(dst, checksumPrefix+"00000000"+checksumSuffix...)
	dst = append(dst, `"n":`...)
	dst = strconv.AppendInt(dst, n, 10)
	dst = append(dst, `,"item":`...)
	dst = strconv.AppendInt(dst, int64(item), 10)
	dst = append(dst, `,"kind":`...)
	dst, err := jsontext.AppendQuote(dst, kind)
	if err != nil {
		return dst[:start], fmt.Errorf("runs: kind of record: %w", err)
	}
	dst = append(dst, `,"data":`...)
	dst = append(append(dst, data...), '}')
	copy(dst[start+len(checksumPrefix):], checksum(dst[start+checkedFrom:]))
	dst = append(dst, '\n')
	if size := len(dst) - start; size > jsonl.MaxLine {
		return dst[:start], fmt.Errorf("runs: record of %d bytes: a record has at most %d", size, jsonl.MaxLine)
	}
	return dst, nil
}

func checksum(b []byte) string {
	sum := crc32.Checksum(b, castagnoli)
	return hex.EncodeToString([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

var (
	errNoRecord = errors.New("not a journal record")
	errChecksum = errors.New("the record's checksum differs")
)

// parseRecord reads a line without its newline.
func parseRecord(line []byte) (Record, error) {
	var r Record
	if len(line) < checkedFrom || string(line[:len(checksumPrefix)]) != checksumPrefix {
		return r, errNoRecord
	}
	stated := line[len(checksumPrefix) : len(checksumPrefix)+checksumDigits]
	if string(stated) != checksum(line[checkedFrom:]) {
		return r, errChecksum
	}
	if err := json.Unmarshal(line, &r); err != nil {
		return r, fmt.Errorf("%w: %w", errNoRecord, err)
	}
	if r.Kind == "" || r.Data == nil {
		return r, errNoRecord
	}
	return r, nil
}
