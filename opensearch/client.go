package opensearch

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	opensearchgo "github.com/opensearch-project/opensearch-go/v4"

	"infoseek"
)

// Server is an OpenSearch, and who asks.
type Server struct {
	URL                string // scheme, host and port
	Username, Password string // "" where the server asks for none
	CA                 []byte // PEM certificates to trust in place of the system's; nil for the system's
}

// Client sends requests to a server. It is safe for concurrent use.
type Client struct {
	transport *opensearchgo.Client
	// wait is time.After but for tests.
	wait func(time.Duration) <-chan time.Time
}

// connections is how many are kept open.
const connections = 64

// Dial makes a client; nothing is sent yet.
func Dial(s Server) (*Client, error) {
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.MaxIdleConnsPerHost = connections
	never := false
	t, err := opensearchgo.NewClient(opensearchgo.Config{
		Addresses: []string{s.URL}, Username: s.Username, Password: s.Password, CACert: s.CA, Transport: base,
		// Retries are ours (retry.go), which know 429 and the items of a bulk.
		DisableRetry: true, HealthCheckMaxRetries: -1, DiscoverNodesOnStart: &never,
	})
	if err != nil {
		return nil, fmt.Errorf("opensearch: %s: %w", s.URL, err)
	}
	return &Client{t, time.After}, nil
}

// Close ends what the client has going.
func (c *Client) Close() error { return c.transport.Close() }

// request is one to be sent as often as it needs.
type request struct {
	op           string // for errors
	method, path string
	body         []byte // JSON, or JSON lines
	patience     int    // how often it is sent again
}

// send sends a request until it is answered, and decodes the answer into to, if that is not nil. Its errors are faults, of a server's refusal with a *refusal in the chain, or the context's.
func (c *Client) send(ctx context.Context, r request, to any) error {
	for try := 0; ; try++ {
		body, after, err := c.once(ctx, r)
		if err == nil && to != nil {
			if err = json.Unmarshal(body, to); err != nil {
				err = fmt.Errorf("the answer can't be read: %w", err)
			}
		}
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !again(err) || try >= r.patience {
			return fault(r.op, err)
		}
		if err := c.pause(ctx, try, after); err != nil {
			return err
		}
	}
}

// once sends a request once. After is how long the server asks to be left alone.
func (c *Client) once(ctx context.Context, r request) (body []byte, after time.Duration, err error) {
	q, err := http.NewRequestWithContext(ctx, r.method, r.path, bytes.NewReader(r.body))
	if err != nil {
		return nil, 0, err
	}
	if len(r.body) > 0 {
		q.Header.Set("Content-Type", "application/x-ndjson")
		if r.body[len(r.body)-1] != '\n' {
			q.Header.Set("Content-Type", "application/json")
		}
	}
	res, err := c.transport.Stream(q)
	if res != nil {
		defer res.Body.Close()
	}
	if distrusted := (*tls.CertificateVerificationError)(nil); errors.As(err, &distrusted) {
		return nil, 0, err
	}
	if err != nil {
		return nil, 0, &cutError{err}
	}
	if body, err = io.ReadAll(res.Body); err != nil {
		return nil, 0, &cutError{err}
	}
	if res.StatusCode >= 300 {
		return nil, retryAfter(res.Header), newRefusal(res.StatusCode, body)
	}
	return body, 0, nil
}

// fault is what stopped an operation.
func fault(op string, err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundarySearch, Op: "OpenSearch: " + op, Retryable: again(err), Err: err}
}
