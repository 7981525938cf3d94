package runs

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"infoseek"
)

// files is what the package changes on disk, all of it through here, so that tests can let the 1st, 2nd, 3rd … operation fail.
type files interface {
	MkdirAll(path string) error
	// Open opens for writing: at the end of an existing file, or a new one if create is set, emptied if truncate is.
	Open(path string, flag int) (file, error)
	Rename(from, to string) error
	Remove(path string) error
	// SyncDir makes the names in a directory durable, where the system can.
	SyncDir(path string) error
}

type file interface {
	io.Writer
	Truncate(size int64) error
	Sync() error
	Close() error
}

// disk is the real thing.
type disk struct{}

func (disk) MkdirAll(path string) error   { return os.MkdirAll(path, 0o755) }
func (disk) Rename(from, to string) error { return os.Rename(from, to) }
func (disk) Remove(path string) error     { return os.Remove(path) }

func (disk) Open(path string, flag int) (file, error) { return os.OpenFile(path, flag, 0o644) }

func (disk) SyncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && syncsDirectories {
		return err
	}
	return nil
}

// WriteFile replaces the file at path whole, or leaves it as it was: what write writes goes to a temporary file beside it that is synced and renamed over it.
func WriteFile(path string, write func(io.Writer) error) error { return replace(disk{}, path, write) }

// replace writes a file whole: to a temporary file beside it, synced, renamed over it.
func replace(fsys files, path string, write func(io.Writer) error) error {
	tmp := path + ".tmp"
	if err := writeNew(fsys, tmp, write); err != nil {
		fsys.Remove(tmp)
		return err
	}
	if err := fsys.Rename(tmp, path); err != nil {
		return fault("write "+path, err)
	}
	if err := fsys.SyncDir(filepath.Dir(path)); err != nil {
		return fault("sync "+filepath.Dir(path), err)
	}
	return nil
}

// writeNew makes a file. An error of write itself comes back as it is, one of the disk as a fault.
func writeNew(fsys files, path string, write func(io.Writer) error) error {
	f, err := fsys.Open(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return fault("write "+path, err)
	}
	if err := write(faultWriter{f, path}); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return fault("sync "+path, err)
	}
	if err := f.Close(); err != nil {
		return fault("close "+path, err)
	}
	return nil
}

type faultWriter struct {
	w    io.Writer
	path string
}

func (w faultWriter) Write(b []byte) (int, error) {
	n, err := w.w.Write(b)
	if err != nil {
		err = fault("write "+w.path, err)
	}
	return n, err
}

// exists says whether something is at path; a path that can't be looked at is an error.
func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if os.IsNotExist(err) {
		return false, nil
	}
	return err == nil, err
}

// fault wraps a failure of the disk. The path of an *fs.PathError is left out, op names it.
func fault(op string, err error) error {
	if pe, ok := err.(*fs.PathError); ok {
		err = pe.Err
	}
	return &infoseek.Fault{Boundary: infoseek.BoundaryStore, Op: op, Err: err}
}
