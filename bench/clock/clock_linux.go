// Package clock tells the processor time that a benchmark has used.
package clock

import (
	"syscall"
	"time"
)

// Process is the processor time that this process has used.
func Process() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // the arguments are valid
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
