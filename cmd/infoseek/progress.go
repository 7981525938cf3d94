package main

import (
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// tellEvery is how often progress is told where stderr is no terminal.
const tellEvery = 10 * time.Second

// progress tells how far a long piece of work is, at what rate, and how long is left: with a bar on a terminal, with a log line every ten seconds elsewhere.
// It is safe for concurrent use.
type progress struct {
	what, unit string
	total      int64 // -1: unknown
	log        *slog.Logger
	now        func() time.Time

	mu    sync.Mutex
	bar   *progressbar.ProgressBar // nil: log lines
	begun time.Time
	told  time.Time
	done  int64
	noted string // what else there is to tell
}

// newProgress begins to tell of work on total things (-1: nobody knows how many) called unit in the plural.
func (a *app) newProgress(what, unit string, total int64) *progress {
	now := time.Now()
	p := &progress{what: what, unit: unit, total: total, log: a.log, now: time.Now, begun: now, told: now}
	if a.global.quiet {
		p.log = slog.New(slog.DiscardHandler)
	} else if a.global.logFormat == "auto" && isTerminal(a.Stderr) {
		p.bar = newBar(a.Stderr, what, unit, total)
	}
	return p
}

func newBar(w io.Writer, what, unit string, total int64) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetItsString(unit),
		progressbar.OptionShowIts(),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetWidth(20),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
}

// set says that done things are finished.
func (p *progress) set(done int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tell(done)
}

// setOf says that done things are finished of what are total at most.
func (p *progress) setOf(done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if total != p.total && p.bar != nil {
		p.bar.ChangeMax64(total)
	}
	p.total = total
	p.tell(done)
}

// note says what else there is to tell, and shows that work goes on where nothing is finished for long.
func (p *progress) note(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.noted = what
	if p.bar != nil {
		p.bar.Describe(p.what + " (" + what + ")")
	}
	p.tell(p.done)
}

// add says that n more things are finished.
func (p *progress) add(n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tell(p.done + n)
}

func (p *progress) tell(done int64) {
	p.done = done
	if p.bar != nil {
		p.bar.Set64(done)
		return
	}
	if now := p.now(); now.Sub(p.told) >= tellEvery {
		p.told = now
		p.log.Info(p.what, p.attrs(now)...)
	}
}

// attrs are the count, rate and time left at now.
func (p *progress) attrs(now time.Time) []any {
	rate := float64(p.done) / now.Sub(p.begun).Seconds()
	attrs := []any{"done", p.done}
	if p.total >= 0 {
		attrs = append(attrs, "of", p.total)
	}
	attrs = append(attrs, "rate", fmt.Sprintf("%.3g %s/s", rate, p.unit))
	if p.total >= 0 && rate > 0 {
		left := time.Duration(float64(p.total-p.done) / rate * float64(time.Second))
		attrs = append(attrs, "left", left.Round(time.Second))
	}
	if p.noted != "" {
		attrs = append(attrs, "also", p.noted)
	}
	return attrs
}

// end takes the bar away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Finish()
	}
}
