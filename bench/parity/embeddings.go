package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"infoseek/bench/table"
	"infoseek/dense/bert"
	"infoseek/internal/jsonl"
)

// vectorsApart is how far a number of a vector may be from PyTorch's.
const vectorsApart = 1e-4

// embeddings holds vectors of all-MiniLM-L6-v2 against PyTorch's.
func embeddings(ctx context.Context) ([]table.Row, error) {
	const what = "vectors of all-MiniLM-L6-v2 beside PyTorch's, largest difference"
	skipped := func(err error) ([]table.Row, error) {
		return []table.Row{table.Skip(what, "", table.AtMost(vectorsApart), err.Error())}, ctx.Err()
	}
	folder, err := printed(ctx, "scripts/minilm.sh")
	if err != nil {
		return skipped(err)
	}
	python, err := printed(ctx, installer, "parity")
	if err != nil {
		return skipped(err)
	}
	texts, err := embedded()
	if err != nil {
		return nil, err
	}
	theirs, err := vectorsOf(ctx, python, folder, texts)
	if err != nil {
		return nil, err
	}
	m, err := bert.Open(folder)
	if err != nil {
		return nil, err
	}
	defer m.Close()
	ours, err := m.Embed(ctx, texts)
	if err != nil {
		return nil, err
	}
	return []table.Row{
		table.Figure("texts embedded by PyTorch too", float64(len(theirs)), "", table.AtLeast(float64(len(texts)))),
		table.Figure(what, differ(ours, theirs), "", table.AtMost(vectorsApart)),
	}, nil
}

// printed is the line that a script prints.
func printed(ctx context.Context, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// oddTexts are those at which tokenizers differ.
var oddTexts = []string{
	"", "a", "Ünïcödé Ärger İstanbul ẞ ﬁne", "東京は大きい都市です。", "Θάλασσα Η πόλη", "река город", strings.Repeat("x", 150), "tabs\tand\nnewlines\u00a0here\u200bzero\u00adshy", "[MASK] is [SEP] here",
	"🎉 and ½ ② №", "don't (stop)—now… “quoted”", "a\u0301e\u0300 combining", "\x00\x01 control\x7f", "αβγ ΣΑΣ ς", "हिन्दी भाषा", "한국어 문장", "العربية", "1,234.56 $9.99 C++ f(x)=x^2", strings.Repeat("word ", 600),
}

// embedded are the odd texts and, where the data set is, questions and passages of it.
func embedded() ([]string, error) {
	texts := append([]string(nil), oddTexts...)
	type passage struct {
		Title string `json:"title"`
		Text  string `json:"text"`
	}
	n := 0
	err := each(dataFile("retrieval/passages.jsonl.zst"), func(p passage) {
		if n++; n%1000 == 0 {
			texts = append(texts, p.Title+"\n"+p.Text)
		}
	})
	if errors.Is(err, fs.ErrNotExist) {
		return texts, nil
	}
	return texts, err
}

// vectorsOf has PyTorch embed the texts.
func vectorsOf(ctx context.Context, python, folder string, texts []string) ([][]float32, error) {
	dir, err := os.MkdirTemp("", "parity-embeddings")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "texts.json"), filepath.Join(dir, "vectors.jsonl")
	b, err := json.Marshal(texts)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(in, b, 0o644); err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, python, "bench/parity/peers/minilm.py", folder, in, out)
	var said strings.Builder
	c.Stdout, c.Stderr = &said, &said
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("bench/parity/peers/minilm.py: %w: %s", err, said.String())
	}
	f, err := os.Open(out)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all [][]float32
	for r, err := range jsonl.Read[struct {
		Vector []float32 `json:"vector"`
	}](bufio.NewReader(f), out, jsonl.Options{}) {
		if err != nil {
			return nil, err
		}
		all = append(all, r.Vector)
	}
	return all, nil
}

// differ is the largest difference of two numbers in the same place.
func differ(ours, theirs [][]float32) float64 {
	most := 0.0
	for i := range min(len(ours), len(theirs)) {
		if len(ours[i]) != len(theirs[i]) {
			return math.Inf(1)
		}
		for d := range ours[i] {
			most = max(most, math.Abs(float64(ours[i][d]-theirs[i][d])))
		}
	}
	return most
}
