package runs

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"infoseek"
)

var errInjected = errors.New("injected")

// faulty lets the operation number failAt fail (from 1), and with dead set all later ones too, as if the process had ended there. A write that fails has written half of its bytes.
type faulty struct {
	disk
	failAt, count int
	dead          bool
}

func (f *faulty) fails() bool {
	f.count++
	return f.count == f.failAt || f.dead && f.count > f.failAt
}

func (f *faulty) do(op func() error) error {
	if f.fails() {
		return errInjected
	}
	return op()
}

func (f *faulty) MkdirAll(path string) error {
	return f.do(func() error { return f.disk.MkdirAll(path) })
}
func (f *faulty) Rename(from, to string) error {
	return f.do(func() error { return f.disk.Rename(from, to) })
}
func (f *faulty) Remove(path string) error { return f.do(func() error { return f.disk.Remove(path) }) }
func (f *faulty) SyncDir(path string) error {
	return f.do(func() error { return f.disk.SyncDir(path) })
}

func (f *faulty) Open(path string, flag int) (file, error) {
	if f.fails() {
		return nil, errInjected
	}
	under, err := f.disk.Open(path, flag)
	return &faultyFile{under, f}, err
}

type faultyFile struct {
	file
	f *faulty
}

func (w *faultyFile) Write(b []byte) (int, error) {
	if !w.f.fails() {
		return w.file.Write(b)
	}
	n := 0
	if w.f.count == w.f.failAt {
		n, _ = w.file.Write(b[:len(b)/2])
	}
	return n, errInjected
}

func (w *faultyFile) Truncate(size int64) error {
	return w.f.do(func() error { return w.file.Truncate(size) })
}
func (w *faultyFile) Sync() error { return w.f.do(w.file.Sync) }

// Close closes in any case: the tests would run out of files.
func (w *faultyFile) Close() error {
	err := w.file.Close()
	if w.f.fails() {
		return errInjected
	}
	return err
}

// attempt does the work once, on a disk that may fail.
func attempt(dir string, fsys files) error {
	r, err := open(dir, testOptions(), fsys)
	if err != nil {
		return err
	}
	r.journal.limit = 2000
	return errors.Join(work(r, 150), r.Close())
}

// The 1st, 2nd, 3rd … operation fails until the work succeeds; after each failure the disk works again, and resuming must give what an undisturbed run gives.
func TestEveryOperationMayFail(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole")
	if err := attempt(whole, disk{}); err != nil {
		t.Fatal(err)
	}
	want := outputs(t, whole)
	for _, dead := range []bool{false, true} {
		for n := 1; ; n++ {
			dir := filepath.Join(t.TempDir(), "run")
			fsys := &faulty{failAt: n, dead: dead}
			err := attempt(dir, fsys)
			if fsys.count < n {
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("%d operations", n-1)
				break
			}
			checkFault(t, fmt.Sprintf("operation %d, dead=%v", n, dead), err)
			// Cutting the torn record may fail too.
			if err := attempt(dir, &faulty{failAt: n % 7, dead: dead}); err != nil {
				checkFault(t, fmt.Sprintf("operation %d, second time", n), err)
			}
			if err := attempt(dir, disk{}); err != nil {
				t.Fatalf("operation %d, dead=%v: resuming: %v", n, dead, err)
			}
			if outputs(t, dir) != want {
				t.Fatalf("operation %d, dead=%v: the outputs differ", n, dead)
			}
		}
	}
}

func checkFault(t *testing.T, when string, err error) {
	t.Helper()
	var f *infoseek.Fault
	if !errors.Is(err, errInjected) || !errors.As(err, &f) || f.Boundary != infoseek.BoundaryStore {
		t.Errorf("%s: error %v, want the injected one as a fault of the store", when, err)
	}
}
