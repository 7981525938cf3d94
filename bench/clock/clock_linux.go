// Package clock tells the processor time that a benchmark has used.
package clock

import (
	"syscall"
	"time"
)

const rusageThread = 1 // RUSAGE_THREAD, which package syscall lacks

// Process is the processor time that this process has used.
func Process() time.Duration { return used(syscall.RUSAGE_SELF) }

// Thread is the processor time that this thread has used.
func Thread() time.Duration { return used(rusageThread) }

func used(who int) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		panic(err) // the arguments are valid
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
