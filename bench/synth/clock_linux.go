package main

import (
	"syscall"
	"time"
)

const rusageThread = 1 // RUSAGE_THREAD, which package syscall lacks

// processTime is the processor time that this process has used.
func processTime() time.Duration { return used(syscall.RUSAGE_SELF) }

// threadTime is the processor time that this thread has used.
func threadTime() time.Duration { return used(rusageThread) }

func used(who int) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		panic(err) // the arguments are valid
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
