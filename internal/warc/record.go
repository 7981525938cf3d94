package warc

import (
	"bufio"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Record is one record of an archive.
type Record struct {
	Type   string // "response", "resource", "request" …; of ARC "response"
	URL    string
	Date   string      // as written, RFC 3339 for WARC
	Header http.Header // of the record itself
	Block  []byte
	// Number counts the records from 1.
	Number int
	kind   string // media type of the block
}

// ErrTooLong is of a record or body over the limit.
var ErrTooLong = errors.New("over the limit")

// RecordError is a problem with one record, after which reading may go on.
type RecordError struct {
	Number int
	URL    string // "" if unknown
	Err    error
}

func (e *RecordError) Error() string {
	if e.URL == "" {
		return fmt.Sprintf("record %d: %v", e.Number, e.Err)
	}
	return fmt.Sprintf("record %d (%s): %v", e.Number, e.URL, e.Err)
}

// Unwrap returns the cause.
func (e *RecordError) Unwrap() error { return e.Err }

// Response is what a server said. Body has no transfer or content encoding any more.
type Response struct {
	Status   int
	Kind     string // media type, with its charset
	Location string
	Body     []byte
}

// Response reads the block as what was fetched; limit bounds the body, in bytes.
func (r *Record) Response(limit int) (*Response, error) {
	if r.Type == "resource" || !bytes.HasPrefix(r.Block, []byte("HTTP/")) {
		return &Response{Status: http.StatusOK, Kind: r.kind, Body: r.Block}, nil
	}
	head, body := cutHead(r.Block)
	status, header, err := readHead(head)
	if err != nil {
		return nil, err
	}
	out := &Response{Status: status, Kind: header.Get("Content-Type"), Location: header.Get("Location")}
	if strings.EqualFold(header.Get("Transfer-Encoding"), "chunked") {
		body = unchunked(body)
	}
	out.Body, err = decoded(body, header.Get("Content-Encoding"), limit)
	return out, err
}

// cutHead cuts a block at its first empty line.
func cutHead(block []byte) (head, body []byte) {
	for at := 0; ; {
		end := bytes.IndexByte(block[at:], '\n')
		if end < 0 {
			return block, nil
		}
		if line := block[at : at+end]; len(bytes.TrimRight(line, "\r")) == 0 {
			return block[:at], block[at+end+1:]
		}
		at += end + 1
	}
}

var errStatus = errors.New("no status line of HTTP")

// readHead reads a status line and the headers below it; lines that are none are passed over.
func readHead(head []byte) (int, http.Header, error) {
	first, rest, _ := strings.Cut(string(head), "\n")
	status := 0
	if _, err := fmt.Sscanf(first, "HTTP/%s %d", new(string), &status); err != nil {
		return 0, nil, errStatus
	}
	return status, fields(rest), nil
}

// fields reads header lines. Those that begin with a blank go on with the one before.
func fields(lines string) http.Header {
	h := http.Header{}
	last, parts := "", []string(nil)
	add := func() {
		if last != "" {
			h.Add(last, strings.Join(parts, " "))
		}
	}
	for line := range strings.Lines(lines) {
		line = strings.TrimRight(line, "\r\n")
		name, value, ok := strings.Cut(line, ":")
		switch {
		case line != "" && (line[0] == ' ' || line[0] == '\t') && last != "":
			parts = append(parts, strings.TrimSpace(line))
		case ok:
			add()
			last, parts = strings.TrimSpace(name), []string{strings.TrimSpace(value)}
		}
	}
	add()
	return h
}

// unchunked takes the chunks of a body apart; a body that is not in chunks, though its header said so, stays as it is.
func unchunked(body []byte) []byte {
	var out []byte
	rest := body
	for {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		size := 0
		if _, err := fmt.Sscanf(string(bytes.TrimSpace(line[:min(len(line), 32)])), "%x", &size); err != nil || !ok || size < 0 {
			if out == nil {
				return body
			}
			return append(out, rest...)
		}
		if size == 0 {
			return out
		}
		if size > len(after) {
			return append(out, after...)
		}
		out, rest = append(out, after[:size]...), after[size:]
		rest = bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("\r")), []byte("\n"))
	}
}

// decoded undoes a content encoding. A body that isn't encoded, though its header says so, stays as it is.
func decoded(body []byte, encoding string, limit int) ([]byte, error) {
	var in io.Reader
	var err error
	switch strings.ToLower(encoding) {
	case "", "identity":
		return limited(body, limit)
	case "gzip", "x-gzip":
		if in, err = gzip.NewReader(bytes.NewReader(body)); err != nil {
			return limited(body, limit)
		}
	case "deflate":
		in = inflated(body)
	case "br":
		in = brotli.NewReader(bytes.NewReader(body))
	case "zstd":
		d, err := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, err
		}
		defer d.Close()
		in = d
	default:
		return nil, fmt.Errorf("content encoding %.40q can't be read", encoding)
	}
	plain, err := io.ReadAll(io.LimitReader(in, int64(limit)+1))
	if err != nil {
		return nil, fmt.Errorf("content encoding %s: %w", encoding, err)
	}
	return limited(plain, limit)
}

func limited(body []byte, limit int) ([]byte, error) {
	if len(body) > limit {
		return nil, ErrTooLong
	}
	return body, nil
}

// inflated reads deflate as servers send it: with the header of zlib, or without.
func inflated(body []byte) io.Reader {
	if len(body) > 2 && body[0]&0x0f == 8 && (int(body[0])<<8|int(body[1]))%31 == 0 {
		body = body[2:]
	}
	return flate.NewReader(bufio.NewReader(bytes.NewReader(body)))
}
