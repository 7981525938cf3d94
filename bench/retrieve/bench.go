package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"infoseek/bench/library"
	"infoseek/bench/table"
)

// bench is what is measured, and how long.
type bench struct {
	program string
	library library.Library
	dir     string // what is kept between runs
	clients int
	warm    time.Duration
	time    time.Duration
	part    int
	storm   int
}

// The goals of a request of one query, and of one of a batch: requests a second of the server's processor time, as a multiple of the peer's.
const (
	goalOne   = 10
	goalBatch = 3
	batch     = 64
	topk      = 5
)

// load is what clients send.
type load struct {
	name   string
	goal   table.Bound
	bodies [][]byte
}

func (b *bench) measure(ctx context.Context, tab *table.Table) error {
	t, err := readTopics(b.library.Data)
	if errors.Is(err, fs.ErrNotExist) {
		tab.Add(table.Skip("requests a CPU second", "/s", table.RatioAtLeast(goalOne), "no passages in the data set (INFOSEEK_DATA)"))
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		tab.Add(table.Skip("requests a CPU second", "/s", table.RatioAtLeast(goalOne), "no /proc that tells the processor time of others"))
		return nil
	}
	loads := []load{
		{"one query", table.RatioAtLeast(goalOne), t.bodies(1, topk)},
		{fmt.Sprintf("%d queries", batch), table.RatioAtLeast(goalBatch), t.bodies(batch, topk)},
	}
	corpus, err := b.library.Import(ctx, library.Passages)
	if err != nil {
		return err
	}
	ours, err := b.under(ctx, loads, t, func() (*server, error) { return b.startOurs(ctx, corpus) })
	if err != nil {
		return err
	}
	if err := b.peers(ctx, tab, loads, t, ours); err != nil {
		return err
	}
	return b.mistreat(ctx, tab, corpus, t)
}

// peers measures the peer in each setting and adds a row for each figure beside ours.
func (b *bench) peers(ctx context.Context, tab *table.Table, loads []load, t topics, ours []figures) error {
	p, err := b.openPeer(ctx)
	var missing *missingError
	if errors.As(err, &missing) {
		for i, l := range loads {
			tab.Add(table.Figure(l.name+": requests a CPU second", ours[i].perCPU(), "/s", table.Bound{}), table.Skip(l.name+", against the peer", "/s", l.goal, missing.Error()))
		}
		return nil
	}
	if err != nil {
		return err
	}
	for _, setting := range b.settings(p) {
		if setting.missing != nil {
			for _, l := range loads {
				tab.Add(table.Skip(l.name+", "+setting.name+": requests a CPU second", "/s", l.goal, setting.missing.Error()))
			}
			continue
		}
		theirs, err := b.under(ctx, loads, t, func() (*server, error) { return b.startPeer(ctx, p, setting.args) })
		if err != nil {
			return fmt.Errorf("%s: %w", setting.name, err)
		}
		for i, l := range loads {
			tab.Add(rows(l.name+", "+setting.name+": ", ours[i], theirs[i], l.goal)...)
		}
	}
	return nil
}

func rows(prefix string, ours, theirs figures, goal table.Bound) []table.Row {
	free := table.Bound{}
	return []table.Row{
		table.Compared(prefix+"requests a CPU second", ours.perCPU(), theirs.perCPU(), "/s", goal),
		table.Compared(prefix+"requests a second", ours.perSecond(), theirs.perSecond(), "/s", free),
		table.Compared(prefix+"median", ours.quantile(0.5), theirs.quantile(0.5), "ms", free),
		table.Compared(prefix+"99 of 100 within", ours.quantile(0.99), theirs.quantile(0.99), "ms", free),
		table.Compared(prefix+"memory (resident)", ours.memory, theirs.memory, "MB", free),
		table.Compared(prefix+"bytes an answer", ours.bytesEach(), theirs.bytesEach(), "B", free),
		table.Compared(prefix+"CPU of the load's own process, a request", ours.loadCPU(), theirs.loadCPU(), "ms", free),
		table.Compared(prefix+"relevant titles in the first 5", ours.relevant, theirs.relevant, "%", free),
	}
}

// under starts a server and measures it under each load.
func (b *bench) under(ctx context.Context, loads []load, t topics, start func() (*server, error)) ([]figures, error) {
	s, err := start()
	if err != nil {
		return nil, err
	}
	defer s.stop()
	relevant, err := t.relevant(ctx, s.url)
	if err != nil {
		return nil, err
	}
	var all []figures
	for _, l := range loads {
		slog.Info("bench-retrieve", "server", filepath.Base(s.cmd.Path), "load", l.name, "seconds", int((b.warm + b.time).Seconds()))
		if _, err := b.run(ctx, s, l, b.warm); err != nil {
			return nil, err
		}
		f, err := b.run(ctx, s, l, b.time)
		if err != nil {
			return nil, err
		}
		f.relevant = 100 * relevant
		all = append(all, f)
	}
	return all, nil
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }
