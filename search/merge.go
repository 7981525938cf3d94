package search

import (
	"bytes"
	"context"
)

// postings are those of one term: the passages that have it, ascending, and how often each does.
type postings struct {
	term     []byte
	passages []uint32
	counts   []uint8
}

// cursor goes through terms in the order of their bytes; what it points to stays until the next step.
type cursor interface {
	// next is false behind the last term.
	next() (bool, error)
	at() *postings
}

// merge goes through the terms of parts that follow one another, and hands on the postings of each.
func merge(ctx context.Context, parts []cursor, use func(postings) error) error {
	var live []cursor
	for _, p := range parts {
		more, err := p.next()
		if err != nil {
			return err
		}
		if more {
			live = append(live, p)
		}
	}
	var all postings
	for n := 0; len(live) > 0; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		least := live[0].at().term
		for _, p := range live[1:] {
			if bytes.Compare(p.at().term, least) < 0 {
				least = p.at().term
			}
		}
		all = postings{append(all.term[:0], least...), all.passages[:0], all.counts[:0]}
		left := live[:0]
		for _, p := range live {
			if bytes.Equal(p.at().term, all.term) {
				all.passages, all.counts = append(all.passages, p.at().passages...), append(all.counts, p.at().counts...)
				more, err := p.next()
				if err != nil {
					return err
				}
				if !more {
					continue
				}
			}
			left = append(left, p)
		}
		live = left
		if err := use(all); err != nil {
			return err
		}
	}
	return nil
}
