package train

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/internal/safetensors"
	"infoseek/runs"

	"github.com/gomlx/gomlx/core/tensors"
)

// A checkpoint is a folder checkpoints/NNNNNN of the output folder, named by how much of the work was done when it was made: steps of SFT, iterations of GRPO. It is written beside its place and renamed, so it is whole or absent. It holds what was learned with both moments; what else a step depends on follows from options,
// seed and step.
const (
	checkpointsName = "checkpoints"
	valuesName      = "values.safetensors"
	progressName    = "progress.json"
	unfinished      = ".tmp"
	keptCheckpoints = 2
)

// The parts of a checkpoint's values.
const (
	learnedPart = "learned/"
	firstPart   = "first/"
	secondPart  = "second/"
)

// progress is what a checkpoint says beside its values.
type progress struct {
	V     int `json:"v"`
	Done  int `json:"done"`
	Steps int `json:"steps"` // of the optimizer
}

// save writes a checkpoint of e below dir, and drops all but the last ones.
func (e *Engine) save(dir string, done int) error {
	var all []safetensors.Source
	for _, part := range e.parts() {
		for _, name := range e.order {
			p, err := param(name, part.weights[name])
			if err != nil {
				return err
			}
			all = append(all, safetensors.Source{Name: part.name + name, Shape: p.Shape, Values: p.Data})
		}
	}
	place := placeOf(dir, done)
	if _, err := os.Stat(place); err == nil {
		return nil // of the same work, so it is the same
	}
	temporary := place + unfinished
	if err := os.RemoveAll(temporary); err != nil {
		return err
	}
	if err := os.MkdirAll(temporary, 0o755); err != nil {
		return err
	}
	err := runs.WriteFile(filepath.Join(temporary, valuesName), func(w io.Writer) error { return safetensors.Write(w, safetensors.F32, all) })
	if err != nil {
		return err
	}
	if err := writeProgress(temporary, progress{infoseek.FormatVersion, done, e.steps}); err != nil {
		return err
	}
	if err := os.Rename(temporary, place); err != nil {
		return err
	}
	return tidy(dir)
}

func placeOf(dir string, done int) string {
	return filepath.Join(dir, checkpointsName, fmt.Sprintf("%06d", done))
}

func writeProgress(dir string, p progress) error {
	return runs.WriteFile(filepath.Join(dir, progressName), func(w io.Writer) error {
		line, err := jsonl.Marshal(p)
		if err == nil {
			_, err = w.Write(append(line, '\n'))
		}
		return err
	})
}

func readProgress(dir string) (p progress, err error) {
	for p, err = range jsonl.ReadFile[progress](filepath.Join(dir, progressName), jsonl.Options{}) {
		return p, err
	}
	return p, io.ErrUnexpectedEOF
}

type part struct {
	name    string
	weights Weights
}

func (e *Engine) parts() []part {
	return []part{{learnedPart, e.learned}, {firstPart, e.first}, {secondPart, e.second}}
}

// tidy drops old checkpoints, and what a process that was killed left of new ones.
func tidy(dir string) error {
	steps, err := checkpoints(dir)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Join(dir, checkpointsName))
	if err != nil {
		return err
	}
	var gone []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), unfinished) {
			gone = append(gone, filepath.Join(dir, checkpointsName, entry.Name()))
		}
	}
	for _, step := range steps[:max(0, len(steps)-keptCheckpoints)] {
		gone = append(gone, placeOf(dir, step))
	}
	for _, place := range gone {
		if err := os.RemoveAll(place); err != nil {
			return err
		}
	}
	return nil
}

// checkpoints are the steps below dir that have one, ascending.
func checkpoints(dir string) ([]int, error) {
	entries, err := os.ReadDir(filepath.Join(dir, checkpointsName))
	if os.IsNotExist(err) {
		return nil, nil
	}
	var steps []int
	for _, entry := range entries {
		if step, err := strconv.Atoi(entry.Name()); err == nil {
			steps = append(steps, step)
		} else if !strings.HasSuffix(entry.Name(), unfinished) {
			return nil, fmt.Errorf("train: %s is no checkpoint", filepath.Join(dir, checkpointsName, entry.Name()))
		}
	}
	slices.Sort(steps)
	return steps, err
}

// restore goes back to the last checkpoint below dir, and says how much was done; with none it stays at the beginning.
func (e *Engine) restore(dir string) (done int, err error) {
	all, err := checkpoints(dir)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	place := placeOf(dir, all[len(all)-1])
	p, err := readProgress(place)
	if err == nil {
		err = e.load(filepath.Join(place, valuesName))
	}
	if err != nil {
		return 0, fmt.Errorf("train: checkpoint %s: %w", place, err)
	}
	e.steps = p.Steps
	return p.Done, nil
}

func (e *Engine) load(file string) error {
	f, err := safetensors.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, part := range e.parts() {
		for _, name := range e.order {
			if err := restoreOne(part.weights, name, f, part.name+name); err != nil {
				return err
			}
		}
	}
	return nil
}

func restoreOne(w Weights, name string, f *safetensors.File, stored string) error {
	t, ok := f.Tensor(stored)
	if want := w[name].Shape().Dimensions; !ok || !slices.Equal(t.Shape, want) {
		return fmt.Errorf("tensor %s is %v, the model's %v", stored, t.Shape, want)
	}
	values, err := f.Floats(stored)
	if err != nil {
		return err
	}
	w[name] = tensors.FromFlatDataAndDimensions(values, t.Shape...)
	return nil
}
