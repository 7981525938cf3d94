package train

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"infoseek/lm"
)

// A checkpoint is a folder checkpoints/NNNNNN of the output folder, named by the step after which it was made. It is written beside its place and renamed, so it is whole or absent. It holds what was learned with both moments; what else a step depends on follows from options,
// seed and step.
const (
	checkpointsName = "checkpoints"
	valuesName      = "values.safetensors"
	unfinished      = ".tmp"
	keptCheckpoints = 2
)

// The parts of a checkpoint's values.
const (
	learnedPart = "learned/"
	firstPart   = "first/"
	secondPart  = "second/"
)

// save writes a checkpoint of e below dir, and drops all but the last ones.
func (e *Engine) save(dir string) error {
	var all lm.Params
	for _, part := range e.parts() {
		for _, name := range e.order {
			p, err := param(name, part.weights[name])
			if err != nil {
				return err
			}
			p.Name = part.name + p.Name
			all = append(all, p)
		}
	}
	place := filepath.Join(dir, checkpointsName, fmt.Sprintf("%06d", e.steps))
	if _, err := os.Stat(place); err == nil {
		return nil // of the same step, so it is the same
	}
	temporary := place + unfinished
	if err := os.RemoveAll(temporary); err != nil {
		return err
	}
	if err := os.MkdirAll(temporary, 0o755); err != nil {
		return err
	}
	if err := writeValues(filepath.Join(temporary, valuesName), all); err != nil {
		return err
	}
	if err := os.Rename(temporary, place); err != nil {
		return err
	}
	return tidy(dir)
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
	for _, step := range steps[:max(0, len(steps)-keptCheckpoints)] {
		if err := os.RemoveAll(filepath.Join(dir, checkpointsName, fmt.Sprintf("%06d", step))); err != nil {
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

// restore goes back to the last checkpoint below dir; with none it stays at the beginning.
func (e *Engine) restore(dir string) error {
	steps, err := checkpoints(dir)
	if err != nil || len(steps) == 0 {
		return err
	}
	last := steps[len(steps)-1]
	file := filepath.Join(dir, checkpointsName, fmt.Sprintf("%06d", last), valuesName)
	all, err := readValues(file)
	if err != nil {
		return fmt.Errorf("train: checkpoint: %w", err)
	}
	byName := map[string]lm.Param{}
	for _, p := range all {
		byName[p.Name] = p
	}
	for _, part := range e.parts() {
		for _, name := range e.order {
			if err := restoreOne(part.weights, name, byName[part.name+name]); err != nil {
				return fmt.Errorf("train: %s: %w", file, err)
			}
		}
	}
	e.steps = last
	return nil
}

func restoreOne(w Weights, name string, p lm.Param) error {
	if want := w[name].Shape().Dimensions; !slices.Equal(p.Shape, want) {
		return fmt.Errorf("tensor %s is %v, the model's %v", name, p.Shape, want)
	}
	w[name] = tensorOf(p)
	return nil
}
