package main

import (
	"runtime"
	"sync"
	"time"

	"infoseek/bench/clock"
	"infoseek/synth"
)

// stages adds up the processor time of a run's workers by stage. The time of an inner stage is not the outer one's; "" is what belongs to no stage.
type stages struct {
	mu    sync.Mutex
	spent map[synth.Stage]time.Duration
}

// watch starts the stopwatch of the worker whose goroutine calls it.
func (s *stages) watch() synth.Watch {
	runtime.LockOSThread() // for as long as the worker lives: what its thread has used is what it has used
	return &stopwatch{all: s, last: clock.Thread(), in: []synth.Stage{""}}
}

func (s *stages) add(stage synth.Stage, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.spent == nil {
		s.spent = map[synth.Stage]time.Duration{}
	}
	s.spent[stage] += d
}

// stopwatch is one worker's.
type stopwatch struct {
	all  *stages
	last time.Duration
	in   []synth.Stage // the innermost last
}

// Enter charges the time so far to the stage that is left for now.
func (w *stopwatch) Enter(s synth.Stage) func() {
	w.charge()
	w.in = append(w.in, s)
	return w.leave
}

func (w *stopwatch) leave() {
	w.charge()
	w.in = w.in[:len(w.in)-1]
}

func (w *stopwatch) charge() {
	now := clock.Thread()
	w.all.add(w.in[len(w.in)-1], now-w.last)
	w.last = now
}
