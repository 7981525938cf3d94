package runs

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"path/filepath"
	"sync"
	"time"

	"infoseek/internal/jsonl"
)

// Calls is the run's journal of model calls: RUN/calls, with the segments, checksums and torn end of the other journal. What an answer costs is paid once: when it is in the journal, the item that asks
// again, after a kill too, is given it from there. In memory are the places of the answers, not the answers. It is safe for concurrent use, and closed with its run.
type Calls struct {
	run    string
	now    func() time.Time
	stored lookup
	turns  turns

	mu      sync.Mutex
	journal *journal
	written int64 // records handed to the system
	places  map[int]map[ask]place
	totals  Totals
}

func openCalls(fsys files, dir, run string, now func() time.Time) (*Calls, error) {
	folder := filepath.Join(dir, callsName)
	c := &Calls{run: run, now: now, stored: lookup{folder: folder}, places: map[int]map[ask]place{}, totals: Totals{}}
	j, err := openJournal(fsys, folder)
	if err != nil {
		return nil, err
	}
	c.journal, c.written = j, j.tail.records
	return c, c.load(folder)
}

// load notes the answers that are there.
func (c *Calls) load(folder string) error {
	var broken error
	_, err := scan(folder, func(r Record, p place) bool {
		var call Call
		broken = r.Decode(&call)
		if broken == nil && call.Run != c.run {
			broken = fmt.Errorf("runs: %s: record %d is of run %s, not of %s", folder, r.N, call.Run, c.run)
		}
		if broken == nil {
			c.note(&call, p)
		}
		return broken == nil
	})
	return errors.Join(err, broken)
}

// note keeps the first answer of several; what each cost counts.
func (c *Calls) note(call *Call, p place) {
	c.totals.add(call)
	asks := c.places[call.Item]
	if asks == nil {
		asks = map[ask]place{}
		c.places[call.Item] = asks
	}
	if _, there := asks[call.ask()]; !there {
		asks[call.ask()] = p
	}
}

func (c *Calls) turn() *turns { return &c.turns }

// Take journals an answer that a worker elsewhere was given, unless it is there.
func (c *Calls) Take(call Call) error {
	old, ok, err := c.find(context.Background(), call.Item, call.ask())
	if err != nil || ok && old.Start.Equal(call.Start) {
		return err
	}
	return c.add(context.Background(), call)
}

// Known ranges over the answers that are remembered: of all items but those forgotten.
func (c *Calls) Known() iter.Seq2[Call, error] {
	return func(yield func(Call, error) bool) {
		c.mu.Lock()
		var all []turn
		for item, asks := range c.places {
			for a := range asks {
				all = append(all, turn{item, a})
			}
		}
		c.mu.Unlock()
		for _, t := range all {
			if call, ok, err := c.find(context.Background(), t.item, t.ask); (ok || err != nil) && !yield(call, err) {
				return
			}
		}
	}
}

// add journals an answer. When it returns, the answer has been handed to the system and survives the process. Those who add at the same time share a write.
func (c *Calls) add(_ context.Context, call Call) error {
	call.Run = c.run
	call.name()
	data, err := jsonl.Marshal(call)
	if err != nil {
		return fmt.Errorf("runs: call of item %d to %s: %w", call.Item, call.Role, err)
	}
	p, n, err := c.append(call.Item, data)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.written < n {
		if err := c.journal.flush(); err != nil {
			return err
		}
		c.written = c.journal.tail.records
	}
	c.note(&call, p)
	return nil
}

// append leaves the record in the buffer, for the first of those that add at the same time to write. It gives the record's number too.
func (c *Calls) append(item int, data []byte) (place, int64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, err := c.journal.append(callKind, item, data)
	return p, c.journal.tail.records, err
}

// find returns the journalled call that answers a, if there is one.
func (c *Calls) find(_ context.Context, item int, a ask) (Call, bool, error) {
	c.mu.Lock()
	p, ok := c.places[item][a]
	c.mu.Unlock()
	if !ok {
		return Call{}, false, nil
	}
	r, err := c.stored.read(p)
	if err != nil {
		return Call{}, false, err
	}
	var call Call
	return call, true, r.Decode(&call)
}

// Forget drops the places of an item's answers from memory: the item is done and asks no more. The journal and the totals keep them.
func (c *Calls) Forget(item int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.places, item)
}

// Totals are what all calls came to so far, this process's and those before it.
func (c *Calls) Totals() Totals {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.totals)
}

func (c *Calls) sync() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.journal.sync()
}

func (c *Calls) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.journal.close()
	if c.journal.err == nil {
		c.journal.err = errClosed
	}
	return errors.Join(err, c.stored.close())
}
