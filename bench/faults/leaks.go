package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"infoseek/bench/table"
	"infoseek/contamination"
	"infoseek/internal/jsonl"
	"infoseek/internal/unpack"
)

// passage is a line of the retrieval set's passages.
type passage struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// plantings are ways to put a question into a passage.
var plantings = []struct {
	name string
	put  func(r *rand.Rand, passage, question string) string
}{
	{"word for word", func(_ *rand.Rand, p, q string) string { return p + " " + q + " " + p }},
	{"in capitals without marks", func(_ *rand.Rand, p, q string) string {
		return p + " " + strings.ToUpper(strings.Map(func(r rune) rune {
			if strings.ContainsRune("?,.'\"", r) {
				return -1
			}
			return r
		}, q))
	}},
	{"every eighth word changed", func(r *rand.Rand, p, q string) string {
		words := strings.Fields(q)
		for i := r.IntN(8); i < len(words); i += 8 {
			words[i] = "perhaps"
		}
		return p + " " + strings.Join(words, " ") + " " + p
	}},
}

// leaks measures the firewall at test time: HotpotQA's questions put into the passages that answer them, and those passages as they are.
func leaks(data string) ([]table.Row, error) {
	folder := filepath.Join(data, "retrieval")
	questions, err := pairs(filepath.Join(folder, "queries.tsv"), "\t")
	if errors.Is(err, fs.ErrNotExist) {
		return []table.Row{table.Skip("firewall at test time", "", table.Bound{}, err.Error())}, nil
	}
	if err != nil {
		return nil, err
	}
	relevant, err := pairs(filepath.Join(folder, "qrels.txt"), " ")
	if err != nil {
		return nil, err
	}
	wanted := map[string][]string{} // passage -> questions
	for _, p := range relevant {
		f := strings.Fields(p[1])
		wanted[f[1]] = append(wanted[f[1]], p[0])
	}
	text := map[string]string{}
	for _, q := range questions {
		text[q[0]] = q[1]
	}
	found, of, alarms := make([]int, len(plantings)), 0, 0
	r := rand.New(rand.NewPCG(1, 1))
	f, err := unpack.Open(filepath.Join(folder, "passages.jsonl.zst"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for p, err := range jsonl.Read[passage](f, "passages", jsonl.Options{}) {
		if err != nil {
			return nil, err
		}
		for _, id := range wanted[p.ID] {
			q, ok := text[id]
			if !ok {
				continue
			}
			of++
			if contamination.Tells(p.Text, q) {
				alarms++
			}
			for i, way := range plantings {
				if contamination.Tells(way.put(r, p.Text, q), q) {
					found[i]++
				}
			}
		}
	}
	if of == 0 {
		return nil, fmt.Errorf("%s: no passage of a question", folder)
	}
	rows := []table.Row{table.Figure(fmt.Sprintf("firewall, %d passages that answer a question: withheld", of), share(alarms, of), "", table.AtMost(.02))}
	for i, way := range plantings {
		rows = append(rows,
			table.Figure(fmt.Sprintf("firewall, the question put in, %s: recall", way.name), share(found[i], of), "", table.AtLeast(.98)),
			table.Figure(fmt.Sprintf("firewall, the question put in, %s: precision", way.name), float64(found[i])/float64(max(1, found[i]+alarms)), "", table.AtLeast(.98)))
	}
	return rows, nil
}

// pairs reads lines of two parts.
func pairs(file, by string) (all [][2]string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if first, rest, ok := strings.Cut(lines.Text(), by); ok {
			all = append(all, [2]string{first, rest})
		}
	}
	return all, lines.Err()
}
