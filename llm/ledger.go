package llm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"infoseek"

	"github.com/gofrs/flock"
)

// Ledger keeps what calls cost under a ceiling.
//
// The invariant: at every moment, what is settled and what is reserved, together, are within the ceiling, and the file says at least that much. A reservation is handed to the system before its call is
// made, so a process that is killed leaves it in the file, and it stays counted for good: nobody knows whether that call was charged for. A half-written last line is a reservation whose call was not made, or a settlement
// without which more is counted than was spent; it is cut off.
type Ledger struct {
	ceiling Ceiling
	path    string // "" for a ledger in memory
	lock    *flock.Flock

	mu       sync.Mutex
	f        *os.File
	synced   time.Time
	next     uint64
	spent    Amount            // settled, and what earlier processes left reserved
	reserved map[uint64]Amount // by calls in flight
	held     Amount            // their sum
	changed  chan struct{}     // closed when held shrinks
	line     []byte
	err      error // of a write: the file's end is unknown, so nothing more is let through
}

var errLedgerClosed = errors.New("llm: the ledger is closed")

// syncEvery bounds what a machine, not a process, that stops can lose.
const syncEvery = time.Second

// OpenLedger reads the ledger in the file path; "" is one in memory. A file that is not there is made with the first call, so that a run directory can be made first. Only one process at a time can have it open.
func OpenLedger(path string, c Ceiling) (*Ledger, error) {
	l := &Ledger{ceiling: c, path: path, reserved: map[uint64]Amount{}, changed: make(chan struct{}), synced: time.Now()}
	if _, err := os.Stat(path); path == "" || errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err := l.open(); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func (l *Ledger) open() error {
	if err := os.MkdirAll(filepath.Dir(l.path), 0o755); err != nil {
		return l.fault("make the folder of", err)
	}
	l.lock = flock.New(l.path + ".lock")
	got, err := l.lock.TryLock()
	if err != nil {
		return l.fault("lock", err)
	}
	if !got {
		return fmt.Errorf("llm: %s: another process has this ledger open", l.path)
	}
	f, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return l.fault("open", err)
	}
	l.f = f
	past, err := readLedger(f)
	if err != nil {
		return l.fault("read", err)
	}
	l.spent, l.next = past.total(), past.next
	// By its name: on Windows a file open for appending can't be cut.
	if err := os.Truncate(l.path, past.size); err != nil {
		return l.fault("cut", err)
	}
	return nil
}

// Spent is what counts so far, reservations of calls in flight included.
func (l *Ledger) Spent() Amount {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.spent.plus(l.held)
}

// reserve books the worst case of a call. Where calls in flight hold what it lacks it waits until they end. The error is a fault that wraps a *BudgetError if there will never be room.
func (l *Ledger) reserve(ctx context.Context, worst Amount) (id uint64, err error) {
	for {
		id, changed, err := l.tryReserve(worst)
		if changed == nil || err != nil {
			return id, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

// tryReserve returns a channel to wait for if there may be room later.
func (l *Ledger) tryReserve(worst Amount) (id uint64, changed chan struct{}, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil && l.path != "" && l.f == nil {
		l.err = l.open()
	}
	if l.err != nil {
		return 0, nil, l.err
	}
	if now := l.spent.plus(l.held); !l.ceiling.allows(now.plus(worst)) {
		if len(l.reserved) > 0 && l.ceiling.allows(l.spent.plus(worst)) {
			return 0, l.changed, nil
		}
		return 0, nil, fault("reserve", false, &BudgetError{l.ceiling, now, worst})
	}
	l.next++
	if err := l.write(ledgerLine{N: l.next, Op: opReserve, Amount: worst}); err != nil {
		return 0, nil, err
	}
	l.reserved[l.next] = worst
	l.held = l.held.plus(worst)
	return l.next, nil, nil
}

// settle puts what a call cost in the place of its reservation, which stays counted if that can't be written.
func (l *Ledger) settle(id uint64, cost Amount) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return l.err
	}
	if err := l.write(ledgerLine{N: id, Op: opSettle, Amount: cost}); err != nil {
		return err
	}
	l.held = l.held.minus(l.reserved[id])
	l.spent = l.spent.plus(cost)
	delete(l.reserved, id)
	close(l.changed)
	l.changed = make(chan struct{})
	return nil
}

func (l *Ledger) write(line ledgerLine) error {
	if l.f == nil {
		return nil
	}
	l.line = line.append(l.line[:0])
	if _, err := l.f.Write(l.line); err != nil {
		l.err = l.fault("write", err)
		return l.err
	}
	if time.Since(l.synced) < syncEvery {
		return nil
	}
	l.synced = time.Now()
	if err := l.f.Sync(); err != nil {
		l.err = l.fault("sync", err)
	}
	return l.err
}

// Close ends the ledger; what is still reserved stays counted.
func (l *Ledger) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var err error
	if l.f != nil {
		err = l.f.Sync()
		if cerr := l.f.Close(); err == nil {
			err = cerr
		}
		l.f = nil
	}
	l.err = errors.Join(l.err, errLedgerClosed)
	if l.lock != nil {
		l.lock.Close()
	}
	if err != nil {
		return l.fault("close", err)
	}
	return nil
}

func (l *Ledger) fault(op string, err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryStore, Op: op + " " + l.path, Err: err}
}
