package queue

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	lookPause = time.Second // between looks for runs, and for the end of one
	// maxDeliveries of one item: it ends whoever works on it.
	maxDeliveries = 20
)

// Task is an item for a worker.
type Task struct {
	Item int
	Data []byte
	// Resumed says that it was worked on before: there may be notes.
	Resumed bool
}

// Run is a run that workers are wanted for.
type Run struct {
	Key  string
	Spec []byte
	c    *Conn
}

// Note stores a note about an item: whoever works on the item next can read it.
func (r Run) Note(ctx context.Context, item int, data []byte) error {
	return r.c.send(ctx, &nats.Msg{Subject: noteSubject(r.Key, item), Data: data})
}

// Notes are those stored about an item.
func (r Run) Notes(ctx context.Context, item int) ([][]byte, error) {
	var notes [][]byte
	for seq := uint64(1); ; {
		m, err := r.c.next(ctx, r.Key, noteSubject(r.Key, item), seq)
		if err != nil || m == nil {
			return notes, err
		}
		notes, seq = append(notes, m.Data), m.Sequence+1
	}
}

// Ask asks the run's owner, and returns an error soon where it is not there.
func (r Run) Ask(ctx context.Context, message []byte) (answer []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	m, err := r.c.nc.RequestWithContext(ctx, askSubject(r.Key), message)
	if err != nil {
		return nil, fault("ask the owner of run "+r.Key, err)
	}
	if why := m.Header.Get(failedHeader); why != "" {
		return nil, fault("ask the owner of run "+r.Key, errors.New(why))
	}
	return m.Data, nil
}

// Tell stores a message for the run's owner, who gets it with what workers send back. If the run has ended there is nobody to tell, which is no error.
func (r Run) Tell(ctx context.Context, message []byte) error {
	return r.c.again(ctx, "tell the owner of run "+r.Key, func(ctx context.Context) error {
		_, err := r.c.js.Publish(ctx, toldSubject(r.Key), message)
		if !errors.Is(err, jetstream.ErrNoStreamResponse) {
			return err
		}
		if _, gone := r.c.js.Stream(ctx, backStream(r.Key)); errors.Is(gone, jetstream.ErrStreamNotFound) {
			return nil
		}
		return err
	})
}

// Runs lists the runs there are.
func (c *Conn) Runs(ctx context.Context) ([]Run, error) {
	var keys []string
	if err := c.again(ctx, "list runs", func(ctx context.Context) error {
		keys = nil
		names := c.js.StreamNames(ctx, jetstream.WithStreamListSubject("infoseek.*.item.>"))
		for name := range names.Name() {
			if key, ok := strings.CutPrefix(name, itemsStream("")); ok {
				keys = append(keys, key)
			}
		}
		return names.Err()
	}); err != nil {
		return nil, err
	}
	var runs []Run
	for _, key := range keys {
		spec, err := c.spec(ctx, key)
		if err != nil {
			return nil, err
		}
		if spec != nil { // else it has ended meanwhile
			runs = append(runs, Run{key, spec, c})
		}
	}
	return runs, nil
}

// Reclaim takes all items out of the queue, so that those put again are not kept from others until the silence of whoever had them is noticed. It is for a queue whose workers are all known to be gone.
func (c *Conn) Reclaim(ctx context.Context) error {
	runs, err := c.Runs(ctx)
	for _, r := range runs {
		err = errors.Join(err, c.again(ctx, "reclaim the items of run "+r.Key, func(ctx context.Context) error {
			items, err := c.js.Stream(ctx, itemsStream(r.Key))
			if err == nil {
				err = items.Purge(ctx)
			}
			return err
		}))
	}
	return err
}

func (c *Conn) spec(ctx context.Context, key string) (spec []byte, err error) {
	err = c.again(ctx, "read about run "+key, func(ctx context.Context) error {
		back, err := c.js.Stream(ctx, backStream(key))
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		m, err := back.GetLastMsgForSubject(ctx, specSubject(key))
		if err == nil {
			spec = m.Data
		}
		return err
	})
	return spec, err
}

// LeaveError is do's error where it can't go on, through no fault of the item's.
type LeaveError struct{ Err error }

func (e *LeaveError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *LeaveError) Unwrap() error { return e.Err }

// Work works on the run's items, at most n at once, until the run ends, which is no error, or ctx does. An error of do is the item's outcome, but for the error of do's context and a *LeaveError, with which Work
// ends: then the item is given back, as it is where this process dies. When ctx is done, Work takes no more items and lets those begun go on for Options.Grace.
func (r Run) Work(ctx context.Context, n int, do func(ctx context.Context, t Task) ([]byte, error)) error {
	w := &work{r: r, do: do, free: make(chan struct{}, n)}
	// What is begun outlives ctx by the grace, but not the run.
	var over context.CancelFunc
	w.tasks, over = context.WithCancel(context.WithoutCancel(ctx))
	defer over()
	taking, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	w.leave = func(err error) {
		stop(err)
		over()
	}
	var watch sync.WaitGroup
	defer watch.Wait()
	defer over()
	watch.Go(func() {
		if r.watch(w.tasks) {
			w.leave(errEnded)
		}
	})
	err := w.take(taking)
	if ctx.Err() != nil {
		grace := time.AfterFunc(r.c.o.Grace, over)
		defer grace.Stop()
	} else {
		over()
	}
	w.running.Wait()
	if why := context.Cause(taking); why != nil {
		err = why
	}
	if err == errEnded {
		return nil
	}
	return err
}

var errEnded = errors.New("the run has ended")

// watch returns when the run has ended, or ctx has.
func (r Run) watch(ctx context.Context) (ended bool) {
	for sleep(ctx, lookPause) == nil {
		once, cancel := context.WithTimeout(ctx, answerTimeout)
		_, err := r.c.js.Stream(once, itemsStream(r.Key))
		cancel()
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			return true
		}
	}
	return false
}
