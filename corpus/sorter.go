package corpus

import (
	"bufio"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"unsafe"
)

// sorter puts rows too many for memory in order, each once: full buffers are sorted and written as runs, which each merges. Its memory does not depend on the number of rows.
type sorter[T any] struct {
	dir, name string
	limit     int // rows held in memory
	order     func(a, b T) int
	codec     codec[T]
	buf       []T
	runs      []spilledRun
	made      int
	err       error
}

// codec writes rows of a run, each by its difference from the row before.
type codec[T any] interface {
	append(dst []byte, before, row T) []byte
	read(in *bufio.Reader, before T) (T, error)
}

// spilledRun is a file of sorted rows. Runs of one level are of about the same size.
type spilledRun struct {
	path  string
	level int
}

// mergeRuns is how many runs of one level become one of the next, so that few files are open at a time and each row is rewritten seldom.
const mergeRuns = 64

// defaultSorted is how many bytes of rows a sorter holds.
const defaultSorted = 32 << 20

// newSorter makes a sorter that holds limit rows; 0: as many as defaultSorted bytes are.
func newSorter[T any](dir, name string, limit int, order func(a, b T) int, codec codec[T]) *sorter[T] {
	var row T
	if limit == 0 {
		limit = defaultSorted / int(unsafe.Sizeof(row))
	}
	return &sorter[T]{dir: dir, name: name, limit: limit, order: order, codec: codec}
}

func (s *sorter[T]) add(row T) {
	if len(s.buf) == s.limit {
		s.spill()
	}
	s.buf = append(s.buf, row)
}

func (s *sorter[T]) sort() {
	slices.SortFunc(s.buf, s.order)
	s.buf = slices.CompactFunc(s.buf, func(a, b T) bool { return s.order(a, b) == 0 })
}

func (s *sorter[T]) spill() {
	if s.err != nil {
		s.buf = s.buf[:0]
		return
	}
	s.sort()
	s.err = s.writeRun(0, func(write func(T)) error {
		for _, row := range s.buf {
			write(row)
		}
		return nil
	})
	s.buf = s.buf[:0]
	for level := 0; s.err == nil && s.sameLevel(level) >= mergeRuns; level++ {
		s.err = s.lift(level)
	}
}

// sameLevel counts the last runs, which are of the lowest levels, of this one.
func (s *sorter[T]) sameLevel(level int) int {
	n := 0
	for n < len(s.runs) && s.runs[len(s.runs)-1-n].level == level {
		n++
	}
	return n
}

// lift merges the runs of a level into one of the next.
func (s *sorter[T]) lift(level int) error {
	old := s.runs[len(s.runs)-s.sameLevel(level):]
	s.runs = slices.Clip(s.runs[:len(s.runs)-len(old)])
	return s.writeRun(level+1, func(write func(T)) error { return s.merge(old, write) })
}

func (s *sorter[T]) writeRun(level int, rows func(write func(T)) error) error {
	path := filepath.Join(s.dir, fmt.Sprintf("%s.run-%d", s.name, s.made))
	s.made++
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<18)
	var before T
	var b []byte
	err = rows(func(row T) {
		b = s.codec.append(b[:0], before, row)
		before = row
		out.Write(b) // its error sticks
	})
	s.runs = append(s.runs, spilledRun{path, level})
	return errors.Join(err, out.Flush(), f.Close())
}

// each yields the rows in order, each once, and removes the runs. The sorter is empty afterwards.
func (s *sorter[T]) each(yield func(T)) error {
	if len(s.runs) == 0 && s.err == nil {
		s.sort()
		for _, row := range s.buf {
			yield(row)
		}
		s.buf = nil
		return nil
	}
	s.spill()
	s.buf = nil
	if s.err != nil {
		return s.err
	}
	runs := s.runs
	s.runs = nil
	return s.merge(runs, yield)
}

func (s *sorter[T]) merge(runs []spilledRun, yield func(T)) error {
	open := &openRuns[T]{order: s.order}
	defer open.close()
	for _, r := range runs {
		if err := open.open(r.path, s.codec); err != nil {
			return err
		}
	}
	heap.Init(open)
	var last T
	for first := true; len(open.live) > 0; first = false {
		r := open.live[0]
		if row := r.head; first || s.order(row, last) != 0 {
			yield(row)
			last = row
		}
		switch err := r.next(); {
		case err == io.EOF:
			heap.Pop(open)
		case err != nil:
			return err
		default:
			heap.Fix(open, 0)
		}
	}
	return nil
}

// openRun reads a run.
type openRun[T any] struct {
	file  *os.File
	in    *bufio.Reader
	codec codec[T]
	head  T
}

func (r *openRun[T]) next() (err error) {
	r.head, err = r.codec.read(r.in, r.head)
	return err
}

// openRuns is a heap of runs, the one with the least row first.
type openRuns[T any] struct {
	order func(a, b T) int
	live  []*openRun[T]
	files []*os.File
}

func (o *openRuns[T]) open(path string, codec codec[T]) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	o.files = append(o.files, f)
	r := &openRun[T]{file: f, in: bufio.NewReaderSize(f, 1<<17), codec: codec}
	if err := r.next(); err == io.EOF {
		return nil
	} else if err != nil {
		return err
	}
	o.live = append(o.live, r)
	return nil
}

func (o *openRuns[T]) close() {
	for _, f := range o.files {
		f.Close()
		os.Remove(f.Name())
	}
}

func (o *openRuns[T]) Len() int           { return len(o.live) }
func (o *openRuns[T]) Less(i, j int) bool { return o.order(o.live[i].head, o.live[j].head) < 0 }
func (o *openRuns[T]) Swap(i, j int)      { o.live[i], o.live[j] = o.live[j], o.live[i] }
func (o *openRuns[T]) Push(any)           { panic("corpus: a run is opened while runs are merged") }
func (o *openRuns[T]) Pop() any {
	last := o.live[len(o.live)-1]
	o.live = o.live[:len(o.live)-1]
	return last
}
