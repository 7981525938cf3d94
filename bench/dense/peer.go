package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// peerFound is what peer.py prints.
type peerFound struct {
	Version string          `json:"version"`
	Rates   map[int]float64 `json:"rates"`
	Best    [][]int         `json:"best"`
}

// theirs runs faiss over the same vectors, made of length 1.
func (b bench) theirs(ctx context.Context, all vectors, dir string) (*peerFound, error) {
	install := exec.CommandContext(ctx, "scripts/peer-venv.sh", "faiss")
	install.Stderr = os.Stderr
	python, err := install.Output()
	if err != nil {
		return nil, fmt.Errorf("scripts/peer-venv.sh faiss: %w", err)
	}
	for _, v := range all {
		toLength1(v)
	}
	rows, queries := filepath.Join(dir, "rows.f32"), filepath.Join(dir, "queries.f32")
	if err := all[:b.rows].write(rows); err != nil {
		return nil, err
	}
	if err := all[b.rows:].write(queries); err != nil {
		return nil, err
	}
	args := []string{"bench/dense/peer.py", fmt.Sprint(b.dims), rows, queries, fmt.Sprint(best), fmt.Sprint(b.seconds)}
	for _, n := range batches {
		args = append(args, fmt.Sprint(n))
	}
	peer := exec.CommandContext(ctx, strings.TrimSpace(string(python)), args...)
	peer.Stderr = os.Stderr
	peer.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	out, err := peer.Output()
	if err != nil {
		return nil, fmt.Errorf("bench/dense/peer.py: %w", err)
	}
	var found peerFound
	return &found, json.Unmarshal(out, &found)
}

func toLength1(v []float32) {
	squares := 0.0
	for _, x := range v {
		squares += float64(x) * float64(x)
	}
	for i, x := range v {
		v[i] = float32(float64(x) / math.Sqrt(squares))
	}
}
