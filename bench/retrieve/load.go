package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// run has the clients ask for so long, each the next request once the last is answered, over one connection each.
func (b *bench) run(ctx context.Context, s *server, l load, long time.Duration) (figures, error) {
	var f figures
	before, err := family(s.pid())
	if err != nil {
		return f, err
	}
	own, err := family(os.Getpid())
	if err != nil {
		return f, err
	}
	transport := &http.Transport{MaxIdleConnsPerHost: b.clients, DisableCompression: true}
	defer transport.CloseIdleConnections()
	began, took := time.Now(), make([][]time.Duration, b.clients)
	var next, size atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for i := range took {
		c := client{url: s.url + "/retrieve", transport: transport}
		g.Go(func() error {
			defer func() { size.Add(c.bytes) }()
			for time.Since(began) < long {
				d, err := c.ask(ctx, l.bodies[int(next.Add(1))%len(l.bodies)])
				if err != nil {
					return err
				}
				took[i] = append(took[i], d)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return f, fmt.Errorf("%s: %w", l.name, err)
	}
	f.wall, f.took, f.bytes = time.Since(began), merged(took), size.Load()
	return f, f.close(s, before, own)
}

// close notes what processes used since before. The servers are no children of own that have ended, so their time is not in its sum; it is taken off where they run.
func (f *figures) close(s *server, before, own process) error {
	after, err := family(s.pid())
	if err != nil {
		return err
	}
	ownAfter, err := family(os.Getpid())
	if err != nil {
		return err
	}
	f.cpu = after.used - before.used
	f.loadUsed = ownAfter.used - own.used - f.cpu
	f.memory = float64(after.memory) / 1e6
	if f.cpu <= 0 || len(f.took) == 0 {
		return errors.New("too short to measure")
	}
	return nil
}

// client sends one request after the other.
type client struct {
	url       string
	transport *http.Transport
	in        bytes.Buffer
	bytes     int64
}

// ask returns how long the answer took, which must be good.
func (c *client) ask(ctx context.Context, body []byte) (time.Duration, error) {
	began := time.Now()
	r, err := http.NewRequestWithContext(ctx, "POST", c.url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header["Content-Type"] = []string{"application/json"}
	answer, err := c.transport.RoundTrip(r)
	if err != nil {
		return 0, err
	}
	c.in.Reset()
	_, err = io.Copy(&c.in, answer.Body)
	answer.Body.Close()
	if err == nil && (answer.StatusCode != http.StatusOK || !bytes.HasPrefix(c.in.Bytes(), []byte(`{"result":[[{"document":{`))) {
		err = fmt.Errorf("%s: %.200s", answer.Status, c.in.Bytes())
	}
	c.bytes += int64(c.in.Len())
	return time.Since(began), err
}
