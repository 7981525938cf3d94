package queue

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// work is a worker at a run.
type work struct {
	r       Run
	do      func(ctx context.Context, t Task) ([]byte, error)
	tasks   context.Context
	free    chan struct{} // as many are in it as items are worked on
	running sync.WaitGroup
	leave   func(error) // ends it all
}

// take takes items as there is room for them, until ctx is done.
func (w *work) take(ctx context.Context) error {
	var cons jetstream.Consumer
	if err := w.r.c.again(ctx, "work for run "+w.r.Key, func(ctx context.Context) (err error) {
		cons, err = w.r.c.js.Consumer(ctx, itemsStream(w.r.Key), workers)
		if errors.Is(err, jetstream.ErrConsumerNotFound) {
			err = errors.New(err.Error()) // not final: it is being made, or a server that lost its leader hasn't heard of it
		}
		return err
	}); errors.Is(err, jetstream.ErrStreamNotFound) {
		<-ctx.Done() // the run has ended in the meantime, which watch notices
		return ctx.Err()
	} else if err != nil {
		return err
	}
	for n := w.room(ctx); n > 0; n = w.room(ctx) {
		batch, err := cons.Fetch(n, jetstream.FetchMaxWait(readWait))
		if err == nil {
			for m := range batch.Messages() {
				n--
				w.running.Go(func() { w.task(m) })
			}
			err = batch.Error()
		}
		for range n {
			<-w.free
		}
		if err != nil {
			w.r.c.o.Log.Debug("queue: take items", "error", err)
			sleep(ctx, firstPause)
		}
	}
	return ctx.Err()
}

// room waits until there is room for an item, and takes what there is, at most 64.
func (w *work) room(ctx context.Context) int {
	select {
	case w.free <- struct{}{}:
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return 0
	}
	for n := 1; n < 64; n++ {
		select {
		case w.free <- struct{}{}:
		default:
			return n
		}
	}
	return 64
}

// task does what one message asks for. The item is acknowledged when its outcome is stored, and given back where there is none.
func (w *work) task(m jetstream.Msg) {
	defer func() { <-w.free }()
	stop := w.keep(m)
	defer stop()
	err := w.carryOut(m)
	switch {
	case err == nil:
		err = w.r.c.again(w.tasks, "acknowledge "+m.Subject(), m.DoubleAck)
	case w.tasks.Err() != nil || errors.As(err, new(*LeaveError)):
		// Later, so that it doesn't come back to this worker while that one ends.
		m.NakWithDelay(lookPause)
		w.leave(err)
	}
	if err != nil && w.tasks.Err() == nil {
		w.r.c.o.Log.Warn("an item is left to others", "item", m.Subject(), "error", err)
	}
}

// keep tells the queue that the item is being worked on.
func (w *work) keep(m jetstream.Msg) (stop func()) {
	ctx, cancel := context.WithCancel(w.tasks)
	w.running.Go(func() {
		for sleep(ctx, w.r.c.o.AckWait/3) == nil {
			if err := m.InProgress(); err != nil {
				w.r.c.o.Log.Debug("queue: in progress", "item", m.Subject(), "error", err)
			}
		}
	})
	return cancel
}

// carryOut does an item's work and stores the outcome, unless there is one.
func (w *work) carryOut(m jetstream.Msg) error {
	item, err := strconv.Atoi(m.Subject()[strings.LastIndexByte(m.Subject(), '.')+1:])
	if err != nil {
		return fault("read "+m.Subject(), err)
	}
	meta, err := m.Metadata()
	if err != nil {
		return fault("read "+m.Subject(), err)
	}
	t := Task{Item: item, Data: m.Data(), Resumed: meta.NumDelivered > 1 || m.Headers().Get(resumedHeader) != ""}
	out := &nats.Msg{Subject: outcomeSubject(w.r.Key, item), Header: nats.Header{}}
	if t.Resumed {
		if there, err := w.r.c.next(w.tasks, w.r.Key, out.Subject, 1); err != nil || there != nil {
			return err
		}
	}
	if meta.NumDelivered > maxDeliveries {
		err = fmt.Errorf("delivered %d times and never finished: it may end whoever works on it", meta.NumDelivered)
	} else {
		out.Data, err = w.do(w.tasks, t)
	}
	switch {
	case w.tasks.Err() != nil:
		return w.tasks.Err()
	case errors.As(err, new(*LeaveError)):
		return err
	case err != nil:
		out.Header.Set(failedHeader, "1")
		out.Data = []byte(err.Error())
	}
	return w.r.c.send(w.tasks, out)
}
