package folder

import (
	"io"
	"io/fs"
	"os"
	"strings"
)

// openDir reads a folder in the order of its names. Links are not followed, and names that begin with a dot are left out.
func openDir(name string, opts Options) (*Folder, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	f := &Folder{opts: opts, close: root.Close}
	names, err := f.list(root.FS())
	if err != nil {
		root.Close()
		return nil, err
	}
	f.next = func() (File, error) {
		if len(names) == 0 {
			return File{}, io.EOF
		}
		next := names[0]
		names = names[1:]
		return f.open(root, next), nil
	}
	return f, nil
}

func (f *Folder) list(files fs.FS) (names []string, err error) {
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular() && f.wants(name):
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

func (f *Folder) open(root *os.Root, name string) File {
	in, err := root.Open(name)
	if err != nil {
		return File{Name: name, Err: err}
	}
	defer in.Close()
	out := File{Name: name}
	if info, err := in.Stat(); err == nil {
		out.Modified = info.ModTime()
	}
	out.Body, out.Err = f.read(in)
	return out
}
