package main

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"infoseek/runs"
)

// job is a recorded call: how long the model took, and which of the item's calls had ended when it was made, so that it may rest on them.
type job struct {
	took  time.Duration
	after []int // indexes of jobs
}

// jobs are the calls in the order of items, and within one of time. took tells how long the model itself needed for a call.
func jobs(calls []runs.Call, took func(*runs.Call) time.Duration) []job {
	slices.SortStableFunc(calls, func(a, b runs.Call) int { return cmp.Or(cmp.Compare(a.Item, b.Item), a.Start.Compare(b.Start)) })
	all, first := make([]job, len(calls)), 0
	for i := range calls {
		if calls[i].Item != calls[first].Item {
			first = i
		}
		all[i].took = took(&calls[i])
		for j := first; j < i; j++ {
			if !end(&calls[j]).After(calls[i].Start) {
				all[i].after = append(all[i].after, j)
			}
		}
	}
	return all
}

func end(c *runs.Call) time.Time {
	return c.Start.Add(time.Duration(c.Seconds * float64(time.Second)))
}

// ideal is how long a greedy list schedule takes: whenever a slot is free, it takes the first call, in their order, that waits for no other. Nothing but calls takes time.
func ideal(all []job, slots int) time.Duration {
	waits, next := make([]int, len(all)), make([][]int, len(all))
	var ready indexes
	for i, j := range all {
		waits[i] = len(j.after)
		for _, a := range j.after {
			next[a] = append(next[a], i)
		}
		if len(j.after) == 0 {
			ready = append(ready, i)
		}
	}
	heap.Init(&ready)
	var now time.Duration
	var busy running
	for len(ready) > 0 || len(busy) > 0 {
		for len(ready) > 0 && len(busy) < slots {
			i := heap.Pop(&ready).(int)
			heap.Push(&busy, taken{now + all[i].took, i})
		}
		done := heap.Pop(&busy).(taken)
		now = done.until
		for _, i := range next[done.job] {
			if waits[i]--; waits[i] == 0 {
				heap.Push(&ready, i)
			}
		}
	}
	return now
}

// indexes is a heap of jobs, the first on top.
type indexes []int

func (x indexes) Len() int           { return len(x) }
func (x indexes) Less(i, j int) bool { return x[i] < x[j] }
func (x indexes) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x *indexes) Push(v any)        { *x = append(*x, v.(int)) }

func (x *indexes) Pop() any {
	last := len(*x) - 1
	v := (*x)[last]
	*x = (*x)[:last]
	return v
}

type taken struct {
	until time.Duration
	job   int
}

// running is a heap of slots that are taken, the one free soonest on top.
type running []taken

func (r running) Len() int           { return len(r) }
func (r running) Less(i, j int) bool { return r[i].until < r[j].until }
func (r running) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }
func (r *running) Push(v any)        { *r = append(*r, v.(taken)) }

func (r *running) Pop() any {
	last := len(*r) - 1
	v := (*r)[last]
	*r = (*r)[:last]
	return v
}
