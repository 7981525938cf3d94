//go:build !linux

package main

import "time"

var started = time.Now()

// processTime stands in for processor time, which is measured on Linux only: it is the time that has passed.
func processTime() time.Duration { return time.Since(started) }
