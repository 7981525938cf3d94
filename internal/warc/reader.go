package warc

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Reader reads the records of a decompressed archive.
type Reader struct {
	in     *bufio.Reader
	limit  int
	number int
	arc    bool
	begun  bool
}

// NewReader reads records of at most limit bytes; longer ones give an error each. It tells WARC and ARC by their first line.
func NewReader(in io.Reader, limit int) *Reader {
	return &Reader{in: bufio.NewReaderSize(in, 1<<16), limit: limit}
}

// Is says whether content begins as an archive does.
func Is(head []byte) bool {
	return strings.HasPrefix(string(head), "WARC/") || strings.HasPrefix(string(head), "filedesc://")
}

// Next returns the next record. io.EOF ends the archive; after a *RecordError reading may go on, any other error is the end.
func (r *Reader) Next() (*Record, error) {
	line, err := r.first()
	if err != nil {
		return nil, err
	}
	r.number++
	if !r.begun {
		r.begun, r.arc = true, strings.HasPrefix(line, "filedesc://")
	}
	if r.arc {
		return r.nextARC(line)
	}
	return r.nextWARC(line)
}

// first is the first line that isn't empty.
func (r *Reader) first() (string, error) {
	for {
		line, err := r.line()
		if line != "" || err != nil {
			return line, err
		}
	}
}

// longestLine bounds a line of a header, and mostLines their number.
const (
	longestLine = 64 << 10
	mostLines   = 1000
)

var errLine = errors.New("a header line longer than 64 KiB: this is no web archive, or it is broken")

// line reads a line without its end. A last line without one counts.
func (r *Reader) line() (string, error) {
	var b strings.Builder
	for {
		part, err := r.in.ReadSlice('\n')
		b.Write(part)
		switch {
		case b.Len() > longestLine:
			return "", errLine
		case err == bufio.ErrBufferFull:
		case err == io.EOF && b.Len() > 0, err == nil:
			return strings.TrimRight(b.String(), "\r\n"), nil
		default:
			return "", err
		}
	}
}

func (r *Reader) nextWARC(version string) (*Record, error) {
	if !strings.HasPrefix(version, "WARC/") {
		return nil, r.broken("", fmt.Errorf("%.60q stands where a record should begin", version))
	}
	header, err := r.header()
	if err != nil {
		return nil, r.broken("", err)
	}
	rec := &Record{Type: header.Get("WARC-Type"), URL: strings.Trim(header.Get("WARC-Target-URI"), "<> "), Date: header.Get("WARC-Date"), Header: header, Number: r.number, kind: header.Get("Content-Type")}
	size, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || size < 0 {
		return nil, r.broken(rec.URL, fmt.Errorf("its length is %.40q", header.Get("Content-Length")))
	}
	return r.block(rec, size)
}

// broken is an error after which the next record can't be found.
func (r *Reader) broken(url string, err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("warc: %w", &RecordError{r.number, url, err})
}

func (r *Reader) header() (http.Header, error) {
	var b strings.Builder
	for range mostLines {
		line, err := r.line()
		if err != nil {
			return nil, err
		}
		if line == "" {
			return fields(b.String()), nil
		}
		b.WriteString(line + "\n")
	}
	return nil, fmt.Errorf("a header of more than %d lines", mostLines)
}

// block reads a record's block.
func (r *Reader) block(rec *Record, size int64) (*Record, error) {
	if size > int64(r.limit) {
		if n, err := io.CopyN(io.Discard, r.in, size); err != nil {
			return nil, r.broken(rec.URL, fmt.Errorf("it ends after %d of %d bytes", n, size))
		}
		return nil, &RecordError{r.number, rec.URL, ErrTooLong}
	}
	var err error
	if rec.Block, err = io.ReadAll(io.LimitReader(r.in, size)); err != nil {
		return nil, r.broken(rec.URL, err)
	}
	if int64(len(rec.Block)) < size {
		return nil, r.broken(rec.URL, fmt.Errorf("it ends after %d of %d bytes: %w", len(rec.Block), size, io.ErrUnexpectedEOF))
	}
	return rec, nil
}

// nextARC reads a record whose header is one line: URL, address, date, media type, length, of which the URL may hold blanks.
func (r *Reader) nextARC(line string) (*Record, error) {
	words := strings.Split(line, " ")
	n := len(words)
	if n < 5 {
		return nil, r.broken("", fmt.Errorf("%.60q is no header of ARC", line))
	}
	rec := &Record{Type: "response", URL: strings.Join(words[:n-4], " "), Date: arcDate(words[n-3]), Number: r.number, kind: words[n-2]}
	size, err := strconv.ParseInt(words[n-1], 10, 64)
	switch {
	case strings.HasPrefix(rec.URL, "filedesc://"):
		rec.Type = "warcinfo"
		if err != nil || size < 0 { // to the first empty line
			_, err := r.header()
			return rec, err
		}
	case err != nil || size < 0:
		return nil, r.broken(rec.URL, fmt.Errorf("its length is %.40q", words[n-1]))
	}
	return r.block(rec, size)
}

// arcDate writes 14 digits as RFC 3339; other dates are unknown.
func arcDate(s string) string {
	if len(s) != len("20060102150405") || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return fmt.Sprintf("%s-%s-%sT%s:%s:%sZ", s[:4], s[4:6], s[6:8], s[8:10], s[10:12], s[12:14])
}
