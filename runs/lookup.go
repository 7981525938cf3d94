package runs

import (
	"errors"
	"io"
	"os"
	"sync"
)

// lookup reads single records of the journal in a folder. It is safe for concurrent use.
type lookup struct {
	folder string
	mu     sync.Mutex
	open   map[int]*os.File // by segment
}

func (l *lookup) read(p place) (Record, error) {
	f, err := l.segment(p.segment)
	if err != nil {
		return Record{}, err
	}
	line := make([]byte, p.length)
	if _, err := f.ReadAt(line, p.offset); err != nil && err != io.EOF {
		return Record{}, fault("read "+f.Name(), err)
	}
	return parseRecord(line)
}

func (l *lookup) segment(n int) (*os.File, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f := l.open[n]; f != nil {
		return f, nil
	}
	path := segmentPath(l.folder, n)
	f, err := os.Open(path)
	if err != nil {
		return nil, fault("open "+path, err)
	}
	if l.open == nil {
		l.open = map[int]*os.File{}
	}
	l.open[n] = f
	return f, nil
}

func (l *lookup) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for _, f := range l.open {
		errs = append(errs, f.Close())
	}
	l.open = nil
	return errors.Join(errs...)
}
