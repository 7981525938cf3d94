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
// The invariant: at every moment, what is settled, reserved and leased, together, are within the ceiling, and the file says at least that much. A reservation is handed to the system before its call is
// made, so a process that is killed leaves it in the file, and it stays counted for good: nobody knows whether that call was charged for. A half-written last line is a reservation whose call was not made, or a settlement
// without which more is counted than was spent; it is cut off. What workers elsewhere may spend is leased to them in the same way (lease.go).
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
	leases   map[string]*lease // by worker
	leased   Amount            // their sum
	changed  chan struct{}     // closed when held or leased shrinks
	line     []byte
	err      error         // of a write: the file's end is unknown, so nothing more is let through
	ended    error         // why calls don't go on: the first *BudgetError, as a fault, or err
	over     chan struct{} // closed when that is so
	now      func() time.Time
}

var errLedgerClosed = errors.New("llm: the ledger is closed")

// syncEvery bounds what a machine, not a process, that stops can lose.
const syncEvery = time.Second

// OpenLedger reads the ledger in the file path; "" is one in memory. A file that is not there is made with the first call, so that a run directory can be made first. Only one process at a time can have it open.
func OpenLedger(path string, c Ceiling) (*Ledger, error) {
	l := &Ledger{
		ceiling: c, path: path, reserved: map[uint64]Amount{}, leases: map[string]*lease{}, changed: make(chan struct{}), over: make(chan struct{}), synced: time.Now(), now: time.Now,
	}
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
	l.spent, l.next, l.leases = past.spent(), past.next, past.leases
	for _, e := range l.leases {
		e.heard = l.now() // its worker may live
		l.leased = l.leased.plus(e.granted)
	}
	// By its name: on Windows a file open for appending can't be cut.
	if err := os.Truncate(l.path, past.size); err != nil {
		return l.fault("cut", err)
	}
	return nil
}

// Spent is what counts so far, reservations of calls in flight and leases included.
func (l *Ledger) Spent() Amount {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total()
}

func (l *Ledger) total() Amount { return l.spent.plus(l.held).plus(l.leased) }

// reserve books the worst case of a call. Where calls in flight or leases hold what it lacks it waits until they end. The error is a fault that wraps a *BudgetError if there will never be room.
func (l *Ledger) reserve(ctx context.Context, worst Amount) (id uint64, err error) {
	for {
		id, changed, err := l.tryReserve(worst)
		if changed == nil || err != nil {
			return id, err
		}
		select {
		case <-changed:
		case <-time.After(time.Second): // a worker may be lost by now
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

// tryReserve returns a channel to wait for if there may be room later.
func (l *Ledger) tryReserve(worst Amount) (id uint64, changed chan struct{}, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.ready(); err != nil {
		return 0, nil, err
	}
	if now := l.total(); !l.ceiling.allows(now.plus(worst)) {
		if l.ceiling.allows(l.certain().plus(worst)) {
			return 0, l.changed, nil
		}
		return 0, nil, l.refuse(now, worst)
	}
	l.next++
	if err := l.write(ledgerLine{N: l.next, Op: opReserve, Amount: worst}); err != nil {
		return 0, nil, err
	}
	l.reserved[l.next] = worst
	l.held = l.held.plus(worst)
	return l.next, nil, nil
}

// ready opens the file before it is first written to.
func (l *Ledger) ready() error {
	if l.err == nil && l.path != "" && l.f == nil {
		l.err = l.open()
	}
	return l.err
}

// certain is what stays counted when all calls that are in flight, here or at workers that live, turn out to cost nothing.
func (l *Ledger) certain() Amount {
	sum := l.spent
	for _, e := range l.leases {
		sum = sum.plus(e.certain(l.now()))
	}
	return sum
}

// refuse says that the budget is reached.
func (l *Ledger) refuse(now, wanted Amount) error {
	err := fault("reserve", false, &BudgetError{l.ceiling, now, wanted})
	l.end(err)
	return err
}

// fail takes note of an error of the file.
func (l *Ledger) fail(op string, err error) error {
	l.err = l.fault(op, err)
	l.end(l.err)
	return l.err
}

func (l *Ledger) end(why error) {
	if l.ended == nil {
		l.ended = why
		close(l.over)
	}
}

// shrunk wakes those who wait for room.
func (l *Ledger) shrunk() {
	close(l.changed)
	l.changed = make(chan struct{})
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
	l.shrunk()
	return nil
}

func (l *Ledger) write(line ledgerLine) error {
	if l.f == nil {
		return nil
	}
	l.line = line.append(l.line[:0])
	if _, err := l.f.Write(l.line); err != nil {
		return l.fail("write", err)
	}
	if time.Since(l.synced) < syncEvery {
		return nil
	}
	l.synced = time.Now()
	if err := l.f.Sync(); err != nil {
		return l.fail("sync", err)
	}
	return nil
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
