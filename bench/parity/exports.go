package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"infoseek"
	"infoseek/bench/table"
	"infoseek/dataset"
	"infoseek/runs"
)

const (
	installer = "scripts/peer-venv.sh"
	checker   = "bench/parity/peers/check.py"
	// madeUp has small runs of our own making: in tags with token ids, and over native tool calls.
	madeUp = "dataset/testdata"
	// dataSource is one by which verl chooses its reward for Search-R1's data.
	dataSource = "searchR1_nq"
)

// run is some samples to export, under a name.
type run struct {
	name    string
	samples func() ([]infoseek.Sample, error)
}

func (o options) all() []run {
	all := []run{
		{"tags", func() ([]infoseek.Sample, error) { return storedSamples(filepath.Join(madeUp, "rollout")) }},
		{"native", func() ([]infoseek.Sample, error) { return storedSamples(filepath.Join(madeUp, "native")) }},
		{"real", func() ([]infoseek.Sample, error) { return realSamples(o.limit) }},
	}
	for i, dir := range o.runs {
		all = append(all, run{fmt.Sprintf("run %d", i+1), func() ([]infoseek.Sample, error) { return storedSamples(dir) }})
	}
	return all
}

// exports writes every run in every format and has the others read them.
func exports(ctx context.Context, o options) ([]table.Row, error) {
	dir, err := os.MkdirTemp("", "parity")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var rows []table.Row
	for _, r := range o.all() {
		samples, err := r.samples()
		if errors.Is(err, fs.ErrNotExist) {
			rows = append(rows, table.Skip("exports of "+r.name+" rollouts", "", table.RatioAtMost(1), "they are missing (INFOSEEK_DATA names the data set): "+err.Error()))
			continue
		}
		if err == nil {
			err = exportRun(ctx, filepath.Join(dir, r.name), samples)
		}
		if err != nil {
			return rows, err
		}
	}
	peers, err := readByPeers(ctx, dir)
	return append(rows, peers...), err
}

// storedSamples are all that a run has.
func storedSamples(dir string) ([]infoseek.Sample, error) {
	var all []infoseek.Sample
	for s, err := range dataset.ReadSamples(filepath.Join(dir, runs.TrajectoriesName)) {
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no trajectories", dir)
	}
	return all, nil
}

// exportRun makes a run of the samples and exports it.
func exportRun(ctx context.Context, dir string, samples []infoseek.Sample) (err error) {
	r, err := runs.Open(dir, runs.Options{Command: "rollout", Version: "parity"})
	if err != nil {
		return err
	}
	err = r.Write(runs.TrajectoriesName, func(yield func(any) bool) {
		for _, s := range samples {
			if !yield(s) {
				return
			}
		}
	})
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	formats := map[dataset.Format]string{dataset.Chat: "chat.jsonl", dataset.Tags: "tags.jsonl", dataset.Verl: "verl", dataset.TRL: "trl", dataset.HF: "hf"}
	if len(samples[0].Trajectory.Tools) > 0 {
		delete(formats, dataset.Tags)
	}
	for as, out := range formats {
		o := dataset.Options{As: as, Run: dir, Out: filepath.Join(dir, out), ShardRows: 500, Samples: dataset.SampleOptions{DataSource: dataSource}}
		if _, err := dataset.Export(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// readByPeers runs the others' readers over the exports.
func readByPeers(ctx context.Context, dir string) ([]table.Row, error) {
	const what = "exports, read by datasets, TRL and verl"
	install := exec.CommandContext(ctx, installer, "parity")
	install.Stderr = os.Stderr
	python, err := install.Output()
	if err != nil {
		return []table.Row{table.Skip(what, "", table.RatioAtMost(1), fmt.Sprintf("%s parity: %v", installer, err))}, nil
	}
	log, err := os.Create(filepath.Join("bench", "out", "parity.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	found := filepath.Join(dir, "rows.jsonl")
	url, end, err := serving(ctx)
	if err != nil {
		return nil, err
	}
	check := exec.CommandContext(ctx, strings.TrimSpace(string(python)), checker, dir, found)
	check.Env = append(os.Environ(), "INFOSEEK_URL="+url)
	check.Stdout, check.Stderr = log, log
	if err := errors.Join(check.Run(), end()); err != nil {
		return nil, fmt.Errorf("%s: %w (see %s)", checker, err, log.Name())
	}
	rows, err := rowsIn(found)
	for _, r := range rows {
		if r.Met != nil && !*r.Met {
			slog.Warn("the sides differ", "what", r.What, "log", log.Name())
		}
	}
	return rows, err
}

// peerRow is what the checks in Python report.
type peerRow struct {
	What    string `json:"what"`
	Unit    string `json:"unit"`
	Ours    int    `json:"ours"`
	Theirs  int    `json:"theirs"`
	Skipped string `json:"skipped"`
}

func rowsIn(file string) ([]table.Row, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var rows []table.Row
	for line := range strings.Lines(string(b)) {
		var r peerRow
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return rows, fmt.Errorf("%s: %w", file, err)
		}
		if r.Skipped != "" {
			rows = append(rows, table.Skip(r.What, r.Unit, table.RatioAtMost(1), r.Skipped))
			continue
		}
		rows = append(rows, agreement(r.What, r.Ours, r.Theirs, r.Unit))
	}
	return rows, nil
}
