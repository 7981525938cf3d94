package queue

import (
	"context"
	"time"
)

// Budget is what a run may spend, kept by its owner. What is said in the messages is between it and the workers.
type Budget interface {
	// Lend answers a worker.
	Lend(message []byte) (answer []byte, err error)
	// Reached returns the error that ends the run once nobody can be given what is needed, or ctx's.
	Reached(ctx context.Context) error
	// Collect waits until workers have given back what they hold, or ctx ends.
	Collect(ctx context.Context)
}

// partingTime is how long an owner waits for its workers to settle what they hold of the budget. What isn't settled stays counted.
const partingTime = 5 * time.Second

// Lending is a run's budget while workers spend from it.
type Lending struct {
	budget Budget // nil: there is none
	stop   func()
}

// Lend has workers spend from a budget until End; nil is none.
func (l *Line) Lend(b Budget) (*Lending, error) {
	if b == nil {
		return &Lending{stop: func() {}}, nil
	}
	stop, err := l.answer(b.Lend)
	return &Lending{b, stop}, err
}

// Reached is as Budget's; without a budget it waits for ctx.
func (d *Lending) Reached(ctx context.Context) error {
	if d.budget == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	return d.budget.Reached(ctx)
}

// Told takes what a worker that has ended said by Run.Tell. It may have said it before, so that the budget refuses it.
func (d *Lending) Told(message []byte) {
	if d.budget != nil {
		d.budget.Lend(message)
	}
}

// Collect waits a moment for workers to give back what they hold.
func (d *Lending) Collect(ctx context.Context) {
	if d.budget == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, partingTime)
	defer cancel()
	d.budget.Collect(ctx)
}

// End ends the lending: workers hear nothing any more.
func (d *Lending) End() { d.stop() }
