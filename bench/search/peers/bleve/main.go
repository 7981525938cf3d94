// Program bleve is bleve behind the benchmark's contract: index DOCS DIR | search DIR QUERIES THREADS SECONDS RUN. It is a module of its own, so that the program's own needs nothing of it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"
)

const version = "2.6.3"

func main() {
	log.SetFlags(0)
	var err error
	if os.Args[1] == "index" {
		err = index(os.Args[2], os.Args[3])
	} else {
		err = search(os.Args[2:])
	}
	if err != nil {
		log.Fatal("bleve: ", err)
	}
}

// schema is one field of documents and frequencies, nothing stored.
func schema() mapping.IndexMapping {
	body := bleve.NewTextFieldMapping()
	body.Analyzer, body.Store, body.IncludeTermVectors, body.IncludeInAll, body.DocValues = "en", false, false, false, false
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultMapping.AddFieldMappingsAt("body", body)
	m.DefaultAnalyzer, m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = "en", false, false, false
	return m
}

func index(docs, dir string) error {
	f, err := os.Open(docs)
	if err != nil {
		return err
	}
	b, err := bleve.NewBuilder(dir, schema(), map[string]any{"batchSize": 20000})
	if err != nil {
		return err
	}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<26)
	for n := 0; in.Scan(); n++ {
		if err := b.Index(strconv.Itoa(n), map[string]any{"body": in.Text()}); err != nil {
			return err
		}
	}
	fmt.Println("{}")
	return b.Close()
}

func search(args []string) error {
	ix, err := bleve.OpenUsing(args[0], map[string]any{"read_only": true})
	if err != nil {
		return err
	}
	data, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	threads, _ := strconv.Atoi(args[2])
	seconds, _ := strconv.ParseFloat(args[3], 64)
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	measured, err := measure(ix, lines, threads, time.Duration(seconds*float64(time.Second)))
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(measured)
	}
	if err == nil && args[4] != "-" {
		err = write(ix, lines, args[4])
	}
	return err
}

func ask(ix bleve.Index, line string, k int) (*bleve.SearchResult, error) {
	_, text, _ := strings.Cut(line, "\t")
	q := bleve.NewMatchQuery(text)
	q.SetField("body")
	return ix.Search(bleve.NewSearchRequestOptions(q, k, 0, false))
}

func measure(ix bleve.Index, lines []string, threads int, d time.Duration) (map[string]any, error) {
	var mu sync.Mutex
	var took []time.Duration
	var failed error
	begin, cpu := time.Now(), processTime()
	var wg sync.WaitGroup
	for t := range threads {
		wg.Go(func() {
			for i := t; time.Since(begin) < d; i += threads {
				start := time.Now()
				_, err := ask(ix, lines[i%len(lines)], 5)
				mu.Lock()
				took = append(took, time.Since(start))
				if err != nil {
					failed = err
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	used, wall := processTime()-cpu, time.Since(begin)
	slices.Sort(took)
	status, _ := os.ReadFile("/proc/self/status")
	return map[string]any{"version": version, "queries": len(took), "cpu_s": used.Seconds(), "wall_s": wall.Seconds(),
		"p50_us": float64(took[len(took)/2].Nanoseconds()) / 1e3, "p99_us": float64(took[len(took)*99/100].Nanoseconds()) / 1e3,
		"rss_anon_kb": rss(status, "RssAnon"), "rss_file_kb": rss(status, "RssFile")}, failed
}

func rss(status []byte, name string) int {
	n := 0
	if m := regexp.MustCompile(name + `:\s+(\d+)`).FindSubmatch(status); m != nil {
		n, _ = strconv.Atoi(string(m[1]))
	}
	return n
}

func processTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func write(ix bleve.Index, lines []string, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	for _, line := range lines {
		id, _, _ := strings.Cut(line, "\t")
		res, err := ask(ix, line, 100)
		if err != nil {
			return err
		}
		for i, h := range res.Hits {
			fmt.Fprintln(out, id, "Q0", h.ID, i+1, h.Score, "bleve")
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}
