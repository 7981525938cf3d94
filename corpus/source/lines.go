package source

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// lines reads JSON lines.
type lines struct {
	in    *bufio.Reader
	limit int
	links bool // text holds <a href="title">anchor</a>
	line  int
}

func newLines(in io.Reader, limit int, links bool) *lines {
	return &lines{in: bufio.NewReaderSize(in, 1<<16), limit: limit, links: links}
}

func (l *lines) next() (raw, error) {
	for {
		l.line++
		data, long, err := l.readLine()
		if l.line == 1 {
			data = bytes.TrimPrefix(data, bom)
		}
		switch {
		case long:
			return raw{err: &RecordError{Line: l.line, Problem: ProblemTooLong}}, nil
		case err == io.EOF && len(bytes.TrimSpace(data)) > 0:
			return raw{data: data, line: l.line}, nil // a last line without newline
		case err != nil:
			return raw{}, err
		case len(bytes.TrimSpace(data)) > 0:
			return raw{data: data, line: l.line}, nil
		}
	}
}

// readLine reads one line; of a line over the limit it keeps nothing.
func (l *lines) readLine() (data []byte, long bool, err error) {
	for {
		part, err := l.in.ReadSlice('\n')
		if !long && len(data)+len(part) > l.limit {
			long, data = true, nil
		}
		if !long {
			data = append(data, part...)
		}
		if err != bufio.ErrBufferFull {
			return data, long && (err == nil || err == io.EOF), err
		}
	}
}

// record is a line as written by others. Fields not named here are ignored.
type record struct {
	ID         jsontext.Value `json:"id"`
	AltID      jsontext.Value `json:"_id"`
	Title      string         `json:"title"`
	URL        string         `json:"url"`
	Revid      jsontext.Value `json:"revid"`
	Text       *string        `json:"text"`
	Links      []string       `json:"links"`
	Categories []string       `json:"categories"`
	Timestamp  string         `json:"timestamp"`
	Licence    string         `json:"licence"`
	License    string         `json:"license"`
}

func (l *lines) decode(r raw, emit func(Record, error)) {
	if !utf8.Valid(r.data) {
		r.data = bytes.ToValidUTF8(r.data, []byte("\uFFFD"))
		emit(Record{}, &RecordError{Line: r.line, Problem: ProblemUTF8, Warning: true})
	}
	var in record
	if err := json.Unmarshal(r.data, &in, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)); err != nil {
		emit(Record{}, &RecordError{Line: r.line, Title: in.Title, Problem: ProblemJSON, Err: err})
		return
	}
	rec, problem := l.convert(in)
	if problem != "" {
		emit(Record{}, &RecordError{Line: r.line, Title: in.Title, Problem: problem})
		return
	}
	rec.Line = r.line
	emit(rec, nil)
}

func (l *lines) convert(in record) (Record, Problem) {
	id, err := scalar(in.ID)
	if id == "" && err == nil {
		id, err = scalar(in.AltID)
	}
	revision, _ := scalar(in.Revid)
	rec := Record{ID: id, Title: oneLine(in.Title), URL: oneLine(in.URL), Revision: revision, Timestamp: oneLine(in.Timestamp), Licence: oneLine(cmp.Or(in.Licence, in.License))}
	switch {
	case err != nil:
		return rec, ProblemJSON
	case id == "":
		return rec, ProblemNoID
	case rec.Title == "":
		return rec, ProblemNoTitle
	case in.Text == nil:
		return rec, ProblemNoText
	}
	if l.links {
		rec.Text, rec.Links = unlink(*in.Text)
	} else {
		rec.Text = clean(respaced(*in.Text), nil)
	}
	rec.addLinks(in.Links)
	for i, c := range in.Categories {
		in.Categories[i] = oneLine(c)
	}
	rec.addCategories(in.Categories)
	return rec, ""
}

var errScalar = errors.New("neither a string nor a number")

// scalar reads a string or number as a string; absent and null are "".
func scalar(v jsontext.Value) (string, error) {
	switch v.Kind() {
	case 0, 'n':
		return "", nil
	case '0':
		return string(v), nil
	case '"':
		b, err := jsontext.AppendUnquote(nil, v)
		return oneLine(string(b)), err
	}
	return "", fmt.Errorf("%s is %w", v, errScalar)
}
