package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Lender lets workers elsewhere spend from a run's budget.
type Lender struct{ ledger *Ledger }

// Lend answers what a worker's Allowance said.
func (l *Lender) Lend(message []byte) (answer []byte, err error) {
	a, err := readLeaseAsk(message)
	if err != nil {
		return nil, err
	}
	g, err := l.ledger.lend(a)
	if err != nil {
		return nil, err
	}
	return json.Marshal(g)
}

func readLeaseAsk(message []byte) (leaseAsk, error) {
	var a leaseAsk
	err := json.Unmarshal(message, &a)
	if err == nil {
		err = a.check()
	}
	if err != nil {
		return leaseAsk{}, fmt.Errorf("llm: from a worker: %w", err)
	}
	return a, nil
}

// Reached waits until calls do not go on, and returns why: a fault that wraps a *BudgetError if the budget had to refuse somebody, here or elsewhere. It returns ctx's error where that ends first.
func (l *Lender) Reached(ctx context.Context) error {
	select {
	case <-l.ledger.over:
		l.ledger.mu.Lock()
		defer l.ledger.mu.Unlock()
		return l.ledger.ended
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Collect waits until no worker that lives holds more than it spent, or ctx ends. Lend must still be called meanwhile.
func (l *Lender) Collect(ctx context.Context) {
	for {
		more, changed := l.ledger.outstanding()
		if !more {
			return
		}
		select {
		case <-changed:
		case <-time.After(time.Second):
		case <-ctx.Done():
			return
		}
	}
}
