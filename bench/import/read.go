package main

import (
	"bufio"
	"context"
	"errors"
	"log/slog"
	"os"
	"runtime"

	"infoseek/corpus/source"

	"github.com/go-json-experiment/json"
)

// readCommand makes this program the one that is measured: it reads files with one worker, or two, and writes their pages to stdout as JSON lines, as wikiextractor does.
const readCommand = "read"

// pageLine is a page as it is written.
type pageLine struct {
	ID    string     `json:"id"`
	URL   string     `json:"url"`
	Title string     `json:"title"`
	Text  string     `json:"text"`
	Links []linkLine `json:"links"`
}

type linkLine struct {
	Target string `json:"target"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
}

// read takes a number of processors and files.
func read(args []string) {
	if args[0] == "1" {
		runtime.GOMAXPROCS(1)
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	for _, file := range args[1:] {
		if err := readFile(out, file); err != nil {
			slog.Error("bench-import", "error", err)
			os.Exit(1)
		}
	}
	if err := out.Flush(); err != nil {
		os.Exit(1)
	}
}

func readFile(out *bufio.Writer, file string) (err error) {
	r, err := source.Open(file, source.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for rec, err := range r.Records(context.Background()) {
		if err != nil {
			return err
		}
		if rec.Redirect != "" {
			continue
		}
		if err := json.MarshalWrite(out, lineOf(rec)); err != nil {
			return err
		}
		if err := out.WriteByte('\n'); err != nil {
			return err
		}
	}
	return nil
}

func lineOf(rec source.Record) pageLine {
	l := pageLine{ID: rec.ID, URL: rec.URL, Title: rec.Title, Text: rec.Text, Links: make([]linkLine, len(rec.Links))}
	for i, link := range rec.Links {
		l.Links[i] = linkLine{link.Target, link.Anchor.Start, link.Anchor.End}
	}
	return l
}
