package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

const (
	magic     = "PAR1"
	encrypted = "PARE"
	tailBytes = 8 // length of the footer, magic

	longestFooter = 64 << 20
	mostColumns   = 10_000
	mostGroups    = 1<<15 - 1
)

// Is says whether data begins as a Parquet file does.
func Is(data []byte) bool { return len(data) >= len(magic) && string(data[:len(magic)]) == magic }

// The errors of files that are not read.
var (
	ErrMagic     = errors.New("not a Parquet file: it doesn't begin and end with PAR1 (cut off, or packed: unpack it first)")
	ErrEncrypted = errors.New("an encrypted Parquet file")
	errFooter    = errors.New("its footer is no footer")
)

// Types of columns.
const (
	typeInt32 = 1
	typeInt64 = 2
	typeBytes = 6
)

// Column is a column of the first level, of one value or none a row.
type Column struct {
	Name string
	// Number says that its values are whole numbers, else they are texts.
	Number   bool
	kind     int64
	optional bool
}

// File is a Parquet file. It is not safe for use by several goroutines.
type File struct {
	in      io.ReaderAt
	size    int64
	names   []string // of all columns of the first level
	columns []*Column
	groups  []group
	codec   codec
}

// group is a row group: rows, and the chunk of each wanted column.
type group struct {
	rows   int64
	chunks []chunk
}

// chunk is the pages of one column in one row group.
type chunk struct {
	codec      int64
	values     int64
	start, end int64 // in the file
}

// Open reads the footer, and keeps of it what concerns the columns that are wanted.
func Open(in io.ReaderAt, size int64, wanted ...string) (*File, error) {
	footer, err := readFooter(in, size)
	if err != nil {
		return nil, err
	}
	f := &File{in: in, size: size, columns: make([]*Column, len(wanted))}
	t := &thrift{data: footer}
	var places []int // of each leaf, which of the wanted columns it is
	for id, kind := range t.fields(kindStruct) {
		switch id {
		case 2:
			places, err = f.schema(t, kind, wanted)
		case 4:
			f.rowGroups(t, kind, places)
		case 8:
			err = ErrEncrypted
		default:
			t.skip(kind)
		}
		if err != nil {
			return nil, err
		}
	}
	if t.err != nil {
		return nil, fmt.Errorf("%w: %w", errFooter, t.err)
	}
	if places == nil {
		return nil, errFooter
	}
	return f, nil
}

func readFooter(in io.ReaderAt, size int64) ([]byte, error) {
	var head [len(magic)]byte
	var tail [tailBytes]byte
	if size < int64(len(head)+len(tail)) {
		return nil, ErrMagic
	}
	if _, err := in.ReadAt(head[:], 0); err != nil {
		return nil, err
	}
	if _, err := in.ReadAt(tail[:], size-tailBytes); err != nil && err != io.EOF {
		return nil, err
	}
	switch string(tail[4:]) {
	case encrypted:
		return nil, ErrEncrypted
	case magic:
	default:
		return nil, ErrMagic
	}
	if !Is(head[:]) {
		return nil, ErrMagic
	}
	n := int64(binary.LittleEndian.Uint32(tail[:]))
	if n > size-int64(len(head)+len(tail)) || n > longestFooter {
		return nil, fmt.Errorf("%w: %d bytes long, in a file of %d", errFooter, n, size)
	}
	footer := make([]byte, n)
	_, err := in.ReadAt(footer, size-tailBytes-n)
	return footer, err
}

// element is a node of the schema, which lists a tree in depth first order.
type element struct {
	name                       string
	kind, repetition, children int64
	leaf                       bool
}

func (t *thrift) element(kind byte) element {
	e := element{leaf: true}
	for id, kind := range t.fields(kind) {
		switch id {
		case 1:
			e.kind = t.number(kind)
		case 3:
			e.repetition = t.number(kind)
		case 4:
			e.name = string(t.text(kind))
		case 5:
			e.children = t.number(kind)
			e.leaf = e.children == 0
		default:
			t.skip(kind)
		}
	}
	return e
}

// schema finds the columns that are wanted. Of each leaf of the schema it returns which one it is, -1 for none.
func (f *File) schema(t *thrift, kind byte, wanted []string) (places []int, err error) {
	var open []int64 // children that are still to come, of each node around the next
	n := 0
	for kind := range t.list(kind) {
		e := t.element(kind)
		if n++; n > mostColumns {
			return nil, fmt.Errorf("more than %d columns", mostColumns)
		}
		level := len(open)
		if n > 1 && level == 0 || e.children < 0 {
			return nil, errFooter
		}
		if level == 1 {
			f.names = append(f.names, e.name)
		}
		if e.leaf && level > 0 {
			place := -1
			if level == 1 {
				place = slices.Index(wanted, e.name)
			}
			if place >= 0 {
				f.columns[place] = e.column()
			}
			places = append(places, place)
		}
		if level > 0 {
			open[level-1]--
		}
		if !e.leaf {
			open = append(open, e.children)
		}
		for len(open) > 0 && open[len(open)-1] == 0 {
			open = open[:len(open)-1]
		}
	}
	return places, nil
}

// column is nil where an element holds neither texts nor whole numbers.
func (e element) column() *Column {
	const optional, repeated = 1, 2
	if e.repetition == repeated || e.kind != typeBytes && e.kind != typeInt32 && e.kind != typeInt64 {
		return nil
	}
	return &Column{Name: e.name, Number: e.kind != typeBytes, kind: e.kind, optional: e.repetition == optional}
}

func (f *File) rowGroups(t *thrift, kind byte, places []int) {
	for kind := range t.list(kind) {
		if len(f.groups) == mostGroups {
			t.fail(fmt.Errorf("more than %d row groups", mostGroups))
			return
		}
		g := group{chunks: make([]chunk, len(f.columns))}
		for id, kind := range t.fields(kind) {
			switch id {
			case 1:
				n := 0
				for kind := range t.list(kind) {
					c := t.chunk(kind)
					if n < len(places) && places[n] >= 0 {
						g.chunks[places[n]] = c
					}
					n++
				}
			case 3:
				g.rows = t.number(kind)
			default:
				t.skip(kind)
			}
		}
		f.groups = append(f.groups, g)
	}
}

func (t *thrift) chunk(kind byte) (c chunk) {
	for id, kind := range t.fields(kind) {
		switch id {
		case 1:
			t.fail(errors.New("columns lie in other files"))
		case 3:
			c = t.chunkData(kind)
		case 8:
			t.fail(ErrEncrypted)
		default:
			t.skip(kind)
		}
	}
	return c
}

func (t *thrift) chunkData(kind byte) (c chunk) {
	var size, dictionary int64
	for id, kind := range t.fields(kind) {
		switch id {
		case 4:
			c.codec = t.number(kind)
		case 5:
			c.values = t.number(kind)
		case 7:
			size = t.number(kind)
		case 9:
			c.start = t.number(kind)
		case 11:
			dictionary = t.number(kind)
		default:
			t.skip(kind)
		}
	}
	if dictionary > 0 && dictionary < c.start {
		c.start = dictionary
	}
	c.end = c.start + size
	return c
}

// Columns are the columns that were wanted, nil for each that is not there or holds neither texts nor whole numbers.
func (f *File) Columns() []*Column { return f.columns }

// Names are those of all columns of the first level.
func (f *File) Names() []string { return f.names }

// Groups is how many row groups there are.
func (f *File) Groups() int { return len(f.groups) }
