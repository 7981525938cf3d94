package search

import (
	"encoding/binary"
	"slices"
)

// A dense list holds the passages of a term that many have: of every block its bound (a byte), of every block which eighths of it have the term (a byte), of every 128 blocks where their postings begin (4 bytes), of every 4 blocks where theirs begin behind those (2 bytes), then the
// postings. A posting is a byte: in the low 5 bits which of the block's passages it is, then whether it is the block's last (1 bit), then how often the passage has the term (1 to 3; 0: the next byte says it).
type dense struct {
	bounds, eighths []byte
	regions, groups []byte
	postings        []byte
}

const (
	inRegion    = 128 // blocks
	inGroup     = 4
	passageBits = blockSize - 1
	lastPosting = blockSize
	countShift  = 6
)

// denseHeads is the size of a dense list without its postings.
func denseHeads(blocks int) int {
	return 2*blocks + 4*((blocks+inRegion-1)/inRegion) + 2*((blocks+inGroup-1)/inGroup)
}

func newDense(data []byte, blocks int) dense {
	groups := 2*blocks + 4*((blocks+inRegion-1)/inRegion)
	postings := denseHeads(blocks)
	return dense{bounds: data[:blocks:blocks], eighths: data[blocks : 2*blocks : 2*blocks], regions: data[2*blocks : groups], groups: data[groups:postings], postings: data[postings:]}
}

func appendDense(dst []byte, passages []uint32, counts []uint8, blocks int, levelOf func(passage uint32) uint8) []byte {
	start := len(dst)
	dst = append(dst, make([]byte, denseHeads(blocks))...)
	region := 0
	for block, i := 0, 0; block < blocks; block++ {
		d := newDense(dst[start:], blocks)
		if block%inRegion == 0 {
			region = len(d.postings)
			binary.LittleEndian.PutUint32(d.regions[block/inRegion*4:], uint32(region))
		}
		if block%inGroup == 0 {
			binary.LittleEndian.PutUint16(d.groups[block/inGroup*2:], uint16(len(d.postings)-region))
		}
		first := i
		for ; i < len(passages) && int(passages[i]/blockSize) == block; i++ {
			bound := boundOf(counts[i], levelOf(passages[i]))
			if i > first {
				bound = widen(bound, dst[start+block])
			}
			dst[start+block] = bound
			dst[start+blocks+block] |= eighthOf(passages[i])
			last := i+1 == len(passages) || int(passages[i+1]/blockSize) != block
			dst = appendPosting(dst, passages[i], counts[i], last)
		}
	}
	return dst
}

func appendPosting(dst []byte, passage uint32, count uint8, last bool) []byte {
	b := uint8(passage % blockSize)
	if last {
		b |= lastPosting
	}
	if count < 1<<(8-countShift) {
		return append(dst, b|count<<countShift)
	}
	return append(dst, b, count)
}

// place returns where the postings of a block that has the term begin.
func (d *dense) place(block uint32) uint32 {
	at := binary.LittleEndian.Uint32(d.regions[block/inRegion*4:]) + uint32(binary.LittleEndian.Uint16(d.groups[block/inGroup*2:]))
	for _, bound := range d.bounds[block&^(inGroup-1) : block] {
		if bound == 0 {
			continue
		}
		for {
			p := d.postings[at]
			at++
			if p>>countShift == 0 {
				at++
			}
			if p&lastPosting != 0 {
				break
			}
		}
	}
	return at
}

// readDense sets passages and counts from a dense list that is in order.
func (d *dense) read(passages []uint32, counts []uint8) {
	i, at := 0, 0
	for block, bound := range d.bounds {
		for last := bound == 0; !last; i++ {
			p := d.postings[at]
			at++
			passages[i], counts[i], last = uint32(block)*blockSize+uint32(p&passageBits), p>>countShift, p&lastPosting != 0
			if counts[i] == 0 {
				counts[i] = d.postings[at]
				at++
			}
		}
	}
}

// checkDense says what is wrong with the list that is all of data; it sets passages and counts.
func checkDense(data []byte, passages []uint32, counts []uint8, total int, levelOf func(uint32) uint8) error {
	blocks := blocksOf(total)
	if len(data) < denseHeads(blocks) {
		return errOrder
	}
	d := newDense(data, blocks)
	i, at := 0, 0
	for block, bound := range d.bounds {
		for last := bound == 0; !last; i++ {
			if at >= len(d.postings) || i >= len(passages) {
				return errOrder
			}
			p := d.postings[at]
			at++
			if p>>countShift == 0 {
				if at++; at > len(d.postings) {
					return errOrder
				}
			}
			passage := block*blockSize + int(p&passageBits)
			if passage >= total {
				return errOrder
			}
			last = p&lastPosting != 0
		}
	}
	if i != len(passages) || at != len(d.postings) {
		return errOrder
	}
	d.read(passages, counts)
	if !ascending(passages) || slices.Contains(counts, 0) || !slices.Equal(appendDense(nil, passages, counts, blocks, levelOf), data) {
		return errOrder
	}
	return nil
}
