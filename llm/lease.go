package llm

import (
	"errors"
	"regexp"
	"time"

	"infoseek"
)

// A run's budget is one ledger, its owner's. A worker elsewhere spends from a lease: an amount that counts in the ledger before the worker may spend it, and that only ever holds for that worker.
//
// A lease is told in sums since the worker began, not in steps: the worker says what it keeps (it spends no more than that from the moment it says so, until it is granted more), the owner says what it may
// spend in all. So a message that is lost or comes twice changes nothing, and one that comes late is known by its number. A worker that dies leaves its lease counted; one that ends says what it spent.
const (
	// leaseLost is how long a worker is silent before nobody waits any more for what it might give back. It stays counted; the worker may come back.
	leaseLost = 15 * time.Second
	// leaseBeat is how often a worker says what it spent.
	leaseBeat = 5 * time.Second
)

// workerName is what workers are called by.
var workerName = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

// leaseAsk is what a worker says to the run's owner.
type leaseAsk struct {
	V      int    `json:"v"`
	Worker string `json:"worker"`
	Seq    uint64 `json:"seq"` // rises from message to message
	// Spent is settled for good. Keep is what the worker may spend in all, by its own account, until it hears more: Spent, its calls in flight, and what it does not give back.
	Spent Amount `json:"spent"`
	Keep  Amount `json:"keep"`
	// Need is the least that is of use beyond Keep, Want what it would like.
	Need Amount `json:"need"`
	Want Amount `json:"want"`
	// Final says that the worker has ended: it spent Keep.
	Final bool `json:"final,omitempty"`
}

// leaseGrant is the owner's answer.
type leaseGrant struct {
	V       int    `json:"v"`
	Seq     uint64 `json:"seq"`
	Granted Amount `json:"granted"` // in all
	// Reached is why there will be no more.
	Reached string `json:"reached,omitempty"`
}

// lease is what the owner knows of a worker.
type lease struct {
	granted  Amount
	spent    Amount // of it, as last heard
	seq      uint64
	returned bool
	heard    time.Time
}

func (e *lease) live(now time.Time) bool { return !e.returned && now.Sub(e.heard) < leaseLost }

// certain is the part that stays counted whatever the worker's calls in flight cost.
func (e *lease) certain(now time.Time) Amount {
	if e.live(now) {
		return e.spent
	}
	return e.granted
}

var errLeaseStale = errors.New("llm: a request for a lease came late, or after the worker's end")

func (a leaseAsk) check() error {
	for _, n := range []Amount{a.Spent, a.Keep, a.Need, a.Want} {
		if n != n.floored() || !n.within(Amount{mostEntry, mostEntry}) {
			return errors.New("no amount")
		}
	}
	if a.V != infoseek.FormatVersion || !workerName.MatchString(a.Worker) || !a.Spent.within(a.Keep) || a.Final && a.Need.most(a.Want) != (Amount{}) {
		return errors.New("no request for a lease")
	}
	return nil
}

// lend answers a worker. What the lease grows by is in the file when lend returns.
func (l *Ledger) lend(a leaseAsk) (leaseGrant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.ready(); err != nil {
		return leaseGrant{}, err
	}
	e := l.leases[a.Worker]
	if e != nil && (e.returned || a.Seq <= e.seq) {
		return leaseGrant{}, errLeaseStale
	}
	if e == nil {
		e = &lease{}
	}
	granted, reached := l.grant(e, a)
	if err := l.keepLease(e, a, granted); err != nil {
		return leaseGrant{}, err
	}
	g := leaseGrant{V: infoseek.FormatVersion, Seq: a.Seq, Granted: granted}
	if reached != nil {
		g.Reached = reached.Error()
	}
	return g, nil
}

// grant is what a worker may spend in all from now on: no more than an even part of half of what is left goes beyond its need. reached is set if it will never be enough.
func (l *Ledger) grant(e *lease, a leaseAsk) (granted Amount, reached error) {
	if a.Need.most(a.Want) == (Amount{}) {
		return a.Keep, nil
	}
	others := l.total().minus(e.granted)
	room := l.ceiling.amount().minus(others).minus(a.Keep)
	if a.Need.within(room) {
		share := room.minus(a.Need).over(2 * int64(max(1, l.live())))
		return a.Keep.plus(a.Need).plus(a.Want.minus(a.Need).floored().least(share)), nil
	}
	if now := l.now(); !l.ceiling.allows(l.certain().minus(e.certain(now)).plus(a.Spent).plus(a.Need)) {
		return a.Keep, l.refuse(others.plus(a.Keep), a.Need)
	}
	return a.Keep, nil
}

// live counts the workers that may still spend.
func (l *Ledger) live() (n int) {
	for _, e := range l.leases {
		if e.live(l.now()) {
			n++
		}
	}
	return n
}

// keepLease puts a lease in the place of what it was. A message that changes nothing and asks for nothing isn't written: if it comes late it can but lower what is kept to what it was.
func (l *Ledger) keepLease(e *lease, a leaseAsk, granted Amount) error {
	if granted != e.granted || a.Want.most(a.Need) != (Amount{}) || a.Final {
		op := opLease
		if a.Final {
			op = opReturn
		}
		if err := l.write(ledgerLine{N: a.Seq, Op: op, Worker: a.Worker, Amount: granted}); err != nil {
			return err
		}
	}
	l.leased = l.leased.minus(e.granted).plus(granted)
	*e = lease{granted, a.Spent, a.Seq, a.Final, l.now()}
	l.leases[a.Worker] = e
	l.shrunk()
	return nil
}

// outstanding says whether workers that live hold more than they spent.
func (l *Ledger) outstanding() (yes bool, changed chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.leases {
		if e.live(l.now()) && e.granted != e.spent {
			return true, l.changed
		}
	}
	return false, nil
}
