package crawl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"

	"infoseek/internal/warc"

	"github.com/klauspost/compress/gzip"
)

// largest bounds a record of an archive that is gone on with: what the client takes of a page, and room for headers.
const largest = 64 << 20

// mostCut is the longest file without a whole record that a stopped crawl leaves: its first record is short. A longer one is somebody's.
const mostCut = 1 << 10

var errForeign = errors.New("it is no archive that a crawl can go on with")

// resume takes in what an archive holds, and cuts off a record that was not finished. It says whether there was any.
func (c *crawl) resume(file *os.File) (begun bool, err error) {
	defer func() {
		c.queue = slices.DeleteFunc(c.queue, func(at string) bool { return c.finished[key(at)] })
	}()
	in := &counted{in: bufio.NewReader(file)}
	whole := int64(0)
	for {
		rec, err := member(in)
		switch {
		case err == io.EOF && in.n == whole:
			return begun, nil
		case errors.Is(err, errCut) && (begun || in.n <= mostCut && in.gzip):
			_, seek := file.Seek(whole, io.SeekStart)
			return begun, errors.Join(file.Truncate(whole), seek)
		case err != nil:
			return begun, fmt.Errorf("%w: %w", errForeign, err)
		}
		begun, whole = true, in.n
		if err := c.done(rec); err != nil {
			return begun, err
		}
	}
}

// done takes in a record.
func (c *crawl) done(rec *warc.Record) error {
	if rec.URL == "" {
		return nil
	}
	c.known[key(rec.URL)], c.finished[key(rec.URL)] = true, true
	switch rec.Type {
	case "metadata":
		c.report.Refused++
	case "response":
		said, err := rec.Response(largest)
		if err != nil {
			return err
		}
		switch said.Status / 100 {
		case 2:
			c.report.Pages++
			c.follow(rec.URL, said.Body)
		case 3: // the crawl may have been stopped before it wrote what this led to
			c.lead(rec.URL, said.Location)
		}
	}
	return nil
}

// lead lets the address wait that a redirect leads to.
func (c *crawl) lead(from, location string) {
	if base, err := url.Parse(from); err == nil {
		if to := absolute(base, location); to != "" && c.wanted(to) {
			c.meet(to)
		}
	}
}

// errCut says that the file ends within a record.
var errCut = errors.New("the file ends within a record")

// member reads the record of the next gzip member. io.EOF where there is none.
func member(in *counted) (*warc.Record, error) {
	head, err := in.in.Peek(1)
	if err != nil {
		return nil, err
	}
	in.gzip = head[0] == 0x1f
	plain, err := inflated(in)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errCut
	}
	if err != nil {
		return nil, err
	}
	return warc.NewReader(bytes.NewReader(plain), largest).Next()
}

// inflated is the content of the next gzip member.
func inflated(in *counted) ([]byte, error) {
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	plain, err := io.ReadAll(io.LimitReader(z, largest+1))
	if err == nil && len(plain) > largest {
		return nil, warc.ErrTooLong
	}
	return plain, err
}

// counted counts what is read; since it reads single bytes too, nothing behind a member is taken.
type counted struct {
	in   *bufio.Reader
	n    int64
	gzip bool // the last member begins as one
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// ReadByte makes this an io.ByteReader.
func (c *counted) ReadByte() (byte, error) {
	b, err := c.in.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}
