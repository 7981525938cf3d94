package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
)

var errStopped = errors.New("stopped by the receiver")

// A batch is cut when it reaches either size.
const (
	batchRecords = 64
	batchBytes   = 256 << 10
)

type batch struct {
	raws []raw
	end  error // why the stream ended after this batch; nil if it goes on
	outs []outcome
	done chan struct{}
}

type outcome struct {
	rec Record
	err error
}

// ordered decodes the scanner's records on several goroutines and yields the results in the order of the file. It returns nil at the end of the stream, the scanner's error,
// the context's error, or errStopped; no goroutine outlives it.
func ordered(ctx context.Context, workers int, s scanner, yield func(Record, error) bool) error {
	stop := make(chan struct{})
	jobs := make(chan *batch, workers)
	order := make(chan *batch, 2*workers)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(stop)
	wg.Go(func() { scan(s, stop, jobs, order) })
	for range workers {
		wg.Go(func() {
			for b := range jobs {
				b.decode(s)
			}
		})
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case b := <-order:
			if end := b.deliver(ctx, yield); end != nil {
				if end == io.EOF {
					return nil
				}
				return end
			}
		}
	}
}

// scan fills batches until the stream ends or stop is closed.
func scan(s scanner, stop <-chan struct{}, jobs, order chan<- *batch) {
	defer close(jobs)
	for {
		b := &batch{done: make(chan struct{})}
		b.fill(s)
		select {
		case order <- b:
		case <-stop:
			return
		}
		select {
		case jobs <- b:
		case <-stop:
			return
		}
		if b.end != nil {
			return
		}
	}
}

func (b *batch) fill(s scanner) {
	for size := 0; len(b.raws) < batchRecords && size < batchBytes; {
		r, err := s.next()
		if err != nil {
			b.end = err
			return
		}
		size += len(r.data)
		b.raws = append(b.raws, r)
	}
}

func (b *batch) decode(s scanner) {
	defer close(b.done)
	for i, r := range b.raws {
		b.decodeOne(s, r)
		b.raws[i].data = nil
	}
}

// decodeOne guards the run: a page that makes a parser panic is lost, not the import.
func (b *batch) decodeOne(s scanner, r raw) {
	if r.err != nil {
		b.outs = append(b.outs, outcome{err: r.err})
		return
	}
	n := len(b.outs)
	defer func() {
		if p := recover(); p != nil {
			err := &RecordError{Line: r.line, Problem: ProblemInternal, Err: fmt.Errorf("%v\n%s", p, debug.Stack())}
			b.outs = append(b.outs[:n], outcome{err: err})
		}
	}()
	s.decode(r, func(rec Record, err error) { b.outs = append(b.outs, outcome{rec, err}) })
}

func (b *batch) deliver(ctx context.Context, yield func(Record, error) bool) error {
	select {
	case <-b.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	for _, o := range b.outs {
		if !yield(o.rec, o.err) {
			return errStopped
		}
	}
	return b.end
}
