package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"infoseek/internal/unpack"
)

// readFile reads the named file, decompressed, with read, which names it in its errors.
func readFile[T any](name string, read func(io.Reader, string) (T, error)) (T, error) {
	f, err := unpack.Open(name)
	if err != nil {
		var zero T
		return zero, err
	}
	defer f.Close()
	return read(f, name)
}

// writeFile makes the named file whole or not at all: it writes beside it and renames.
func writeFile(name string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".infoseek-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // once renamed there is nothing to remove
	if err := errors.Join(write(f), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
