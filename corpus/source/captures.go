package source

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"strings"

	"infoseek/internal/warc"
)

// captures are the documents of a web archive: the answers that are pages, and those that lead on.
type captures struct {
	in     *stream
	reader *warc.Reader
	limit  int
	passed int
}

func openCaptures(path string, limit int) (*captures, error) {
	s, err := openStream(path)
	if err != nil {
		return nil, err
	}
	return &captures{in: s, reader: warc.NewReader(bufio.NewReader(s), limit+overhead), limit: limit}, nil
}

func (c *captures) others() int { return c.passed }

func (c *captures) Close() error { return c.in.Close() }

func (c *captures) next() (document, error) {
	for {
		rec, err := c.reader.Next()
		var lost *warc.RecordError
		switch {
		case err == io.EOF:
			return document{}, err
		case errors.As(err, &lost) && err == error(lost):
			return refused(lost), nil
		case err != nil:
			return document{}, err
		case rec.Type != "response" && rec.Type != "resource":
			continue
		}
		if d, ok := c.document(rec); ok {
			return d, nil
		}
		c.passed++
	}
}

// document reads a record; false where it is of no page.
func (c *captures) document(rec *warc.Record) (document, bool) {
	d := document{url: rec.URL, time: rec.Date, number: rec.Number}
	said, err := rec.Response(c.limit)
	switch {
	case err != nil:
		return refused(&warc.RecordError{Number: rec.Number, URL: rec.URL, Err: err}), true
	case said.Status/100 == 3 && said.Location != "":
		d.redirect = said.Location
		return d, true
	case said.Status/100 != 2 || !isHTML(said.Kind) && (said.Kind != "" || !looksHTML(said.Body)):
		return d, false
	}
	d.kind, d.body = said.Kind, said.Body
	if d.kind == "" {
		d.kind = kindHTML
	}
	return d, true
}

// looksHTML says whether a body of no known type is a page.
func looksHTML(body []byte) bool { return strings.HasPrefix(http.DetectContentType(body), kindHTML) }

func refused(e *warc.RecordError) document {
	problem := ProblemUnreadable
	if errors.Is(e, warc.ErrTooLong) {
		problem = ProblemTooLong
	}
	return document{number: e.Number, err: &RecordError{Line: e.Number, Title: e.URL, Problem: problem, Err: e.Err}}
}
