package corpus

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// pairs sorts pairs (key, page) too many for memory: full buffers are sorted and spilled as runs, which each merges.
type pairs struct {
	dir, name string
	limit     int // pairs held in memory
	buf       []uint64
	runs      []string
	err       error
}

// defaultPairs bounds a sorter's memory to 128 MiB.
const defaultPairs = 16 << 20

func newPairs(dir, name string, limit int) *pairs {
	if limit == 0 {
		limit = defaultPairs
	}
	return &pairs{dir: dir, name: name, limit: limit}
}

func (p *pairs) add(key, page uint32) {
	if len(p.buf) == p.limit {
		p.spill()
	}
	p.buf = append(p.buf, uint64(key)<<32|uint64(page))
}

func (p *pairs) spill() {
	if p.err != nil {
		return
	}
	p.buf = sortedUnique(p.buf)
	path := filepath.Join(p.dir, fmt.Sprintf("%s.run-%d", p.name, len(p.runs)))
	if p.err = os.WriteFile(path, bytesOf(p.buf), 0o600); p.err == nil {
		p.runs = append(p.runs, path)
	}
	p.buf = p.buf[:0]
}

func sortedUnique(a []uint64) []uint64 {
	slices.Sort(a)
	return slices.Compact(a)
}

// run reads back one spilled run.
type run struct {
	r    *bufio.Reader
	f    *os.File
	head uint64
	done bool
	err  error
}

func (r *run) next() {
	var b [8]byte
	switch _, err := io.ReadFull(r.r, b[:]); {
	case errors.Is(err, io.EOF):
		r.done = true
	case err != nil:
		r.done, r.err = true, err
	default:
		r.head = binary.LittleEndian.Uint64(b[:])
	}
}

// each yields the distinct pairs in ascending order and removes the runs. The sorter is empty afterwards.
func (p *pairs) each(yield func(key, page uint32)) error {
	if len(p.runs) == 0 && p.err == nil {
		p.buf = sortedUnique(p.buf)
		for _, v := range p.buf {
			yield(uint32(v>>32), uint32(v))
		}
		p.buf = nil
		return nil
	}
	p.spill()
	p.buf = nil
	if p.err != nil {
		return p.err
	}
	return p.merge(yield)
}

func (p *pairs) merge(yield func(key, page uint32)) error {
	open := make([]*run, 0, len(p.runs))
	defer func() {
		for _, r := range open {
			r.f.Close()
			os.Remove(r.f.Name())
		}
	}()
	for _, path := range p.runs {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		r := &run{f: f, r: bufio.NewReaderSize(f, 1<<18)}
		r.next()
		open = append(open, r)
	}
	last, any := uint64(0), false
	for {
		v, ok := least(open)
		if !ok {
			break
		}
		if !any || v != last {
			yield(uint32(v>>32), uint32(v))
		}
		last, any = v, true
	}
	for _, r := range open {
		if r.err != nil {
			return r.err
		}
	}
	return nil
}

// least takes the smallest head of the runs; there are few of them.
func least(open []*run) (uint64, bool) {
	var best *run
	for _, r := range open {
		if !r.done && (best == nil || r.head < best.head) {
			best = r
		}
	}
	if best == nil {
		return 0, false
	}
	v := best.head
	best.next()
	return v, true
}

// writeCSR writes the pairs as one run of pages for each key 0..keys-1.
func (p *pairs) writeCSR(s *store, name string, keys int) (uint64, error) {
	c, err := createCSR[uint32](s, name)
	if err != nil {
		return 0, err
	}
	var pages []uint32
	at := uint32(0)
	flush := func(to uint32) {
		for ; at < to; at++ {
			c.add(pages)
			pages = pages[:0]
		}
	}
	err = p.each(func(key, page uint32) {
		flush(key)
		pages = append(pages, page)
	})
	flush(uint32(keys))
	if e := c.close(); err == nil {
		err = e
	}
	return c.n, err
}
