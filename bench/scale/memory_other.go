//go:build !linux

package main

import "runtime"

// anonymous stands in for anonymous memory, which is measured on Linux only: it is what Go has of the system.
func anonymous() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys - m.HeapReleased)
}
