package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"infoseek"
)

// answers is a directory of what models answered, a file for each request, so that processes may share it. Files are replaced whole.
type answers struct {
	dir string

	mu   sync.Mutex
	busy map[string]chan struct{} // keys that someone works on; closed when done
	n    int                      // for names of temporary files
}

func newAnswers(dir string) *answers { return &answers{dir: dir, busy: map[string]chan struct{}{}} }

// entry is one file: how the request ended, each time that a model was asked.
type entry struct {
	V       int              `json:"v"`
	Scope   Scope            `json:"scope"`
	Request infoseek.Request `json:"request"`
	Faults  []storedFault    `json:"faults,omitempty"`
	// Response is the answer that came in the end, null if none did.
	Response *infoseek.Response `json:"response"`
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

// acquire waits until nobody else works on key, so that a request asked twice at once is answered once.
func (a *answers) acquire(ctx context.Context, key string) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		a.mu.Lock()
		done, busy := a.busy[key]
		if !busy {
			a.busy[key] = make(chan struct{})
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

func (a *answers) release(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	close(a.busy[key])
	delete(a.busy, key)
}

func (a *answers) path(key string) string {
	return filepath.Join(a.dir, key[:2], key+".json")
}

// load reads the entry of key; a zero entry (V 0) if there is none.
func (a *answers) load(key string) (entry, error) {
	var e entry
	path := a.path(key)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return e, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &e)
	}
	if err == nil && e.V != infoseek.FormatVersion {
		err = fmt.Errorf("format version %d, this program reads %d", e.V, infoseek.FormatVersion)
	}
	if err != nil {
		return entry{}, storeFault("read "+path, err)
	}
	return e, nil
}

// save replaces the entry of key.
func (a *answers) save(key string, e entry) error {
	e.V = infoseek.FormatVersion
	b, err := json.Marshal(e)
	if err != nil {
		return storeFault("write "+a.path(key), err)
	}
	a.mu.Lock()
	a.n++
	tmp := fmt.Sprintf("%s.%d-%d.tmp", a.path(key), os.Getpid(), a.n)
	a.mu.Unlock()
	if err := writeAnswer(tmp, append(b, '\n')); err != nil {
		return storeFault("write "+a.path(key), err)
	}
	if err := os.Rename(tmp, a.path(key)); err != nil {
		os.Remove(tmp)
		return storeFault("write "+a.path(key), err)
	}
	return nil
}

// writeAnswer makes the folder if it is not there.
func writeAnswer(path string, b []byte) error {
	err := os.WriteFile(path, b, 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.MkdirAll(filepath.Dir(path), 0o755); err == nil {
			err = os.WriteFile(path, b, 0o644)
		}
	}
	return err
}

func storeFault(op string, err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryStore, Op: op, Err: err}
}
