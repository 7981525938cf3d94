package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"infoseek"
	"infoseek/bench/clock"
	"infoseek/corpus"
	"infoseek/search"
)

// stage is what one part of the work took, in a process of its own.
type stage struct {
	Seconds float64 `json:"seconds"`
	Used    float64 `json:"used"` // seconds of processor time
	Anon    int64   `json:"anon"` // highest anonymous memory, bytes
}

// reading is what opening and reading took.
type reading struct {
	Open   float64 `json:"open"`   // seconds, the corpus
	Index  float64 `json:"index"`  // seconds, the search index
	Median float64 `json:"median"` // microseconds, a random page with its text
	P99    float64 `json:"p99"`
}

// measured is all of one size.
type measured struct {
	Pages          int
	Import, Index  stage
	Reading        reading
	Text, Bytes    int64 // of the corpus's texts; of its directory
	Links, Related int
}

// measure does what is left to do of a size; what is done stays in its folder.
func measure(ctx context.Context, dir string, pages int) (measured, error) {
	m := measured{Pages: pages}
	dir = filepath.Join(dir, fmt.Sprint("pages-", pages))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return m, err
	}
	for _, part := range []struct {
		name string
		into any
	}{{"import", &m.Import}, {"index", &m.Index}, {"read", &m.Reading}} {
		if err := once(ctx, dir, part.name, pages, part.into); err != nil {
			return m, fmt.Errorf("%d pages: %s: %w", pages, part.name, err)
		}
	}
	c, err := corpus.Open(filepath.Join(dir, "corpus"))
	if err != nil {
		return m, err
	}
	defer c.Close()
	r := c.Meta().Report
	m.Text, m.Links, m.Related = r.TextBytes, r.Links, 2*r.Pairs
	return m, filepath.WalkDir(filepath.Join(dir, "corpus"), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		m.Bytes += info.Size()
		return err
	})
}

// once does a part in a process of its own, unless its result is there.
func once(ctx context.Context, dir, part string, pages int, into any) error {
	result := filepath.Join(dir, part+".json")
	if b, err := os.ReadFile(result); err == nil {
		return json.Unmarshal(b, into)
	}
	fmt.Fprintf(os.Stderr, "%d pages: %s\n", pages, part)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, "-part", part, "-dir", dir, "-pages", strconv.Itoa(pages))
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return err
	}
	return os.WriteFile(result, b, 0o644)
}

// do is what the process of a part does.
func do(ctx context.Context, part, dir string, pages int) error {
	path := filepath.Join(dir, "corpus")
	var result any
	var err error
	switch part {
	case "import":
		result, err = watched(func() error {
			_, err := corpus.Build(ctx, path, wiki{1, pages}.records(), corpus.BuildOptions{Replace: true})
			return err
		})
	case "index":
		result, err = watched(func() error { return index(ctx, path) })
	case "read":
		result, err = read(ctx, path)
	default:
		err = fmt.Errorf("no part %q", part)
	}
	return errors.Join(err, json.NewEncoder(os.Stdout).Encode(result))
}

func index(ctx context.Context, path string) error {
	c, err := corpus.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(search.Build(ctx, c, filepath.Join(path, "index"), search.Options{}), c.Close())
}

// watched runs f and looks at this process's memory meanwhile.
func watched(f func() error) (stage, error) {
	done, most := make(chan struct{}), make(chan int64)
	go func() {
		high := anonymous()
		for {
			select {
			case <-done:
				most <- max(high, anonymous())
				return
			case <-time.After(5 * time.Millisecond):
				high = max(high, anonymous())
			}
		}
	}()
	began, used := time.Now(), clock.Process()
	err := f()
	s := stage{Seconds: time.Since(began).Seconds(), Used: (clock.Process() - used).Seconds()}
	close(done)
	s.Anon = <-most
	return s, err
}

// read opens a corpus and reads random pages.
func read(ctx context.Context, path string) (reading, error) {
	var r reading
	began := time.Now()
	c, err := corpus.Open(path)
	if err != nil {
		return r, err
	}
	defer c.Close()
	r.Open = time.Since(began).Seconds()
	began = time.Now()
	ix, err := search.Open(filepath.Join(path, "index"))
	if err != nil {
		return r, err
	}
	defer ix.Close()
	r.Index = time.Since(began).Seconds()
	times := make([]float64, 20000)
	draw := rand.New(rand.NewPCG(1, 2))
	for i := range times {
		n := infoseek.PageNum(draw.IntN(c.Info().Pages))
		began := time.Now()
		if _, err := c.Page(ctx, n); err != nil {
			return r, err
		}
		if _, err := c.Text(ctx, n, infoseek.Span{}); err != nil {
			return r, err
		}
		times[i] = float64(time.Since(began).Nanoseconds()) / 1000
	}
	slices.Sort(times)
	r.Median, r.P99 = times[len(times)/2], times[len(times)*99/100]
	return r, nil
}
