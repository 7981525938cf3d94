package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"infoseek"
	"infoseek/bench/clock"
	"infoseek/search"
)

// ours is our engine behind the contract of engine.go.
func ours(args []string) error {
	if args[0] == "index" {
		p, err := readLines(args[1])
		if err != nil {
			return err
		}
		return search.Build(context.Background(), p, args[2], search.Options{PassageWords: 1 << 20})
	}
	threads, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	seconds, err := strconv.ParseFloat(args[4], 64)
	if err != nil {
		return err
	}
	ix, err := search.Open(args[1])
	if err != nil {
		return err
	}
	return errors.Join(searchOurs(ix, args[2], threads, seconds, args[5]), ix.Close())
}

// documents is a collection's file as a corpus: a line a page, the text behind the tab as one sentence.
type documents struct {
	infoseek.Pages
	lines []string
}

func readLines(path string) (documents, error) {
	text, err := os.ReadFile(path)
	return documents{lines: slices.Collect(strings.Lines(string(text)))}, err
}

func (d documents) Info() infoseek.CorpusInfo {
	return infoseek.CorpusInfo{Hash: "bench", Pages: len(d.lines)}
}

func (d documents) Page(_ context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	title, _, _ := strings.Cut(d.lines[n], "\t")
	return infoseek.Page{Num: n, Title: title}, nil
}

func (d documents) Text(_ context.Context, n infoseek.PageNum, _ infoseek.Span) (string, error) {
	_, text, _ := strings.Cut(d.lines[n], "\t")
	return text, nil
}

func (d documents) Sentences(ctx context.Context, n infoseek.PageNum) ([]infoseek.Span, error) {
	text, err := d.Text(ctx, n, infoseek.Span{})
	return []infoseek.Span{{Start: 0, End: len(text)}}, err
}

func searchOurs(ix *search.Index, queries string, threads int, seconds float64, run string) error {
	f, err := os.Open(queries)
	if err != nil {
		return err
	}
	defer f.Close()
	topics, err := search.ReadQueries(f, queries)
	if err != nil {
		return err
	}
	s, err := ix.Searcher(search.Settings{})
	if err != nil {
		return err
	}
	if _, err := measureOurs(s, topics, threads, min(seconds, 2)); err != nil { // as the peers
		return err
	}
	m, err := measureOurs(s, topics, threads, seconds)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(m)
	}
	if err != nil || run == "-" {
		return err
	}
	return writeOurs(s, topics, run)
}

func measureOurs(s infoseek.Searcher, topics []search.Topic, threads int, seconds float64) (searched, error) {
	took := make([][]time.Duration, threads)
	errs := make([]error, threads)
	begin, cpu := time.Now(), clock.Process()
	until := begin.Add(time.Duration(seconds * float64(time.Second)))
	var wg sync.WaitGroup
	for t := range threads {
		wg.Go(func() {
			for i := t; errs[t] == nil; i += threads {
				start := time.Now()
				if start.After(until) {
					return
				}
				_, errs[t] = s.Search(context.Background(), []infoseek.Query{{Text: topics[i%len(topics)].Text, K: 5, Unit: infoseek.UnitPage}})
				took[t] = append(took[t], time.Since(start))
			}
		})
	}
	wg.Wait()
	used, wall := clock.Process()-cpu, time.Since(begin)
	all := slices.Concat(took...)
	slices.Sort(all)
	if err := errors.Join(errs...); err != nil || len(all) == 0 {
		return searched{}, errors.Join(err, errors.New("no query was measured"))
	}
	status, err := os.ReadFile("/proc/self/status")
	return searched{
		Version: "this tree", Queries: len(all), CPU: used.Seconds(), Wall: wall.Seconds(),
		P50: micros(all[len(all)/2]), P99: micros(all[len(all)*99/100]), Anon: statusLine(status, "RssAnon"), File: statusLine(status, "RssFile"),
	}, err
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }

// statusLine reads a figure of /proc/self/status, in kB.
func statusLine(status []byte, name string) float64 {
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == name+":" {
			v, _ := strconv.ParseFloat(f[1], 64)
			return v
		}
	}
	return 0
}

func writeOurs(s infoseek.Searcher, topics []search.Topic, path string) error {
	var run search.Run
	for _, t := range topics {
		hits, err := s.Search(context.Background(), []infoseek.Query{{Text: t.Text, K: 100, Unit: infoseek.UnitPage}})
		if err != nil {
			return err
		}
		r := search.Ranking{Query: t.ID}
		for _, h := range hits[0] {
			r.Documents = append(r.Documents, search.Document{ID: fmt.Sprint(h.Page), Score: h.Score})
		}
		run = append(run, r)
	}
	f, err := os.Create(filepath.Clean(path))
	if err != nil {
		return err
	}
	return errors.Join(search.WriteRun(f, run, "infoseek"), f.Close())
}
