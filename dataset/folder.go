package dataset

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"infoseek/runs"
)

const (
	cardName   = "README.md"
	dataFolder = "data"
)

// folder is a directory that an export makes.
type folder struct {
	path string
	// ours says whether the export makes a file or folder of that name, written with slashes: only such may be replaced.
	ours func(name string) bool
}

// replace has fill write into a new directory and puts it in the old one's place, whole or not at all. The names that fill returns become paths.
func (f folder) replace(fill func(dir string) (names []string, err error)) ([]string, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	tmp := filepath.Clean(f.path) + ".tmp"
	if err := os.RemoveAll(tmp); err != nil {
		return nil, err
	}
	names, err := fill(tmp)
	if err != nil {
		os.RemoveAll(tmp)
		return nil, err
	}
	if err := os.RemoveAll(f.path); err != nil {
		return nil, err
	}
	files := make([]string, len(names))
	for i, name := range names {
		files[i] = filepath.Join(f.path, filepath.FromSlash(name))
	}
	return files, os.Rename(tmp, f.path)
}

// check refuses a directory that holds anything the export doesn't make.
func (f folder) check() error {
	err := filepath.WalkDir(f.path, func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(f.path, at)
		if at == f.path && !d.IsDir() || at != f.path && !f.ours(filepath.ToSlash(name)) {
			return fmt.Errorf("dataset: %s is in the way: give a new directory, an empty one, or an export made before", at)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// within puts a folder before each name.
func within(folder string, names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = path.Join(folder, name)
	}
	return all
}

func writeCard(dir string, card []byte) error {
	return runs.WriteFile(filepath.Join(dir, cardName), func(w io.Writer) error {
		_, err := w.Write(card)
		return err
	})
}
