package runs

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"infoseek"
	"infoseek/internal/jsonl"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// State says how far a run is.
type State string

// The states of a run. A run that was killed still says running.
const (
	Running     State = "running"
	Interrupted State = "interrupted"
	Done        State = "done"
	Failed      State = "failed"
)

// Manifest says what was asked for and how far the run is.
type Manifest struct {
	V int `json:"v"`
	// Run is the run's id: the command and the first digits of the hash over everything that decides the output. Two runs of the same have the same id.
	Run     string `json:"run"`
	Command string `json:"command"`
	// Options change the output and can't be changed later. OptionsHash is the sha256, hex, of their canonical JSON (RFC 8785, integers as written).
	Options     jsontext.Value `json:"options"`
	OptionsHash string         `json:"options_hash"`
	// Limits say how much is wanted; they may change.
	Limits jsontext.Value     `json:"limits"`
	Seed   uint64             `json:"seed"`
	Corpus infoseek.CorpusRef `json:"corpus"`
	// CorpusDir is where the corpus was when the run was last worked on, relative to the run directory if it can be; "" if nobody said.
	CorpusDir string   `json:"corpus_dir"`
	Versions  Versions `json:"versions"`
	State     State    `json:"state"`
	// Short is set on a run that is done with less than was asked for; Advice then says what would help.
	Short  bool           `json:"short"`
	Advice []string       `json:"advice"`
	Counts map[string]int `json:"counts"`
	// Roles add up the model calls answered so far, by role; absent where there were none. Not reproducible: calls take their time, and how many are made ahead of what is needed depends on it.
	Roles map[string]CallTotals `json:"roles,omitempty"`
	// Error is why a failed run failed.
	Error string `json:"error"`
	// Wall-clock times: not reproducible.
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
}

// Versions are the program's and the Go version it was built with.
type Versions struct {
	Program string `json:"program"`
	Go      string `json:"go"`
}

const manifestName = "manifest.json"

func readManifest(dir string) (jsonl.Kept[Manifest], error) {
	var m jsonl.Kept[Manifest]
	path := filepath.Join(dir, manifestName)
	b, err := os.ReadFile(path)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("runs: %s: %w", path, err)
	}
	if v := m.Value.V; v != infoseek.FormatVersion {
		return m, fmt.Errorf("runs: %s: format version %d, this program reads %d", path, v, infoseek.FormatVersion)
	}
	return m, nil
}

func writeManifest(fsys files, dir string, m jsonl.Kept[Manifest]) error {
	b, err := json.Marshal(m, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return fmt.Errorf("runs: manifest: %w", err)
	}
	return replace(fsys, filepath.Join(dir, manifestName), func(w io.Writer) error {
		_, err := w.Write(append(b, '\n'))
		return err
	})
}
