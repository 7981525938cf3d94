package llm

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"infoseek"
)

// Retries say how to ask again; the zero value is the default.
type Retries struct {
	Attempts int           // in all; 0: 6
	First    time.Duration // before the second attempt; 0: half a second. Doubled each time
	Longest  time.Duration // 0: a minute. An endpoint that asks for more than ten times as much is given up
}

func (o Retries) withDefaults() Retries {
	if o.Attempts == 0 {
		o.Attempts = 6
	}
	if o.First == 0 {
		o.First = 500 * time.Millisecond
	}
	if o.Longest == 0 {
		o.Longest = time.Minute
	}
	return o
}

// Retry asks again where a fault may pass, after growing waits of which a random half is jitter, and not before the endpoint wants to be asked.
func Retry(m infoseek.Model, o Retries) infoseek.Model { return &retry{m, o.withDefaults()} }

type retry struct {
	infoseek.Model
	Retries
}

func (t *retry) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	for attempt := 1; ; attempt++ {
		response, err := t.Model.Generate(ctx, r)
		if err == nil || attempt >= t.Attempts || !retryable(err) {
			return response, err
		}
		d, ok := t.delay(attempt, err)
		if !ok {
			return response, err
		}
		if err := sleep(ctx, d); err != nil {
			return response, err
		}
	}
}

func retryable(err error) bool {
	var f *infoseek.Fault
	return errors.As(err, &f) && f.Retryable
}

// delay is the wait after the attempt; ok is false if the endpoint asks for too long a one.
func (t *retry) delay(attempt int, err error) (d time.Duration, ok bool) {
	d = t.Longest
	if attempt < 30 {
		d = min(d, t.First<<(attempt-1))
	}
	d = d/2 + time.Duration(rand.Float64()*float64(d)/2)
	if e := asCallError(err); e != nil && e.Wait > d {
		return e.Wait, e.Wait <= 10*t.Longest
	}
	return d, true
}

// sleep waits for d or the end of ctx, whose error it returns.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
