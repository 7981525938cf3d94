package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/corpus/source"
)

// webArchives reads every web archive of the data set, the broken ones too: a file gives pages or answers of other kinds, or is refused with a message that names it and the record.
func webArchives(ctx context.Context) ([]table.Row, error) {
	dir := filepath.Join(library.New().Data, "web", "warc")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	told := 0
	for _, e := range entries {
		said, err := archiveSays(ctx, filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		if said {
			told++
		}
	}
	return []table.Row{table.Figure(fmt.Sprintf("web archives read or refused by file and record, of %d", len(entries)), float64(told), "", table.AtLeast(float64(len(entries))))}, nil
}

// archiveSays reads an archive to its end, and says whether that end is the file's or told well.
func archiveSays(ctx context.Context, file string) (bool, error) {
	r, err := source.Open(file, source.Options{Format: source.FormatWARC})
	if err != nil {
		return strings.Contains(err.Error(), file), nil
	}
	defer r.Close()
	for _, err := range r.Records(ctx) {
		var end *source.StreamError
		switch {
		case ctx.Err() != nil:
			return false, ctx.Err()
		case errors.As(err, &end):
			fmt.Fprintf(os.Stderr, "  %v\n", err)
			return strings.Contains(err.Error(), file) && strings.Contains(err.Error(), "record "), nil
		}
	}
	return true, nil
}
