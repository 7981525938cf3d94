package parquet

import "io"

// deltas reads numbers of which each is told by its difference to the one before.
type deltas struct {
	t        thrift // whose numbers are written in the same way
	left     uint64 // numbers to come
	first    bool
	value    int64
	minis    uint64 // miniblocks of a block
	mini     uint64 // numbers of a miniblock
	widths   []byte // of the miniblocks to come in the block
	least    int64  // difference in the block
	packed   []byte
	width    int
	bit      int
	leftMini uint64
}

// mostBlock is more than the numbers in a block of any writer: 128 or 256.
const mostBlock = 1 << 16

func newDeltas(data []byte) (*deltas, error) {
	d := &deltas{t: thrift{data: data}, first: true}
	block := d.t.uvarint()
	d.minis = d.t.uvarint()
	d.left = d.t.uvarint()
	d.value = d.t.varint()
	if d.t.err != nil {
		return nil, d.t.err
	}
	if block == 0 || block > mostBlock || d.minis == 0 || d.minis > block || block%d.minis != 0 || d.left > mostValues {
		return nil, errPage
	}
	d.mini = block / d.minis
	return d, nil
}

func (d *deltas) next() (int64, error) {
	if d.left == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	d.left--
	if d.first {
		d.first = false
		return d.value, nil
	}
	if d.leftMini == 0 {
		if err := d.begin(); err != nil {
			return 0, err
		}
	}
	d.leftMini--
	if d.bit+d.width > 8*len(d.packed) {
		return 0, io.ErrUnexpectedEOF
	}
	d.value += d.least + int64(bitsAt(d.packed, d.bit, d.width))
	d.bit += d.width
	return d.value, nil
}

// begin begins the next miniblock.
func (d *deltas) begin() error {
	if len(d.widths) == 0 {
		d.least = d.t.varint()
		d.widths = d.t.take(d.minis)
		if d.t.err != nil {
			return d.t.err
		}
	}
	d.width, d.widths = int(d.widths[0]), d.widths[1:]
	if d.width > 64 {
		return errPage
	}
	size := min(d.mini*uint64(d.width)/8, uint64(len(d.t.data)-d.t.at)) // the last may lack its padding
	d.packed, d.bit, d.leftMini = d.t.take(size), 0, d.mini
	return d.t.err
}
