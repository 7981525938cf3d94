package folder

import (
	"archive/tar"
	"bufio"
	"errors"
	"io"
	"os"

	"infoseek/internal/unpack"
)

// counting counts what was read through it.
type counting struct {
	io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

func openTar(file *os.File, in *bufio.Reader, size int64, opts Options) (*Folder, error) {
	stored := &counting{Reader: in}
	plain, done, err := unpack.Reader(bufio.NewReaderSize(stored, 1<<16))
	if err != nil {
		return nil, err
	}
	content := &counting{Reader: plain}
	head := bufio.NewReaderSize(content, 1<<16)
	if first, _ := head.Peek(512); !IsTar(first) {
		done()
		return nil, errKind
	}
	f := &Folder{opts: opts, close: func() error { done(); return file.Close() }}
	archive := tar.NewReader(guarded{head, content, stored})
	f.next = func() (File, error) { return f.nextTar(archive, size) }
	return f, nil
}

// guarded stops a bomb.
type guarded struct {
	in              io.Reader
	content, stored *counting
}

func (g guarded) Read(p []byte) (int, error) {
	if bomb(g.content.n, g.stored.n) {
		return 0, ErrBomb
	}
	return g.in.Read(p)
}

func (f *Folder) nextTar(archive *tar.Reader, size int64) (File, error) {
	for {
		h, err := archive.Next()
		if err != nil {
			return File{}, err
		}
		if h.Typeflag != tar.TypeReg {
			continue // folders, links and devices are no files
		}
		out := File{Modified: h.ModTime}
		if out.Name, out.Err = safe(h.Name); out.Err != nil {
			return out, nil
		}
		if !f.wants(out.Name) {
			continue
		}
		if out.Body, err = f.read(archive); err != nil && !errors.Is(err, ErrTooLong) {
			return File{}, err // the rest can't be found
		}
		if bomb(f.given, size) { // of a sparse file nothing is stored
			return File{}, ErrBomb
		}
		out.Err = err
		return out, nil
	}
}
