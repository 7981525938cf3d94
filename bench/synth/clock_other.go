//go:build !linux

package main

import "time"

var begin = time.Now()

// processTime and threadTime are the time that passed: processor time is measured on Linux only.
func processTime() time.Duration { return time.Since(begin) }

func threadTime() time.Duration { return time.Since(begin) }
