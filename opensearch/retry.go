package opensearch

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// The waits before a request is sent again: the first, doubled each time up to the longest.
const (
	firstWait   = 100 * time.Millisecond
	longestWait = 20 * time.Second
)

// How often requests are sent again. Whoever searches waits for it; who builds has time.
const (
	searchPatience = 5  // 3 s
	buildPatience  = 12 // about 100 s
)

// pause waits before the try after number try, which counts from 0.
func (c *Client) pause(ctx context.Context, try int, after time.Duration) error {
	wait := max(after, min(firstWait<<min(try, 20), longestWait))
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-c.wait(min(wait, 3*longestWait)):
		return nil
	}
}

// cutError is a request that was not answered whole: the connection failed. Whether it was carried out is unknown, so all that are sent again do no harm twice.
type cutError struct{ err error }

func (e *cutError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *cutError) Unwrap() error { return e.err }

// again says whether what failed may work later.
func again(err error) bool {
	var cut *cutError
	var r *refusal
	return errors.As(err, &cut) || errors.As(err, &r) && passing(r.Status)
}

// passing says whether a status is one of a server that is busy or coming up.
func passing(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryAfter reads the header in its form of seconds.
func retryAfter(h http.Header) time.Duration {
	s, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || s < 0 {
		return 0
	}
	return time.Duration(min(s, 3600)) * time.Second
}
