package lm

import (
	"slices"

	"github.com/gomlx/gomlx/core/tensors"
)

// Prompts are read in chunks that begin at multiples of their length, long ones as far as they go, so that prompts that begin alike have the same chunks.
const (
	longChunk  = leastColumns
	shortChunk = recent
)

// prefix is the beginning of a prompt that was read, with the caches of it: what lies in their columns after it is of no matter.
type prefix struct {
	tokens []int // a multiple of longChunk
	caches []*tensors.Tensor
}

// read gives the logits after a prompt, and its caches.
func (e *Generator) read(columns int, j *job) ([]float32, []*tensors.Tensor, error) {
	at, caches, err := e.begun(columns, j.prompt)
	if err != nil {
		return nil, nil, err
	}
	var logits []float32
	for at < len(j.prompt) {
		if err := j.ctx.Err(); err != nil {
			e.release(caches)
			return nil, nil, err
		}
		n := shortChunk
		if len(j.prompt)-at >= longChunk {
			n = longChunk
		}
		chunk := make([]int32, n)
		given := min(n, len(j.prompt)-at)
		for i := range given {
			chunk[i] = int32(j.prompt[at+i])
		}
		before := caches
		logits, caches, err = e.graphs.prefill(e.weights, chunk, at, given-1, before)
		e.release(before)
		if err != nil {
			return nil, nil, err
		}
		if at += n; at%longChunk == 0 && at <= len(j.prompt) && len(j.prompt)-at < longChunk {
			e.keep(prefix{slices.Clone(j.prompt[:at]), caches})
		}
	}
	return logits, caches, nil
}

// begun is the longest kept beginning of a prompt, up to the last of its tokens, whose logits are needed.
func (e *Generator) begun(columns int, prompt []int) (int, []*tensors.Tensor, error) {
	best, from := 0, -1
	for i, p := range e.kept {
		if p.caches[0].Shape().Dimensions[2] != columns {
			continue
		}
		common := 0
		for common < min(len(p.tokens), len(prompt)-1) && p.tokens[common] == prompt[common] {
			common++
		}
		if common = common / longChunk * longChunk; common > best {
			best, from = common, i
		}
	}
	if from < 0 {
		caches, err := e.empty(1, columns)
		return 0, caches, err
	}
	found := e.kept[from]
	e.kept = append(slices.Delete(e.kept, from, from+1), found) // the last used is the last to go
	return best, found.caches, nil
}

// mostKept bounds what kept beginnings take, in bytes, whatever context and prompts are.
const mostKept = 1 << 30

func keptBytes(kept []prefix) int {
	n := 0
	for _, p := range kept {
		for _, t := range p.caches {
			n += int(t.ByteSize())
		}
	}
	return n
}

// keep remembers a beginning in place of those that it goes on from, and of the one used longest ago.
func (e *Generator) keep(p prefix) {
	if e.options.Prefixes < 0 {
		return
	}
	kept := []prefix{}
	for _, old := range e.kept {
		if len(old.tokens) <= len(p.tokens) && slices.Equal(old.tokens, p.tokens[:len(old.tokens)]) && old.caches[0].Shape().Equal(p.caches[0].Shape()) {
			finalize(old.caches)
		} else {
			kept = append(kept, old)
		}
	}
	e.kept = append(kept, p)
	for len(e.kept) > e.options.Prefixes || len(e.kept) > 0 && keptBytes(e.kept) > mostKept {
		finalize(e.kept[0].caches)
		e.kept = e.kept[1:]
	}
}

// release frees caches that are not kept.
func (e *Generator) release(caches []*tensors.Tensor) {
	if !slices.ContainsFunc(e.kept, func(p prefix) bool { return p.caches[0] == caches[0] }) {
		finalize(caches)
	}
}
