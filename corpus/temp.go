package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/gofrs/flock"
)

const lockName = "building"

// temp is a directory being built beside its final place. A lock in it, held by the builder, tells it from one left by a builder that was killed.
type temp struct {
	path string
	lock *flock.Flock
	done bool
}

// makeTemp makes a temporary sibling of dir and removes stale ones.
func makeTemp(dir string) (*temp, error) {
	parent, pattern := filepath.Dir(dir), filepath.Base(dir)+".tmp-*"
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, err
	}
	removeStale(parent, pattern)
	removeReplaced(dir, filepath.Join(escapeGlob(parent), pattern+replacedEnd))
	path, err := os.MkdirTemp(parent, pattern)
	if err != nil {
		return nil, err
	}
	t := &temp{path: path, lock: flock.New(filepath.Join(path, lockName))}
	if err := os.Chmod(path, 0o755); err != nil {
		t.remove()
		return nil, err
	}
	if err := t.lock.Lock(); err != nil {
		t.remove()
		return nil, err
	}
	return t, nil
}

// removeStale removes temporary directories whose builder is gone.
func removeStale(parent, pattern string) {
	found, err := filepath.Glob(filepath.Join(escapeGlob(parent), pattern))
	if err != nil {
		return
	}
	for _, path := range found {
		lock := flock.New(filepath.Join(path, lockName))
		if _, err := os.Stat(lock.Path()); err != nil {
			continue // not ours, or just being made
		}
		if ok, err := lock.TryLock(); err != nil || !ok {
			continue
		}
		lock.Close()
		os.RemoveAll(path)
	}
}

// replacedEnd ends the name of a directory whose place another has taken.
const replacedEnd = ".old"

// removeReplaced removes what a builder that was killed had moved aside for a directory that stands.
func removeReplaced(dir, pattern string) {
	found, err := filepath.Glob(pattern)
	if err != nil || vacant(dir, false) == nil {
		return
	}
	for _, path := range found {
		if _, err := os.Stat(filepath.Join(path, metaName)); err == nil {
			os.RemoveAll(path)
		}
	}
}

func escapeGlob(path string) string {
	if runtime.GOOS == "windows" {
		return path // a backslash separates there, so nothing can be escaped
	}
	out := make([]rune, 0, len(path))
	for _, r := range path {
		switch r {
		case '*', '?', '[', '\\':
			out = append(out, '\\')
		}
		out = append(out, r)
	}
	return string(out)
}

func (t *temp) remove() {
	if t.done {
		return
	}
	t.done = true
	t.lock.Close()
	os.RemoveAll(t.path)
}

// become gives the directory its name. A directory of that name, which may have come into being meanwhile, is moved aside first and removed after, if replace allows it.
func (t *temp) become(dir string, replace bool) error {
	if err := vacant(dir, replace); err != nil {
		return err
	}
	if err := t.lock.Close(); err != nil {
		return fmt.Errorf("corpus: %w", err)
	}
	if err := os.Remove(filepath.Join(t.path, lockName)); err != nil {
		return fmt.Errorf("corpus: %w", err)
	}
	old := t.path + replacedEnd
	switch err := os.Rename(dir, old); {
	case os.IsNotExist(err):
		old = ""
	case err != nil:
		return fmt.Errorf("corpus: %w", err)
	}
	if err := os.Rename(t.path, dir); err != nil {
		if old != "" {
			os.Rename(old, dir)
		}
		return fmt.Errorf("corpus: %w", err)
	}
	t.done = true
	err := syncDir(filepath.Dir(dir))
	if old != "" {
		err = errors.Join(err, os.RemoveAll(old))
	}
	if err != nil {
		return fmt.Errorf("corpus: %s is made, but what it takes the place of is not gone: %w", dir, err)
	}
	return nil
}

// syncDir makes renames in a directory last. Windows knows no such call.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
