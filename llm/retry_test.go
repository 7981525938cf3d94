package llm

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"infoseek"
	"infoseek/llm/fakeserver"
)

// stub is a model whose calls are told from outside.
type stub struct {
	*fakeserver.Model
	generate func(ctx context.Context, r infoseek.Request) (infoseek.Response, error)
}

func (s stub) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	return s.generate(ctx, r)
}

func stubbed(generate func(ctx context.Context, r infoseek.Request) (infoseek.Response, error)) stub {
	return stub{fakeserver.NewModel(fakeserver.Options{}), generate}
}

var said = infoseek.Response{Text: "yes", Finish: infoseek.FinishStop, Usage: infoseek.Usage{Prompt: 10, Completion: 1}}

func TestRetry(t *testing.T) {
	again := fault("ask", true, &CallError{Status: 500, Err: errors.New("broken")})
	for name, c := range map[string]struct {
		errs     []error // of the attempts; then it succeeds
		attempts int
		want     error
		asked    int
		low      time.Duration // of the time it takes
		high     time.Duration
	}{
		"at once":         {nil, 0, nil, 1, 0, 0},
		"second time":     {[]error{again}, 0, nil, 2, 250 * time.Millisecond, 500 * time.Millisecond},
		"fourth time":     {[]error{again, again, again}, 0, nil, 4, 1750 * time.Millisecond, 3500 * time.Millisecond},
		"never":           {[]error{again, again, again}, 3, again, 3, 750 * time.Millisecond, 1500 * time.Millisecond},
		"not retryable":   {[]error{errSpent}, 0, errSpent, 1, 0, 0},
		"asked to wait":   {[]error{waitFor(7 * time.Second)}, 0, nil, 2, 7 * time.Second, 7 * time.Second},
		"asked too much":  {[]error{errLong}, 0, errLong, 1, 0, 0},
		"context's error": {[]error{context.DeadlineExceeded}, 0, context.DeadlineExceeded, 1, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked, begin := 0, time.Now()
				m := Retry(stubbed(func(context.Context, infoseek.Request) (infoseek.Response, error) {
					if asked++; asked <= len(c.errs) {
						return infoseek.Response{}, c.errs[asked-1]
					}
					return said, nil
				}), Retries{Attempts: c.attempts})
				r, err := m.Generate(t.Context(), infoseek.Request{Messages: hello})
				if err != c.want || asked != c.asked || err == nil && r.Text != "yes" {
					t.Errorf("%q, %v after %d attempts", r.Text, err, asked)
				}
				if d := time.Since(begin); d < c.low || d > c.high {
					t.Errorf("took %v, want %v to %v", d, c.low, c.high)
				}
			})
		})
	}
}

var (
	errSpent = fault("ask", false, errors.New("spent"))
	errLong  = waitFor(time.Hour)
)

func waitFor(d time.Duration) error {
	return fault("ask", true, &CallError{Status: 429, Wait: d, Free: true, Err: errors.New("slowly")})
}

func TestRetryIsInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		m := Retry(stubbed(func(context.Context, infoseek.Request) (infoseek.Response, error) {
			return infoseek.Response{}, waitFor(10 * time.Second)
		}), Retries{})
		begin := time.Now()
		if _, err := m.Generate(ctx, infoseek.Request{Messages: hello}); !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != time.Second {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
	})
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := stubbed(func(ctx context.Context, _ infoseek.Request) (infoseek.Response, error) {
			if err := sleep(ctx, time.Minute); err != nil {
				return infoseek.Response{}, err
			}
			return said, nil
		})
		if _, err := Timeout(slow, 0).Generate(t.Context(), infoseek.Request{}); err != nil {
			t.Errorf("without a limit: %v", err)
		}
		_, err := Timeout(slow, time.Second).Generate(t.Context(), infoseek.Request{})
		if e := asCallError(err); !retryable(err) || e == nil || e.Free || e.Error() != "no answer in 1s" {
			t.Errorf("error %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := Timeout(slow, time.Second).Generate(ctx, infoseek.Request{}); err != context.DeadlineExceeded {
			t.Errorf("the caller's own limit: error %v", err)
		}
	})
}

func TestMeter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tally Tally
		n := 0
		m := Meter(stubbed(func(context.Context, infoseek.Request) (infoseek.Response, error) {
			time.Sleep(time.Second)
			if n++; n == 2 {
				return infoseek.Response{}, errSpent
			}
			return said, nil
		}), &tally, "planner")
		for range 3 {
			m.Generate(t.Context(), infoseek.Request{})
		}
		if got, want := tally.Totals()["planner"], (Totals{Calls: 3, Faults: 1, Usage: infoseek.Usage{Prompt: 20, Completion: 2}, Seconds: 3}); got != want {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
}
