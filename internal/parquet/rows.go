package parquet

import (
	"fmt"
	"io"
)

// mostRows is more than any row group has.
const mostRows = 1 << 40

// Value is what a row has in a column. Its text, of a number the digits, is valid until the next row.
type Value struct {
	Text []byte
	OK   bool // false for null, and where the column isn't there
}

// Rows reads the rows of one row group.
type Rows struct {
	columns []*column // nil for a column that isn't there
	row     []Value
	left    int64
}

// Group reads a row group. Only one at a time is in memory, and of each of its columns one page.
func (f *File) Group(n int) (*Rows, error) {
	g := f.groups[n]
	r := &Rows{left: g.rows, row: make([]Value, len(f.columns)), columns: make([]*column, len(f.columns))}
	if g.rows < 0 || g.rows > mostRows {
		return nil, errFooter
	}
	for i, c := range f.columns {
		if c == nil {
			continue
		}
		at := g.chunks[i]
		if at.start < int64(len(magic)) || at.end < at.start || at.end > f.size || at.values != g.rows {
			return nil, fmt.Errorf("column %q: %w", c.Name, errFooter)
		}
		r.columns[i] = &column{Column: c, file: f, chunk: at, at: at.start}
	}
	return r, nil
}

// Left is how many rows the group is said to have still.
func (r *Rows) Left() int64 { return r.left }

// Next returns the values of the next row in the order of the columns that were wanted; io.EOF ends the group well, after another error nothing more can be read of it.
func (r *Rows) Next() ([]Value, error) {
	if r.left == 0 {
		return nil, io.EOF
	}
	for i, c := range r.columns {
		if c == nil {
			continue
		}
		v, ok, err := c.next()
		if err != nil {
			return nil, fmt.Errorf("column %q: %w", c.Name, err)
		}
		r.row[i] = Value{v, ok}
	}
	r.left--
	return r.row, nil
}
