package runs

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/internal/jsonl"
)

// The outputs that readers of a run look for.
const (
	QuestionsName = "questions.jsonl"
	DroppedName   = "dropped.jsonl"
	FaultsName    = "faults.jsonl"
	// TrajectoriesName has every sample (infoseek.Sample), AcceptedName those that were accepted.
	TrajectoriesName = "trajectories.jsonl"
	AcceptedName     = "accepted.jsonl"
)

// Reader reads a run, without its lock: while the run is being written it sees the outputs as they were last replaced.
type Reader struct {
	dir      string
	manifest Manifest
}

// Read opens a run directory for reading.
func Read(dir string) (*Reader, error) {
	m, err := readManifest(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("runs: %s is no run directory: it has no %s", dir, manifestName)
	}
	if err != nil {
		return nil, err
	}
	return &Reader{dir, m.Value}, nil
}

// Manifest returns the manifest as it was when the run was opened.
func (r *Reader) Manifest() Manifest { return r.manifest }

// Dir is the run's directory.
func (r *Reader) Dir() string { return r.dir }

// Questions ranges over questions.jsonl. It stops at the first error.
func (r *Reader) Questions() iter.Seq2[infoseek.Question, error] {
	return output[infoseek.Question](r, QuestionsName)
}

// Drops ranges over dropped.jsonl. It stops at the first error.
func (r *Reader) Drops() iter.Seq2[infoseek.Drop, error] {
	return output[infoseek.Drop](r, DroppedName)
}

// Records ranges over the journal's whole records, as Run.Records does.
func (r *Reader) Records() iter.Seq2[Record, error] {
	return records(filepath.Join(r.dir, journalName))
}

// Calls ranges over the journal of model calls in the order of their answers; a run that made none has none.
func (r *Reader) Calls() iter.Seq2[Call, error] {
	return func(yield func(Call, error) bool) {
		for rec, err := range records(filepath.Join(r.dir, callsName)) {
			var c Call
			if err == nil {
				err = rec.Decode(&c)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// records ranges over the whole records of the journal in a folder. It stops at the first error.
func records(folder string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		ranged := true
		_, err := scan(folder, func(rec Record, _ place) bool {
			ranged = yield(rec, nil)
			return ranged
		})
		if err != nil && ranged {
			yield(Record{}, err)
		}
	}
}

// Output returns the path of an output, like QuestionsName; it is an error if the run hasn't written it yet.
func (r *Reader) Output(name string) (string, error) {
	path := filepath.Join(r.dir, name)
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("runs: %s has no %s yet (its state is %s)", r.dir, name, r.manifest.State)
	}
	return path, err
}

func output[T any](r *Reader, name string) iter.Seq2[T, error] {
	path, err := r.Output(name)
	if err != nil {
		return func(yield func(T, error) bool) {
			var zero T
			yield(zero, err)
		}
	}
	return jsonl.ReadFile[T](path, jsonl.Options{})
}
