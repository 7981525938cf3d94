package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"

	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/internal/unpack"
)

// The goals of issue F, in pages per CPU second beside wikiextractor's, and on two processors beside one.
const (
	plainRatio = 10
	bz2Ratio   = 4
	twoRatio   = 1.8
)

const (
	realDump  = "wiki/enwiki-real-106.xml.bz2"
	realPages = 106
	// repeats are the runs of each program; the least counts.
	repeats = 5
	// copies of the dump that are read for the speed on two processors.
	copies = 20
)

const (
	plainRow = "pages per CPU s from plain XML, beside wikiextractor"
	bz2Row   = "pages per CPU s from .bz2, beside wikiextractor"
	twoRow   = "pages per s from .bz2 on two processors, beside one"
)

// wikitextSpeed compares whole runs of both programs over the same file: start, reading, links, JSON lines.
func wikitextSpeed(ctx context.Context) ([]table.Row, error) {
	packed := filepath.Join(library.New().Data, filepath.FromSlash(realDump))
	plain, remove, err := unpacked(packed)
	if err != nil {
		return nil, err
	}
	defer remove()
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	python, noPeer := peers(ctx)
	var rows []table.Row
	for _, c := range []struct {
		what, file string
		goal       float64
	}{{plainRow, plain, plainRatio}, {bz2Row, packed, bz2Ratio}} {
		ours, err := best(ctx, repeats, self, readCommand, "1", c.file)
		if err != nil {
			return rows, err
		}
		if noPeer != nil {
			rows = append(rows, table.Skip(c.what, "/s", table.RatioAtLeast(c.goal), noPeer.Error()))
			continue
		}
		command := wikiextractor(python, c.file)
		theirs, err := best(ctx, repeats, command[0], command[1:]...)
		if err != nil {
			return rows, err
		}
		rows = append(rows, table.Compared(c.what, realPages/ours.cpu.Seconds(), realPages/theirs.cpu.Seconds(), "/s", table.RatioAtLeast(c.goal)))
	}
	both, err := onTwo(ctx, self, packed)
	return append(rows, both), err
}

// onTwo reads copies of a file one after the other with one processor and with two.
func onTwo(ctx context.Context, self, file string) (table.Row, error) {
	var rates [2]float64
	for i, processors := range []string{"1", "2"} {
		r, err := best(ctx, repeats, self, append([]string{readCommand, processors}, slices.Repeat([]string{file}, copies)...)...)
		if err != nil {
			return table.Row{}, err
		}
		rates[i] = copies * realPages / r.wall.Seconds()
	}
	return table.Compared(twoRow, rates[1], rates[0], "/s", table.RatioAtLeast(twoRatio)), nil
}

// unpacked writes the content of a compressed file to one of its own.
func unpacked(file string) (path string, remove func(), err error) {
	in, err := unpack.Open(file)
	if err != nil {
		return "", nil, err
	}
	defer in.Close()
	dir, err := os.MkdirTemp("", "bench-import")
	if err != nil {
		return "", nil, err
	}
	remove = func() { os.RemoveAll(dir) }
	out, err := os.Create(filepath.Join(dir, "plain.xml"))
	if err != nil {
		remove()
		return "", nil, err
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Close()
	}
	if err != nil {
		remove()
		return "", nil, err
	}
	return out.Name(), remove, nil
}
