package main

import (
	"slices"
	"time"
)

// figures are what was seen of a server under a load.
type figures struct {
	took     []time.Duration // of each request, sorted
	wall     time.Duration
	cpu      time.Duration // of the server with its children
	loadUsed time.Duration // of the process that the load comes from
	bytes    int64         // of all answers' bodies
	memory   float64       // resident at the end, MB
	relevant float64       // percent
}

func (f figures) perCPU() float64    { return float64(len(f.took)) / f.cpu.Seconds() }
func (f figures) perSecond() float64 { return float64(len(f.took)) / f.wall.Seconds() }
func (f figures) bytesEach() float64 { return float64(f.bytes / int64(len(f.took))) }

// loadCPU is in milliseconds, as quantile is.
func (f figures) loadCPU() float64 { return milliseconds(f.loadUsed) / float64(len(f.took)) }

// quantile is the time within which a share q of the requests was answered.
func (f figures) quantile(q float64) float64 {
	return milliseconds(f.took[min(len(f.took)-1, int(q*float64(len(f.took))))])
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// merged joins what each client saw.
func merged(clients [][]time.Duration) []time.Duration {
	all := slices.Concat(clients...)
	slices.Sort(all)
	return all
}
