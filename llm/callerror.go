package llm

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"infoseek"

	"github.com/openai/openai-go/v3"
)

// CallError is why an endpoint gave no usable answer.
type CallError struct {
	Status int // of HTTP, 0 if none came
	// Wait is how long the endpoint asks to be left alone, 0 if it did not say.
	Wait time.Duration
	// Free is set where the endpoint can't have charged for the attempt: it refused it, or was not reached.
	Free bool
	Err  error
}

func (e *CallError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("status %d: %v", e.Status, e.Err)
	}
	return e.Err.Error()
}

// Unwrap returns the cause.
func (e *CallError) Unwrap() error { return e.Err }

// asCallError finds the CallError in err, nil if there is none.
func asCallError(err error) *CallError {
	var e *CallError
	if errors.As(err, &e) {
		return e
	}
	return nil
}

func fault(op string, retryable bool, err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: op, Retryable: retryable, Err: err}
}

// failed makes a fault of what went wrong with a call of the endpoint. The context's own error stays as it is.
func (c *Client) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var refused *openai.Error
	if errors.As(err, &refused) {
		return c.refused(refused)
	}
	var op *net.OpError
	unreached := errors.As(err, &op) && op.Op == "dial"
	return fault(c.op, !errors.Is(err, errFiltered), &CallError{Free: unreached, Err: errors.New(c.clean(err.Error()))})
}

// refused is a status that is no success.
func (c *Client) refused(e *openai.Error) error {
	why := e.Message
	if why == "" {
		why = http.StatusText(e.StatusCode)
	}
	ce := &CallError{Status: e.StatusCode, Free: unanswered(e.StatusCode), Err: errors.New(c.clean(why))}
	if e.Response != nil {
		ce.Wait = wait(e.Response.Header)
	}
	return fault(c.op, passing(e.StatusCode) && e.Code != "insufficient_quota", ce)
}

// unanswered says whether a status means that no model worked on the request. A gateway that lost patience can't tell.
func unanswered(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusNotImplemented, http.StatusServiceUnavailable:
		return true
	}
	return status < 500 && status != http.StatusRequestTimeout
}

// passing says whether the same request may succeed later.
func passing(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return status >= 500
}

// wait reads Retry-After, in seconds or as a date.
func wait(h http.Header) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 && ms < 1e9 {
		return time.Duration(ms * float64(time.Millisecond))
	}
	after := h.Get("Retry-After")
	if s, err := strconv.ParseFloat(after, 64); err == nil && s > 0 && s < 1e6 {
		return time.Duration(s * float64(time.Second))
	}
	if t, err := http.ParseTime(after); err == nil {
		return max(0, time.Until(t))
	}
	return 0
}

// clean makes what an endpoint says fit for one line of a log: short, and without the key.
func (c *Client) clean(s string) string {
	if c.key != "" {
		s = strings.ReplaceAll(s, c.key, "(key)")
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "?")), " ")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300]) + "…"
	}
	return s
}
