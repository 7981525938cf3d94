package crawl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"infoseek/internal/warc"

	"github.com/klauspost/compress/gzip"
)

// largest bounds a record of an archive that is gone on with: what the client takes of a page, and room for headers.
const largest = 64 << 20

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
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			_, seek := file.Seek(whole, io.SeekStart)
			return begun, errors.Join(file.Truncate(whole), seek)
		case err != nil:
			return begun, fmt.Errorf("it is no archive that a crawl can go on with: %w", err)
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
		if said.Status/100 == 2 {
			c.report.Pages++
			c.follow(rec.URL, said.Body)
		}
	}
	return nil
}

// member reads the record of the next gzip member. io.EOF where there is none.
func member(in *counted) (*warc.Record, error) {
	if _, err := in.in.Peek(1); err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	plain, err := io.ReadAll(io.LimitReader(z, largest))
	if err != nil {
		return nil, err
	}
	return warc.NewReader(bytes.NewReader(plain), largest).Next()
}

// counted counts what is read; since it reads single bytes too, nothing behind a member is taken.
type counted struct {
	in *bufio.Reader
	n  int64
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
