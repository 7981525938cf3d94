package llm

import (
	"sync"
	"time"
)

// pace spreads requests and tokens over time. Both buckets may go into debt, so a call larger than a bucket waits, and is not refused.
type pace struct {
	mu               sync.Mutex
	requests, tokens bucket
	until            time.Time // nothing before
}

func newPace(o Limits) *pace {
	return &pace{requests: newBucket(o.RequestsPerMinute), tokens: newBucket(o.TokensPerMinute)}
}

// take books a request and says how long it has to wait.
func (p *pace) take(tokens int) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	return max(p.requests.take(now, 1), p.tokens.take(now, float64(tokens)), p.until.Sub(now), 0)
}

func (p *pace) untake(tokens int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.requests.give(now, 1)
	p.tokens.give(now, float64(tokens))
}

// correct books what a call took more (or less) than expected.
func (p *pace) correct(more int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tokens.give(time.Now(), -float64(more))
}

func (p *pace) pause(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(d); until.After(p.until) {
		p.until = until
	}
}

// paused says how long everything still has to wait.
func (p *pace) paused() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(0, time.Until(p.until))
}

// bucket fills at a steady rate up to ten seconds' worth; the zero value has no limit.
type bucket struct {
	rate    float64 // a second
	balance float64
	last    time.Time
}

func newBucket(perMinute int) bucket {
	b := bucket{rate: float64(perMinute) / 60}
	b.balance = b.most()
	return b
}

func (b *bucket) most() float64 { return max(1, 10*b.rate) }

// take takes n out and says when that will be covered.
func (b *bucket) take(now time.Time, n float64) time.Duration {
	b.give(now, -n)
	if b.balance >= 0 {
		return 0
	}
	return time.Duration(-b.balance / b.rate * float64(time.Second))
}

// give puts n in, above the rim if need be, after what time has filled in up to the rim.
func (b *bucket) give(now time.Time, n float64) {
	if b.rate == 0 {
		return
	}
	if !b.last.IsZero() {
		b.balance = max(b.balance, min(b.most(), b.balance+b.rate*now.Sub(b.last).Seconds()))
	}
	b.last = now
	b.balance += n
}
