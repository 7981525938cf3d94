package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/pprof"
	"time"

	"infoseek/bench/clock"
	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/synth"
)

// goalRate is the questions a second asked for.
const goalRate = 100

const questionsASecond = "certified questions a second, Schools Wikipedia, 2 cores"

// speed makes all questions that the corpus gives with the default options, twice.
func speed(ctx context.Context, shelf *library.Shelf, profile string) ([]table.Row, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
	first, err := profiled(profile, func() (spent, error) { return timed(ctx, job(shelf)) })
	if err != nil {
		return nil, err
	}
	again, err := timed(ctx, job(shelf))
	if err != nil {
		return nil, err
	}
	return []table.Row{
		table.Figure(questionsASecond, first.rate(), "/s", table.AtLeast(goalRate)),
		table.Figure("  questions made", float64(first.questions), "", table.Bound{}),
		table.Figure("  roots tried", float64(first.roots), "", table.Bound{}),
		table.Figure("  a second of processor time", first.cpuRate(), "/s", table.Bound{}),
		table.Figure("  processors had, of 2", first.cpu.Seconds()/first.wall.Seconds(), "", table.Bound{}),
		table.Figure("  again, all files in memory", again.rate(), "/s", table.Bound{}),
		table.Figure("  again, a second of processor time", again.cpuRate(), "/s", table.Bound{}),
	}, nil
}

// job makes as many questions as there are, with the default options.
func job(shelf *library.Shelf) synth.Job {
	return synth.Job{Pages: shelf, Searcher: shelf.Searcher, Options: synth.Options{Seed: seed}, Limits: synth.Limits{N: math.MaxInt32, Workers: workers}, Version: "bench"}
}

// spent is what a run cost.
type spent struct {
	questions, roots int
	wall, cpu        time.Duration
}

func (s spent) rate() float64    { return float64(s.questions) / s.wall.Seconds() }
func (s spent) cpuRate() float64 { return float64(s.questions) / s.cpu.Seconds() }

// timed runs a job in a folder that is gone afterwards.
func timed(ctx context.Context, j synth.Job) (spent, error) {
	dir, err := os.MkdirTemp("", "bench-synth-")
	if err != nil {
		return spent{}, err
	}
	defer os.RemoveAll(dir)
	runtime.GC()
	j.Dir = dir
	wall, cpu := time.Now(), clock.Process()
	res, err := synth.Run(ctx, j)
	if err == nil && res.Questions == 0 {
		err = fmt.Errorf("no questions were made of %d roots: %v", res.Roots, res.Reasons)
	}
	return spent{questions: res.Questions, roots: res.Roots, wall: time.Since(wall), cpu: clock.Process() - cpu}, err
}

// profiled writes a processor profile of f, if a file is named.
func profiled(file string, f func() (spent, error)) (spent, error) {
	if file == "" {
		return f()
	}
	out, err := os.Create(file)
	if err != nil {
		return spent{}, err
	}
	defer out.Close()
	if err := pprof.StartCPUProfile(out); err != nil {
		return spent{}, err
	}
	defer pprof.StopCPUProfile()
	return f()
}
