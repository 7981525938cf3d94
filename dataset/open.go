package dataset

import (
	"iter"

	"infoseek/internal/jsonl"
	"infoseek/internal/unpack"
)

// readPacked ranges over the records of a file of JSON lines, compressed or not. It stops at the first error, which names file and line.
func readPacked[T any](path string, checks ...func(T) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		f, err := unpack.Open(path)
		if err != nil {
			var zero T
			yield(zero, err)
			return
		}
		defer f.Close()
		jsonl.Read(f, path, jsonl.Options{}, checks...)(yield)
	}
}
