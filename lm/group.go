package lm

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/tensors"
)

// leastColumns is the smallest cache; others are its doubles.
const leastColumns = 128

// group is the texts that are generated with caches of the same number of columns, each in a row.
type group struct {
	columns    int
	rows       []*row // nil where free
	old, fresh []*tensors.Tensor
}

// row is a text at work.
type row struct {
	*job
	old, fresh int // tokens in the caches
	next       int // token that is not in them yet
	written    int
}

// columnsOf is how many columns a text of n tokens needs in a context: no more than that has, in whole chunks.
func columnsOf(n, context int) int {
	c := leastColumns
	for c < n {
		c *= 2
	}
	return min(c, (context+leastColumns-1)/leastColumns*leastColumns)
}

func (e *Generator) groupOf(j *job) (*group, error) {
	columns := columnsOf(len(j.prompt)+j.most, e.config.Context)
	for _, g := range e.groups {
		if g.columns == columns {
			return g, nil
		}
	}
	g := &group{columns: columns, rows: make([]*row, e.options.Slots)}
	var err error
	if g.old, err = e.empty(e.options.Slots, columns); err == nil {
		g.fresh, err = e.empty(e.options.Slots, recent)
	}
	if err != nil {
		return nil, fmt.Errorf("a cache of %d columns: %w", columns, err)
	}
	e.groups = append(e.groups, g)
	return g, nil
}

func (g *group) free() int { return slices.Index(g.rows, nil) }

// begin reads a prompt and puts it into a row.
func (e *Generator) begin(g *group, at int, j *job) error {
	logits, caches, err := e.read(g.columns, j)
	if err != nil {
		return err
	}
	r := &row{job: j, old: len(j.prompt) / recent * recent, fresh: len(j.prompt) % recent}
	defer func() { e.release(caches) }()
	more, err := e.take(r, logits)
	if err != nil {
		return err
	}
	if !more {
		j.done <- nil
		return nil
	}
	out, err := e.graphs.seat(at, r.old, caches, g)
	if err != nil {
		e.discard(g, err)
		return err
	}
	n := len(g.old)
	g.old, g.fresh, g.rows[at] = out[:n], out[n:], r
	return nil
}

// step writes the next token of each row.
func (e *Generator) step(g *group) {
	tokens, old, fresh := make([]int32, len(g.rows)), make([]int32, len(g.rows)), make([]int32, len(g.rows))
	active := false
	for i, r := range g.rows {
		if r == nil {
			continue
		}
		if err := r.ctx.Err(); err != nil {
			g.end(i, err)
			continue
		}
		tokens[i], old[i], fresh[i], active = int32(r.next), int32(r.old), int32(r.fresh), true
	}
	if !active {
		return
	}
	logits, caches, err := e.graphs.decode(e.weights, tokens, old, fresh, g)
	if err != nil {
		e.discard(g, err)
		return
	}
	g.fresh = caches
	for i, r := range g.rows {
		if r == nil {
			continue
		}
		if r.fresh++; r.fresh == recent {
			if err := e.graphs.settle(i, r.old, g); err != nil {
				e.discard(g, err)
				return
			}
			r.old, r.fresh = r.old+recent, 0
		}
		if more, err := e.take(r, logits[i*e.config.Vocab:(i+1)*e.config.Vocab]); !more {
			g.end(i, err)
		}
	}
}

// end frees a row.
func (g *group) end(i int, err error) {
	g.rows[i].done <- err
	g.rows[i] = nil
}

func (g *group) fail(err error) {
	for i, r := range g.rows {
		if r != nil {
			g.end(i, err)
		}
	}
}

// discard gives up a group whose caches are lost.
func (e *Generator) discard(g *group, err error) {
	g.fail(err)
	g.finalize()
	e.groups = slices.DeleteFunc(slices.Clone(e.groups), func(o *group) bool { return o == g })
}

// dropIdle frees the caches that no text uses.
func (e *Generator) dropIdle() {
	idle := func(g *group) bool { return !slices.ContainsFunc(g.rows, func(r *row) bool { return r != nil }) }
	var kept []*group
	for _, g := range e.groups {
		if idle(g) {
			g.finalize()
			continue
		}
		kept = append(kept, g)
	}
	e.groups = kept
}

func (g *group) finalize() {
	finalize(g.old)
	finalize(g.fresh)
}

func finalize(all []*tensors.Tensor) {
	for _, t := range all {
		t.FinalizeAll() // an error: its backend is gone, and the memory with it
	}
}

// empty makes caches of zeros, keys and values of each layer.
func (e *Generator) empty(rows, columns int) ([]*tensors.Tensor, error) {
	var all []*tensors.Tensor
	for range 2 * e.config.Layers {
		t, err := tensors.FromShapeForBackend(e.backend, compute.DeviceNum(0), e.cacheShape(rows, columns))
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}
