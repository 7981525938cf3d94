package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"infoseek"
)

// Answers is a directory of how requests ended. Each process that adds to it writes a file of its own, one line for each end, handed to the system before the answer goes on; so processes may share the
// directory (they see each other's answers when they open it), and what a killed one leaves is at most half a last line, which is not read.
type Answers struct {
	dir string

	mu    sync.Mutex
	index map[key]ends
	files []*os.File // open for reading
	own   *os.File   // nil until the first line; among files
	size  int64      // of own
	busy  map[key]chan struct{}
	line  []byte
	err   error // of a write: the file's end is unknown, so nothing more is kept
}

// ends are the lines about one request: faults in their order, and the answer that came at last.
type ends struct {
	faults []place
	answer place
}

// place is where a line stands; the zero value is nowhere.
type place struct {
	file   *os.File
	offset int64
	length int
}

// end is how a request ended, as it stands in a line behind what was asked.
type end struct {
	Response *infoseek.Response `json:"response,omitempty"`
	Fault    *storedFault       `json:"fault,omitempty"`
}

// storedFault is a fault on disk.
type storedFault struct {
	Boundary infoseek.Boundary `json:"boundary"`
	Op       string            `json:"op"`
	Error    string            `json:"error"`
}

func (f storedFault) fault() error {
	return &infoseek.Fault{Boundary: f.Boundary, Op: f.Op, Err: errors.New(f.Error)}
}

// OpenAnswers reads which requests the directory has; one that is not there is made with the first line.
func OpenAnswers(dir string) (*Answers, error) {
	a := &Answers{dir: dir, index: map[key]ends{}, busy: map[key]chan struct{}{}}
	names, err := filepath.Glob(filepath.Join(dir, "answers-*.jsonl"))
	for _, name := range names {
		if err == nil {
			err = a.read(name)
		}
	}
	if err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// Close closes the files.
func (a *Answers) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var errs []error
	for _, f := range a.files {
		errs = append(errs, f.Close())
	}
	a.files, a.own = nil, nil
	a.err = errors.Join(a.err, fmt.Errorf("llm: %s is closed", a.dir))
	return errors.Join(errs...)
}

// acquire waits until nobody else works on k, so that a request asked twice at once is answered once.
func (a *Answers) acquire(ctx context.Context, k key) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		a.mu.Lock()
		done, busy := a.busy[k]
		if !busy {
			a.busy[k] = make(chan struct{})
			a.mu.Unlock()
			return nil
		}
		a.mu.Unlock()
		select {
		case <-done:
		case <-ctx.Done():
		}
	}
}

func (a *Answers) release(k key) {
	a.mu.Lock()
	defer a.mu.Unlock()
	close(a.busy[k])
	delete(a.busy, k)
}

// ends says where the lines about a request stand.
func (a *Answers) ends(k key) ends {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.index[k]
}

// answer returns the answer to a request, nil if there is none.
func (a *Answers) answer(k key) (*infoseek.Response, error) {
	e := a.ends(k)
	if e.answer.file == nil {
		return nil, nil
	}
	got, err := e.answer.load()
	return got.Response, err
}

// load reads a line.
func (p place) load() (end, error) {
	var e end
	line := make([]byte, p.length)
	_, err := p.file.ReadAt(line, p.offset)
	if err == nil {
		err = json.Unmarshal(line, &e)
	}
	if err == nil && (e.Response == nil) == (e.Fault == nil) {
		err = errors.New("neither answer nor fault")
	}
	if err != nil {
		return end{}, storeFault(fmt.Sprintf("read %s at byte %d", p.file.Name(), p.offset), err)
	}
	return e, nil
}

// keep writes how a request ended.
func (a *Answers) keep(k key, asked []byte, e end) error {
	told, err := json.Marshal(e)
	if err != nil {
		return storeFault("write "+a.dir, err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.err == nil && a.own == nil {
		a.err = a.begin()
	}
	if a.err != nil {
		return a.err
	}
	a.line = appendAnswer(a.line[:0], k, asked, told)
	if _, err := a.own.Write(a.line); err != nil {
		a.err = storeFault("write "+a.own.Name(), err)
		return a.err
	}
	a.add(k, place{a.own, a.size, len(a.line)}, e.Response != nil)
	a.size += int64(len(a.line))
	return nil
}

func (a *Answers) add(k key, p place, answered bool) {
	e := a.index[k]
	if answered {
		e.answer = p
	} else {
		e.faults = append(e.faults, p)
	}
	a.index[k] = e
}

// begin makes this process's file, under the first number that no other has.
func (a *Answers) begin() error {
	if err := os.MkdirAll(a.dir, 0o755); err != nil {
		return storeFault("make "+a.dir, err)
	}
	for n := 1; ; n++ {
		f, err := os.OpenFile(filepath.Join(a.dir, fmt.Sprintf("answers-%06d.jsonl", n)), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return storeFault("make a file in "+a.dir, err)
		}
		a.own = f
		a.files = append(a.files, f)
		return nil
	}
}

func storeFault(op string, err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryStore, Op: op, Err: err}
}
