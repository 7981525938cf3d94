package llm

import (
	"context"
	"net/http"
	"time"

	"infoseek"
)

// Limits are what an endpoint takes at once; the zero value is the default.
type Limits struct {
	InFlight          int `yaml:"in_flight,omitempty"`           // calls at once; 0: 16
	RequestsPerMinute int `yaml:"requests_per_minute,omitempty"` // 0: no limit
	TokensPerMinute   int `yaml:"tokens_per_minute,omitempty"`   // 0: no limit
}

// Limit keeps the calls of m within what l allows. Several models of one endpoint share a Limiter.
func Limit(m infoseek.Model, l *Limiter) infoseek.Model { return &limit{m, l} }

type limit struct {
	infoseek.Model
	limiter *Limiter
}

func (t *limit) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	if err := t.limiter.window.acquire(ctx); err != nil {
		return infoseek.Response{}, err
	}
	defer t.limiter.window.release()
	expected := likelyTokens(r)
	if err := t.limiter.await(ctx, expected); err != nil {
		return infoseek.Response{}, err
	}
	begin := time.Now()
	response, err := t.Model.Generate(ctx, r)
	t.limiter.learn(begin, expected, response, err)
	return response, err
}

// likelyTokens is about how many tokens a call will count as: servers count what may be generated.
func likelyTokens(r infoseek.Request) int {
	bytes := 0
	for _, m := range r.Messages {
		bytes += len(m.Content) + 16
	}
	return bytes/4 + r.Sampling.MaxTokens
}

// Limiter keeps calls within Limits, and within what the endpoint shows it takes: each 429 halves the calls in flight (those that began before the last halving don't count again), each success lets in
// a little more; nothing is asked before the time that a 429 sets.
type Limiter struct {
	window *window
	pace   *pace
}

// NewLimiter makes a Limiter.
func NewLimiter(o Limits) *Limiter {
	if o.InFlight == 0 {
		o.InFlight = 16
	}
	return &Limiter{newWindow(o.InFlight), newPace(o)}
}

func (l *Limiter) await(ctx context.Context, tokens int) error {
	for first := true; ; first = false {
		var d time.Duration
		if first {
			d = l.pace.take(tokens)
		} else if d = l.pace.paused(); d == 0 {
			return ctx.Err()
		}
		if err := sleep(ctx, d); err != nil {
			l.pace.untake(tokens)
			return err
		}
	}
}

// learn takes note of how a call ended.
func (l *Limiter) learn(begin time.Time, expected int, r infoseek.Response, err error) {
	if err == nil {
		l.window.widen()
		if used := r.Usage.Prompt + r.Usage.Completion; used > 0 {
			l.pace.correct(used - expected)
		}
		return
	}
	if e := asCallError(err); e != nil && e.Status == http.StatusTooManyRequests {
		l.window.narrow(begin)
		l.pace.pause(e.Wait)
	}
}
