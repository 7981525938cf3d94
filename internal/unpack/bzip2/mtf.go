package bzip2

import "errors"

var errChoices = errors.New("bzip2: more symbols than tables are chosen for")

// groupSize is how many symbols one choice of a table is for.
const groupSize = 50

// moveToFront turns symbols into the last column of the sorted block: numbers of bytes in an order that changes with each, and lengths of runs of the first one.
type moveToFront struct {
	walk   *walk
	counts *[256]uint32
	order  [256]byte
	size   int
	run    int // length of the run being read
	weight int // of its next digit; 0 outside
}

// The symbols that are digits of a run's length, in base 2 with the digits 1 and 2.
const runA, runB = 0, 1

// decode reads symbols until last, which ends the block.
func (m *moveToFront) decode(in *bits, codes []huffman, choices []uint8, last uint16) error {
	for _, choice := range choices {
		h := &codes[choice]
		for range groupSize {
			if in.have < maxLength {
				in.fill()
			}
			var symbol uint16
			if e := h.root[in.word>>(64-rootBits)]; e != 0 {
				in.drop(uint(e & 31))
				symbol = e >> 5
			} else {
				var err error
				if symbol, err = h.long(in); err != nil {
					return err
				}
			}
			if symbol <= runB {
				if err := m.digit(int(symbol)); err != nil {
					return err
				}
				continue
			}
			if m.weight != 0 {
				if err := m.endRun(); err != nil {
					return err
				}
			}
			if symbol == last {
				return nil
			}
			if m.size >= maxBlock {
				return errBlockSize
			}
			m.add(int(symbol) - 1)
		}
		if in.over() {
			return errShort
		}
	}
	return errChoices
}

func (m *moveToFront) digit(d int) error {
	if m.weight == 0 {
		m.weight = 1
	}
	m.run += m.weight << d
	m.weight <<= 1
	if m.run > maxBlock {
		return errBlockSize
	}
	return nil
}

func (m *moveToFront) endRun() error {
	n := m.run
	m.run, m.weight = 0, 0
	if m.size+n > maxBlock {
		return errBlockSize
	}
	c := m.order[0]
	m.counts[c] += uint32(n)
	part := m.walk[m.size : m.size+n]
	for i := range part {
		part[i] = uint32(c)
	}
	m.size += n
	return nil
}

func (m *moveToFront) add(n int) {
	c := m.order[n]
	copy(m.order[1:n+1], m.order[:n])
	m.order[0] = c
	m.counts[c]++
	m.walk[m.size] = uint32(c)
	m.size++
}
