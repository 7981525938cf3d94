package runs

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// ErrLocked is the cause of Open's error while another process writes the run.
var ErrLocked = errors.New("another process is writing this run")

const (
	lockName = "lock"
	// The holder's process id stands in a file of its own, for on Windows nobody else can read a locked one.
	pidName = "lock.pid"
)

// lock takes the lock of a run directory for this process, or says who has it. The system drops the lock when the process ends, however it ends.
func lock(dir string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(dir, lockName))
	got, err := l.TryLock()
	if err != nil {
		return nil, fault("lock "+dir, err)
	}
	if !got {
		l.Close()
		return nil, fmt.Errorf("runs: %s: %w (%s)", dir, ErrLocked, holder(dir))
	}
	pid := strconv.Itoa(os.Getpid()) + "\n"
	if err := os.WriteFile(filepath.Join(dir, pidName), []byte(pid), 0o644); err != nil {
		l.Close()
		return nil, fault("lock "+dir, err)
	}
	return l, nil
}

// unlock leaves the lock's file in place: a file that is locked by name must not be replaced.
func unlock(dir string, l *flock.Flock) error {
	os.Remove(filepath.Join(dir, pidName))
	return l.Close()
}

func holder(dir string) string {
	pid, err := os.ReadFile(filepath.Join(dir, pidName))
	if err != nil || len(pid) == 0 {
		return "process unknown"
	}
	return "process " + strings.TrimSpace(string(pid))
}
