package search

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
)

// A sparse list holds the passages of a term that few have: how many have it more than once (uvarint), of each of those its count less 1 (a byte), then chunks of 128 passages: a byte that says how many bits each takes, and
// the passages, packed from the low bits up. A passage is (its distance to the one before, less 1)·2, and 1 more if the term is there more than once. Whoever unpacks may read 8 bytes beyond the list.
const (
	chunk       = 128
	slackBytes  = 8
	mostSparse  = 33 // bits of a passage
	sparseShare = 64 // a term is sparse unless more than one passage of so many has it
)

func isSparse(frequency, passages int) bool { return frequency <= passages/sparseShare }

var errOrder = errors.New("postings are out of order")

func appendSparse(dst []byte, passages []uint32, counts []uint8) []byte {
	more := 0
	for _, c := range counts {
		if c > 1 {
			more++
		}
	}
	dst = binary.AppendUvarint(dst, uint64(more))
	for _, c := range counts {
		if c > 1 {
			dst = append(dst, c-1)
		}
	}
	next := uint32(0) // the lowest passage that can come
	for len(passages) > 0 {
		n := min(chunk, len(passages))
		dst, next = appendChunk(dst, passages[:n], counts[:n], next)
		passages, counts = passages[n:], counts[n:]
	}
	return dst
}

func appendChunk(dst []byte, passages []uint32, counts []uint8, next uint32) ([]byte, uint32) {
	var values [chunk]uint64
	all := uint64(0)
	for i, p := range passages {
		values[i] = uint64(p-next) << 1
		if counts[i] > 1 {
			values[i] |= 1
		}
		all |= values[i]
		next = p + 1
	}
	width := bits.Len64(all)
	dst = append(dst, uint8(width))
	pending, filled := uint64(0), 0
	for _, v := range values[:len(passages)] {
		pending |= v << filled
		for filled += width; filled >= 8; filled -= 8 {
			dst = append(dst, uint8(pending))
			pending >>= 8
		}
	}
	if filled > 0 {
		dst = append(dst, uint8(pending))
	}
	return dst, next
}

// chunkBytes is the size of a chunk of n passages behind its first byte.
func chunkBytes(n, width int) int { return (n*width + 7) / 8 }

// readSparse sets passages and counts, which have the list's length, from the list at the start of data, and returns its size.
func readSparse(data []byte, passages []uint32, counts []uint8) int {
	more, at := binary.Uvarint(data)
	extra := uint64(at) // where the next count above 1 is
	at += int(more)
	next := uint64(0)
	for from := 0; from < len(passages); from += chunk {
		to := min(from+chunk, len(passages))
		width := uint(data[at])
		at++
		packed := data[at:]
		out, times := passages[from:to], counts[from:to]
		times = times[:len(out)]
		mask, bit := uint64(1)<<width-1, uint(0)
		for i := range out {
			v := binary.LittleEndian.Uint64(packed[bit>>3:]) >> (bit & 7) & mask
			bit += width
			next += v >> 1
			out[i] = uint32(next)
			next++
			times[i] = 1 + data[extra]&-uint8(v&1)
			extra += v & 1
		}
		at += chunkBytes(to-from, int(width))
	}
	return at
}

// checkSparse reads the list that is all of data, but for the slack, as readSparse does, and says what is wrong with it.
func checkSparse(data []byte, passages []uint32, counts []uint8, limit int) error {
	more, at := binary.Uvarint(data)
	size := len(data) - slackBytes
	if at <= 0 || more > uint64(len(passages)) || at+int(more) > size {
		return errOrder
	}
	at += int(more)
	marked := 0 // passages that have the term more than once: no more than have a count, or those would be read beyond their end
	for from := 0; from < len(passages); from += chunk {
		if at >= size || data[at] > mostSparse {
			return errOrder
		}
		n, width := min(chunk, len(passages)-from), int(data[at])
		packed := data[at+1:]
		if at += 1 + chunkBytes(n, width); at > size {
			return errOrder
		}
		if width > 0 {
			marked += marks(packed, n, width)
		}
	}
	if marked != int(more) {
		return errOrder
	}
	if readSparse(data, passages, counts); at != size || int(passages[len(passages)-1]) >= limit || !ascending(passages) {
		return errOrder
	}
	if !slices.Equal(appendSparse(nil, passages, counts), data[:size]) { // the counts of passages that have the term once are not theirs
		return errOrder
	}
	return nil
}

// marks counts the passages of a chunk that have the term more than once.
func marks(packed []byte, n, width int) (count int) {
	for bit := 0; bit < n*width; bit += width {
		count += int(packed[bit/8] >> (bit % 8) & 1)
	}
	return count
}

func ascending(v []uint32) bool {
	for i := 1; i < len(v); i++ {
		if v[i] <= v[i-1] {
			return false
		}
	}
	return true
}
