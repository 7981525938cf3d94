package llm

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"infoseek"
)

// Owner is a run's owner, as a worker elsewhere reaches it.
type Owner interface {
	// Ask returns the owner's answer, or an error where it is not there.
	Ask(ctx context.Context, message []byte) (answer []byte, err error)
	// Tell leaves a message that the owner gets in any case, once it is there.
	Tell(ctx context.Context, message []byte) error
}

// Allowance is what this process may spend of the budget of a run whose owner is elsewhere. Calls wait where it is used up and the owner is not there, or has no more: another owner, or the same with a larger budget,
// lets them go on. Outside Join and its leave there is none to spend.
//
// Most calls find room in what was granted before: a message is a matter of seconds of spending, not of a call.
type Allowance struct {
	// Strict makes calls fail once the owner says that the budget is reached.
	Strict bool
	// Waiting, if set, is called when calls begin to wait because the budget is reached.
	Waiting func(why string)

	mu sync.Mutex
	account
}

// account is an Allowance's state while it works for one run.
//
// The invariant: spent and held together are within granted, and granted is at most what the owner counts for this worker.
type account struct {
	worker  string // "": for no run
	seq     uint64
	granted Amount
	spent   Amount
	held    Amount // by calls in flight
	queue   []*awaiting
	before  Amount // spent, at the last message
	spare   Amount // what was left when the last grant came
	busy    bool   // a call came since the last beat
	refused error  // why there is no more
	kick    chan struct{}
}

// awaiting is a call that waits for room.
type awaiting struct {
	worst Amount
	ended chan error // gets one value: nil once the amount is held for it
}

var errNoRun = errors.New("llm: this worker works for no run, so there is no budget to spend from")

// Join begins to spend from a run's budget; worker is a name that nobody had before. leave gives back what was not spent, when all calls have ended.
func (a *Allowance) Join(worker string, o Owner) (leave func(context.Context) error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.account = account{worker: worker, kick: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	var renewing sync.WaitGroup
	renewing.Go(func() { a.renew(ctx, o, a.kick) })
	return func(ctx context.Context) error {
		cancel()
		renewing.Wait()
		return a.end(ctx, o)
	}
}

// reserve books the worst case of a call; settle puts the cost in its place.
func (a *Allowance) reserve(ctx context.Context, worst Amount) (settle func(cost Amount), err error) {
	a.mu.Lock()
	if a.worker == "" {
		a.mu.Unlock()
		return nil, errNoRun
	}
	worker, w := a.worker, a.enter(worst)
	a.mu.Unlock()
	select {
	case err = <-w.ended:
	case <-ctx.Done():
		err = a.withdraw(w, ctx.Err())
	}
	if err != nil {
		return nil, err
	}
	return func(cost Amount) { a.settle(worker, worst, cost) }, nil
}

// withdraw takes a call from the queue, or gives back what it has got meanwhile.
func (a *Allowance) withdraw(w *awaiting, why error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if i := slices.Index(a.queue, w); i >= 0 {
		a.queue = slices.Delete(a.queue, i, i+1)
	} else if <-w.ended == nil {
		a.held = a.held.minus(w.worst)
	}
	a.serve()
	return why
}

func (a *Allowance) settle(worker string, worst, cost Amount) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.worker == worker { // else the run has ended, and the worst case was counted
		a.pay(worst, cost)
	}
}

func (c *account) enter(worst Amount) *awaiting {
	w := &awaiting{worst, make(chan error, 1)}
	c.busy = true
	c.queue = append(c.queue, w)
	c.serve()
	return w
}

func (c *account) pay(worst, cost Amount) {
	c.held, c.spent = c.held.minus(worst), c.spent.plus(cost)
	c.serve()
}

func (c *account) used() Amount { return c.spent.plus(c.held) }

// serve lets those in who wait, in their order, and has more asked for before it is needed.
func (c *account) serve() {
	for len(c.queue) > 0 && c.used().plus(c.queue[0].worst).within(c.granted) {
		c.held = c.held.plus(c.queue[0].worst)
		c.queue[0].ended <- nil
		c.queue = c.queue[1:]
	}
	if left := c.granted.minus(c.used()); len(c.queue) > 0 || !c.spare.over(4).within(left) {
		c.ask()
	}
}

// ask has a message sent soon.
func (c *account) ask() {
	select {
	case c.kick <- struct{}{}:
	default:
	}
}

// message says where the account stands, and asks for what it will need: the spending of twice the time since the last message, and half of what is in flight. What calls that wait can't use is given back, and
// what is left when between two beats none came.
func (c *account) message(beat bool) leaseAsk {
	goal := c.spent.minus(c.before).times(2).plus(c.held.over(2))
	left := c.granted.minus(c.used())
	c.before = c.spent
	c.seq++
	m := leaseAsk{V: infoseek.FormatVersion, Worker: c.worker, Seq: c.seq, Spent: c.spent}
	switch {
	case len(c.queue) > 0:
		c.granted = c.used()
		m.Need, m.Want = c.queue[0].worst, goal
		for _, w := range c.queue {
			m.Want = m.Want.plus(w.worst)
		}
	case beat && !c.busy && c.held == Amount{}:
		c.granted = c.used()
	case !goal.over(2).within(left):
		m.Want = goal
	}
	c.busy = c.busy && !beat
	m.Want = m.Want.least(Amount{mostEntry, mostEntry})
	c.granted = c.granted.most(c.used()) // a server may have billed more than the worst case
	m.Keep = c.granted
	return m
}

// take applies the answer to the last message.
func (c *account) take(g leaseGrant) {
	if g.Seq != c.seq || !c.granted.within(g.Granted) {
		return
	}
	c.granted = g.Granted
	c.spare = c.granted.minus(c.used())
	c.serve()
}

// renew sends messages until ctx ends.
func (a *Allowance) renew(ctx context.Context, o Owner, kick chan struct{}) {
	beat := time.NewTicker(leaseBeat)
	defer beat.Stop()
	for pause := time.Duration(0); ; {
		beats := false
		select {
		case <-kick:
		case <-beat.C:
			beats = true
		case <-ctx.Done():
			return
		}
		if a.exchange(ctx, o, beats) {
			pause = 0
		} else if pause = min(max(2*pause, leasePause), 20*leasePause); sleep(ctx, pause) != nil {
			return
		}
		a.again()
	}
}

// again has another message sent if anybody waits.
func (a *Allowance) again() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.queue) > 0 {
		a.ask()
	}
}

// leasePause is how long a worker that got nothing waits before it asks again; up to twenty times as long when that goes on.
const leasePause = 50 * time.Millisecond

// exchange sends a message and takes the answer. It says whether nobody waits any more for what the owner does not give.
func (a *Allowance) exchange(ctx context.Context, o Owner, beat bool) (served bool) {
	a.mu.Lock()
	m := a.message(beat)
	waited := len(a.queue)
	a.mu.Unlock()
	g, err := converse(ctx, o, m)
	a.mu.Lock()
	defer a.mu.Unlock()
	if err == nil {
		a.take(g)
		a.told(g.Reached)
	}
	return err == nil && (waited == 0 || len(a.queue) < waited)
}

// told takes note of why there is no more, "" if there may be.
func (a *Allowance) told(reached string) {
	if reached == "" {
		a.refused = nil
		return
	}
	first := a.refused == nil
	a.refused = fault("reserve", false, &leaseError{reached})
	if a.Strict {
		for _, w := range a.queue {
			w.ended <- a.refused
		}
		a.queue = nil
	} else if first && a.Waiting != nil {
		a.Waiting(reached)
	}
}

// leaseError is a *BudgetError at a run's owner, as a worker hears of it. infoseek.ErrLimit is in its chain.
type leaseError struct{ reached string }

func (e *leaseError) Error() string { return "the run's owner says: " + e.reached }

// Unwrap returns infoseek.ErrLimit.
func (e *leaseError) Unwrap() error { return infoseek.ErrLimit }

func converse(ctx context.Context, o Owner, m leaseAsk) (g leaseGrant, err error) {
	b, err := json.Marshal(m)
	if err != nil {
		return g, err
	}
	answer, err := o.Ask(ctx, b)
	if err != nil {
		return g, err
	}
	if err := json.Unmarshal(answer, &g); err != nil {
		return g, err
	}
	if g.V != infoseek.FormatVersion || g.Granted != g.Granted.floored() || !g.Granted.within(Amount{boundless, boundless}) {
		return g, errors.New("llm: the run's owner answered with no grant")
	}
	return g, nil
}

// end says what was spent in all, to the owner or, where it is not there, for when it is.
func (a *Allowance) end(ctx context.Context, o Owner) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, w := range a.queue {
		w.ended <- errNoRun
	}
	a.seq++
	m := leaseAsk{V: infoseek.FormatVersion, Worker: a.worker, Seq: a.seq, Spent: a.used(), Keep: a.used(), Final: true}
	never := a.granted == Amount{} && m.Keep == Amount{}
	a.account = account{}
	if never {
		return nil
	}
	if _, err := converse(ctx, o, m); err == nil {
		return nil
	}
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return o.Tell(ctx, b)
}
