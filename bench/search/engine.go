package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"infoseek/search"
)

// engine is a program that indexes and searches:
//
//	index DOCS DIR                              makes an index of one segment, documents and frequencies, of the lines of DOCS; no texts are stored
//	search DIR QUERIES THREADS SECONDS RUN      searches for the 5 best of each query, again and again, prints one line of JSON (searched), then writes the 100 best of each to the file RUN, "-" for none
type engine struct {
	name    string
	command []string
	before  []string // further arguments of index and search, behind DIR
	missing string   // why it cannot be measured, "" if it can
}

// indexed is what indexing took.
type indexed struct {
	cpu   time.Duration // of the whole process, reading the texts included
	bytes int64
}

// searched is what a searching program measured of itself, when it was warm.
type searched struct {
	Version string  `json:"version"`
	Queries int     `json:"queries"`
	CPU     float64 `json:"cpu_s"`
	Wall    float64 `json:"wall_s"`
	P50     float64 `json:"p50_us"`
	P99     float64 `json:"p99_us"`
	Anon    float64 `json:"rss_anon_kb"`
	File    float64 `json:"rss_file_kb"`
}

// ourName is our own engine's.
const ourName = "infoseek"

// engines are ours and those of scripts/search-peers.sh, which prints where its parts are.
func engines(ctx context.Context) ([]engine, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	all := []engine{{name: ourName, command: []string{self}}}
	out, err := exec.CommandContext(ctx, "scripts/search-peers.sh").Output()
	if err != nil {
		why := strings.TrimSpace(fmt.Sprintf("scripts/search-peers.sh: %v", err))
		for _, name := range []string{lucene, "tantivy", "bm25s", "bleve"} {
			all = append(all, engine{name: name, missing: why})
		}
		return all, nil
	}
	parts := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, path, _ := strings.Cut(strings.TrimSpace(line), "=")
		parts[name] = path
	}
	java := []string{parts["java"], "-Xmx3g", "-cp", parts["classes"], "Peer"}
	python := []string{parts["python"], "bench/search/peers/python/peer.py"}
	return append(all,
		engine{name: lucene, command: java, before: []string{"0.9", "0.4"}},
		engine{name: luceneDefault, command: java, before: []string{"1.2", "0.75"}},
		engine{name: "tantivy", command: append(python[:2:2], "tantivy")},
		engine{name: "bm25s", command: append(python[:2:2], "bm25s")},
		engine{name: "bleve", command: []string{parts["bleve"]}},
	), nil
}

// Lucene is measured with the constants published for passages, and its quality with its defaults too.
const (
	lucene        = "Lucene"
	luceneDefault = "Lucene, k1 1.2, b 0.75"
)

func (b *bench) indexDir(e engine, c collection) string {
	return filepath.Join(b.dir, c.name+"-"+strings.ReplaceAll(e.name, " ", "")+".index")
}

func (b *bench) index(ctx context.Context, e engine, c collection) (indexed, error) {
	dir := b.indexDir(e, c)
	if err := os.RemoveAll(dir); err != nil {
		return indexed{}, err
	}
	args := append([]string{"index", c.docs, dir}, e.before...)
	_, cpu, err := e.start(ctx, args)
	if err != nil {
		return indexed{}, err
	}
	size, err := sizeOf(dir)
	return indexed{cpu, size}, err
}

func (b *bench) search(ctx context.Context, e engine, c collection, threads int, run string) (searched, error) {
	args := append([]string{"search", b.indexDir(e, c)}, e.before...)
	out, _, err := e.start(ctx, append(args, c.queries, fmt.Sprint(threads), fmt.Sprint(b.seconds), run))
	if err != nil {
		return searched{}, err
	}
	var s searched
	if err := json.Unmarshal(out, &s); err != nil {
		return s, fmt.Errorf("%s: search: %w", e.name, err)
	}
	if s.Queries == 0 || s.CPU <= 0 {
		return s, fmt.Errorf("%s: search: nothing measured", e.name)
	}
	return s, nil
}

func (e engine) start(ctx context.Context, args []string) (stdout []byte, cpu time.Duration, err error) {
	c := exec.CommandContext(ctx, e.command[0], append(e.command[1:len(e.command):len(e.command)], args...)...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		return nil, 0, fmt.Errorf("%s: %s: %w: %s", e.name, args[0], err, lastLine(errs.String()))
	}
	return out.Bytes(), c.ProcessState.UserTime() + c.ProcessState.SystemTime(), nil
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}

func sizeOf(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}

// quality measures a run that an engine wrote.
func quality(path string, c collection) (search.Measures, error) {
	f, err := os.Open(path)
	if err != nil {
		return search.Measures{}, err
	}
	defer f.Close()
	run, err := search.ReadRun(f, path)
	if err != nil {
		return search.Measures{}, err
	}
	return search.Evaluate(run, c.qrels).Mean, nil
}
