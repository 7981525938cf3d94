package agents

import (
	"context"
	"sync"

	"infoseek"
	"infoseek/synth"
)

// Library keeps what models read, so that a page is read once in a run, whichever item asks first.
//
// What a model says of a page must not depend on the item that needs it: so a reading asks only what follows from the page (never from the tree), and its calls are journalled under the page
// (synth.Item.PageModel). An item that is begun again after a kill gets the same claims from the journal, though others may have read the page for it before; and the counts of a reading
// are added to every item that browses the page, so that they do not depend on the order of work either. Processes that work on one run (synth's queue) have a library each: their readings
// agree as far as the models do, which get the same requests with the same seeds.
type Library struct {
	o     Options
	mu    sync.Mutex
	pages map[infoseek.PageNum]*loan
}

// loan is a reading that is under way or done.
type loan struct {
	done    chan struct{}
	reading *reading
	err     error
}

// reading is what was found about a page, and what finding it took.
type reading struct {
	found  synth.Findings
	counts map[string]int
}

// NewLibrary opens an empty library for one run. The options must be normal (Options.Normalize).
func NewLibrary(o Options) *Library {
	return &Library{o: o, pages: map[infoseek.PageNum]*loan{}}
}

// read returns the reading of page n, made by read if there is none. Those who come while it is being made wait. A reading that failed is made again by the next who asks.
func (l *Library) read(ctx context.Context, n infoseek.PageNum, read func() (*reading, error)) (*reading, error) {
	for {
		l.mu.Lock()
		at, ok := l.pages[n]
		if !ok {
			at = &loan{done: make(chan struct{})}
			l.pages[n] = at
		}
		l.mu.Unlock()
		if !ok {
			if at.reading, at.err = read(); at.err != nil {
				l.mu.Lock()
				delete(l.pages, n)
				l.mu.Unlock()
			}
			close(at.done)
			return at.reading, at.err
		}
		select {
		case <-at.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if at.err == nil {
			return at.reading, nil
		}
	}
}
