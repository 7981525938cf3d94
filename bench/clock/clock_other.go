//go:build !linux

// Package clock tells the processor time that a benchmark has used.
package clock

import "time"

var started = time.Now()

// Process stands in for processor time, which is measured on Linux only: it is the time that has passed.
func Process() time.Duration { return time.Since(started) }

// Thread does so too.
func Thread() time.Duration { return time.Since(started) }
