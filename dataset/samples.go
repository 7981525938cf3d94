package dataset

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"
)

// Which of a run's trajectories are exported.
type Which string

// The choices; none is the accepted ones where the run has decided about them, else all.
const (
	AllSamples      Which = "all"
	AcceptedSamples Which = "accepted"
)

// Protocol is how a model tells what it wants to do.
type Protocol string

// The protocols.
const (
	InTags Protocol = "tags"
	Native Protocol = "native" // tool calls of the chat API
)

// DataSource is verl's data_source where no other is given: verl chooses the reward function by it.
const DataSource = "infoseek"

// SampleOptions say which trajectories are exported, and what their records don't know.
type SampleOptions struct {
	Which Which
	// Prompt is what a model is shown for a question, for verl's prompts where no model was shown anything; nil is the question alone.
	Prompt func(question string) ([]infoseek.Message, error)
	// Protocol is the one that Prompt is for. If it is set, all prompts for reinforcement learning are of it, whatever a model was shown before.
	Protocol Protocol
	// DataSource and Split go into verl's rows; "" is DataSource and "train".
	DataSource string
	Split      string
}

// samplesExport is an export of a run's trajectories.
type samplesExport struct {
	Options
	manifest runs.Manifest
	path     string // of the samples to export
	all      string // of all samples of the run
	tally    sampleTally
	ctx      context.Context
}

func exportSamples(ctx context.Context, o Options, r *runs.Reader) (Report, error) {
	m, err := madeBy(r)
	if err != nil {
		return Report{}, err
	}
	e := samplesExport{Options: o, manifest: m, ctx: ctx}
	if e.all, err = r.Output(runs.TrajectoriesName); err != nil {
		return Report{}, err
	}
	if e.path, err = e.choose(r); err != nil {
		return Report{}, err
	}
	if e.tally, err = e.count(); err != nil {
		return Report{}, err
	}
	report := Report{Questions: e.tally.Questions(), Trajectories: e.tally.Trajectories, From: e.path}
	report.Files, err = e.write()
	return report, err
}

// rolloutRun is the run inside a run of questions that has sampled its trajectories (package rollout).
const rolloutRun = "rollout"

// madeBy is the manifest of what made the trajectories: the run inside r, or r itself where there is none.
func madeBy(r *runs.Reader) (runs.Manifest, error) {
	inner := filepath.Join(r.Dir(), rolloutRun)
	if _, err := os.Stat(inner); errors.Is(err, fs.ErrNotExist) {
		return r.Manifest(), nil
	}
	made, err := runs.Read(inner)
	if err != nil {
		return runs.Manifest{}, err
	}
	return made.Manifest(), nil
}

// choose names the file of the samples that are wanted.
func (e samplesExport) choose(r *runs.Reader) (string, error) {
	switch e.Samples.Which {
	case AllSamples:
		return e.all, nil
	case AcceptedSamples:
		return r.Output(runs.AcceptedName)
	case "":
		accepted := filepath.Join(r.Dir(), runs.AcceptedName)
		_, err := os.Stat(accepted)
		if errors.Is(err, fs.ErrNotExist) {
			return e.all, nil
		}
		return accepted, err
	}
	return "", fmt.Errorf("dataset: trajectories %q: want %s or %s", e.Samples.Which, AllSamples, AcceptedSamples)
}

func (e samplesExport) write() ([]string, error) {
	switch e.As {
	case Chat:
		return e.lines(func(w *jsonl.Writer) error {
			return e.each(func(s infoseek.Sample) error { return w.Write(newChatRecord(s)) })
		})
	case Tags:
		return e.lines(func(w *jsonl.Writer) error {
			return e.each(func(s infoseek.Sample) error {
				r, err := newTagsRecord(s)
				if err != nil {
					return err
				}
				return w.Write(r)
			})
		})
	case Verl:
		return e.folder(isVerlFolder, e.verl)
	case TRL:
		return e.folder(isTRLFolder, e.trl)
	}
	return e.folder(isCardFolder, e.hf)
}

func (e samplesExport) folder(ours func(string) bool, fill func(dir string) ([]string, error)) ([]string, error) {
	if err := e.checkFolder(); err != nil {
		return nil, err
	}
	return folder{e.Out, ours}.replace(func(dir string) ([]string, error) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		return fill(dir)
	})
}

// samples ranges over those that are exported, until the context is done.
func (e samplesExport) samples() iter.Seq2[infoseek.Sample, error] {
	return watched(e.ctx, ReadSamples(e.path), e.Progress)
}

func (e samplesExport) each(do func(infoseek.Sample) error) error {
	for s, err := range e.samples() {
		if err != nil {
			return err
		}
		if err := do(s); err != nil {
			return err
		}
	}
	return nil
}
