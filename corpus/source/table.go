package source

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"sync/atomic"

	"infoseek/internal/parquet"
)

// tableColumns are those that are read of a Parquet file, found by name: of the Hugging Face data sets wikipedia (id, url, title, text) and fineweb (text, id, url, date), and what others call the same.
var tableColumns = []string{"id", "text", "title", "url", "date", "timestamp", "licence", "license"}

// Places in tableColumns.
const (
	columnID = iota
	columnText
	columnTitle
	columnURL
	columnDate
	columnTimestamp
	columnLicence
	columnLicense
)

// table reads the rows of a Parquet file, one row group after the other.
type table struct {
	file  *os.File
	size  int64
	raw   atomic.Int64 // bytes of the file that were read
	given atomic.Int64 // bytes of texts that came out of them
	in    *parquet.File
	limit int
	group int
	rows  *parquet.Rows // nil between row groups
	row   int           // in the file, from 1
}

func openTable(path string, limit int) (*table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t := &table{file: f, limit: limit}
	if err = t.open(); err != nil {
		f.Close()
		return nil, err
	}
	return t, nil
}

func (t *table) open() error {
	info, err := t.file.Stat()
	if err != nil {
		return err
	}
	t.size = info.Size()
	if t.in, err = parquet.Open(countingAt{t.file, &t.raw}, t.size, tableColumns...); err != nil {
		return err
	}
	var missing []string
	for _, i := range []int{columnID, columnText} {
		if t.in.Columns()[i] == nil {
			missing = append(missing, tableColumns[i])
		}
	}
	if missing != nil {
		return fmt.Errorf("no column %s of texts or whole numbers: it has the columns %s", strings.Join(missing, ", "), shortened(t.in.Names()))
	}
	return nil
}

// shortened lists names, of many the first.
func shortened(names []string) string {
	const most = 40
	if len(names) > most {
		names = append(names[:most:most], "…")
	}
	return strings.ToValidUTF8(strings.Join(names, ", "), "\uFFFD")
}

// Close closes the file.
func (t *table) Close() error {
	t.in.Close()
	return t.file.Close()
}

// rowCost is what a row counts beside its texts in what a file gives: a file of a few bytes may claim billions of rows.
const rowCost = 64

func (t *table) next() (raw, error) {
	for {
		if t.rows == nil {
			if t.group == t.in.Groups() {
				return raw{}, io.EOF
			}
			var err error
			if t.rows, err = t.in.Group(t.group); err != nil {
				return raw{}, fmt.Errorf("row group %d: %w", t.group+1, err)
			}
			t.group++
		}
		values, err := t.rows.Next()
		switch {
		case err == io.EOF:
			t.rows = nil
		case err != nil:
			return t.lost(err), nil
		case t.given.Load() > allowance+mostRatio*t.raw.Load():
			return raw{}, errBomb
		default:
			t.row++
			return t.take(values), nil
		}
	}
}

// lost is the rest of a row group, which can't be read.
func (t *table) lost(err error) raw {
	left := t.rows.Left()
	at := t.row + 1
	t.row, t.rows = t.row+int(left), nil
	return raw{err: &RecordError{Line: at, Problem: ProblemRows, Err: fmt.Errorf("%d rows of row group %d: %w", left, t.group, err)}}
}

// take copies a row out of the pages that it is read from.
func (t *table) take(values []parquet.Value) raw {
	size := 0
	for _, v := range values {
		size += len(v.Text)
	}
	t.given.Add(int64(size + rowCost))
	if size > t.limit {
		return raw{err: &RecordError{Line: t.row, Problem: ProblemTooLong}}
	}
	r := raw{line: t.row, row: make([]string, len(values))}
	for i, v := range values {
		switch {
		case i != columnText:
			r.row[i] = string(v.Text)
		case v.OK:
			r.data = append([]byte{}, v.Text...)
		}
	}
	return r
}

func (t *table) decode(r raw, emit func(Record, error)) {
	r.row[columnText] = string(r.data)
	for i, s := range r.row {
		if valid := strings.ToValidUTF8(s, "\uFFFD"); valid != s {
			r.row[i] = valid
			emit(Record{}, &RecordError{Line: r.line, Title: oneLine(r.row[columnTitle]), Problem: ProblemUTF8, Warning: true})
		}
	}
	rec := Record{
		ID: oneLine(r.row[columnID]), Title: oneLine(r.row[columnTitle]), URL: oneLine(r.row[columnURL]), Line: r.line,
		Timestamp: oneLine(cmp.Or(r.row[columnTimestamp], r.row[columnDate])), Licence: oneLine(cmp.Or(r.row[columnLicence], r.row[columnLicense])),
		Text: clean(respaced(r.row[columnText]), nil),
	}
	if rec.Title == "" {
		rec.Title = pageTitle(rec)
	}
	problem := Problem("")
	switch {
	case rec.ID == "":
		problem = ProblemNoID
	case r.data == nil:
		problem = ProblemNoText
	case rec.Title == "":
		problem = ProblemNoTitle
	}
	if problem != "" {
		emit(Record{}, &RecordError{Line: r.line, Title: cmp.Or(rec.Title, rec.ID), Problem: problem})
		return
	}
	emit(rec, nil)
}

// pageTitle makes a title for a page without one: its first line, where that is short and no sentence, else its URL without what says nothing; "" where there is neither.
func pageTitle(rec Record) string {
	const longest, mostWords = 100, 12
	line, _, more := strings.Cut(rec.Text, "\n")
	if more && len(line) <= longest && len(strings.Fields(line)) <= mostWords && !strings.ContainsAny(line[max(len(line)-1, 0):], ".!?:;,") {
		return oneLine(line)
	}
	if u, err := url.Parse(rec.URL); err == nil && u.Host != "" {
		return oneLine(strings.TrimPrefix(u.Host, "www.") + strings.TrimSuffix(u.Path, "/"))
	}
	return rec.URL
}

// countingAt counts what is read of a file.
type countingAt struct {
	r io.ReaderAt
	n *atomic.Int64
}

func (c countingAt) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.r.ReadAt(p, at)
	c.n.Add(int64(n))
	return n, err
}
