package serve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"infoseek"

	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start serves on a free port, and returns its address and how to end it.
func start(t *testing.T, x Tools, o Options) (address string, end func() error) {
	t.Helper()
	s, err := New(x, o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	end = func() error { stop(); err := <-ended; ended <- err; return err }
	t.Cleanup(func() { end() })
	return l.Addr().String(), end
}

// TestThousandConnections holds them open at once, each with several requests.
func TestThousandConnections(t *testing.T) {
	const connections, requests = 1000, 3
	address, end := start(t, tools(t), Options{})
	open := make([]net.Conn, connections)
	for i := range open {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Skipf("connection %d: %v", i, err) // fewer files than that may be open here
		}
		defer c.Close()
		open[i] = c
	}
	const body = `{"queries":["painter of rivers"],"topk":1}`
	var g errgroup.Group
	for _, c := range open {
		g.Go(func() error {
			in := bufio.NewReader(c)
			for range requests {
				fmt.Fprintf(c, "POST /retrieve HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
				r, err := http.ReadResponse(in, nil)
				if err != nil {
					return err
				}
				got, err := io.ReadAll(r.Body)
				if err != nil || r.StatusCode != 200 || !strings.Contains(string(got), `"id":"7"`) {
					return fmt.Errorf("%s %s: %v", r.Status, got, err)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
	if err := end(); err != nil {
		t.Errorf("ended with %v", err)
	}
}

// TestSlowClients: who sends too slowly is cut off, and others are answered meanwhile.
func TestSlowClients(t *testing.T) {
	address, _ := start(t, tools(t), Options{ReadTimeout: 300 * time.Millisecond})
	for name, c := range map[string]struct{ sent, says string }{
		"head": {"POST /retr", ""},
		"body": {"POST /retrieve HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 40\r\n\r\n{\"que", "HTTP/1.1 408"},
	} {
		slow, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer slow.Close()
		io.WriteString(slow, c.sent)
		if r, err := http.Get("http://" + address + "/readyz"); err != nil || r.StatusCode != 200 {
			t.Errorf("%s: others: %v", name, err)
		} else {
			r.Body.Close()
		}
		slow.SetDeadline(time.Now().Add(20 * time.Second))
		got, err := io.ReadAll(slow)
		if err != nil || !strings.HasPrefix(string(got), c.says) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}

// TestHugeBody: 100 MB, announced or not, are refused before they are read.
func TestHugeBody(t *testing.T) {
	address, _ := start(t, tools(t), Options{})
	for name, length := range map[string]int64{"announced": 100 << 20, "in chunks": -1} {
		body := &zeros{}
		body.left.Store(100 << 20)
		r, err := http.NewRequest("POST", "http://"+address+"/retrieve", body)
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = length
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err == nil {
			if answer.StatusCode != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: %s", name, answer.Status)
			}
			answer.Body.Close()
		} else if !strings.Contains(err.Error(), "write") { // the server may close before the client has read its answer
			t.Errorf("%s: %v", name, err)
		}
		if left := body.left.Load(); left < 80<<20 {
			t.Errorf("%s: %d bytes were read", name, 100<<20-left)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}

// zeros is a body of zero bytes. The client may still read it when its answer is there.
type zeros struct{ left atomic.Int64 }

func (z *zeros) Read(p []byte) (int, error) {
	n := min(int64(len(p)), z.left.Load())
	clear(p[:n])
	if z.left.Add(-n) == 0 {
		return int(n), io.EOF
	}
	return int(n), nil
}

func (z *zeros) Close() error { return nil }

// held is a Searcher that says when a search has begun and waits for leave to end it.
type held struct {
	infoseek.Searcher
	begun, leave chan struct{}
}

func (h held) Search(ctx context.Context, q []infoseek.Query) ([][]infoseek.Hit, error) {
	close(h.begun)
	select {
	case <-h.leave:
		return h.Searcher.Search(ctx, q)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// TestShutdown: a request under way is answered, or, past the grace, cut off; none is left when Serve returns.
func TestShutdown(t *testing.T) {
	for _, c := range []struct {
		name  string
		grace time.Duration
		leave bool
	}{{"answered", time.Minute, true}, {"cut off", 50 * time.Millisecond, false}} {
		t.Run(c.name, func(t *testing.T) {
			x := tools(t)
			h := held{x.Searcher, make(chan struct{}), make(chan struct{})}
			x.Searcher = h
			address, end := start(t, x, Options{Grace: c.grace})
			answered := make(chan error, 1)
			go func() {
				r, err := http.Post("http://"+address+"/retrieve", "application/json", strings.NewReader(`{"queries":["painter"]}`))
				if err == nil {
					err = errors.Join(r.Body.Close(), statusError(r.StatusCode))
				}
				answered <- err
			}()
			<-h.begun
			ended := make(chan error, 1)
			go func() { ended <- end() }()
			if c.leave {
				time.Sleep(20 * time.Millisecond)
				close(h.leave)
			}
			if err := <-answered; (err == nil) != c.leave {
				t.Errorf("the request: %v", err)
			}
			if err := <-ended; err != nil {
				t.Errorf("the server: %v", err)
			}
			http.DefaultClient.CloseIdleConnections()
		})
	}
}

func statusError(code int) error {
	if code != 200 {
		return fmt.Errorf("status %d", code)
	}
	return nil
}

// TestTimeout: an answer that takes too long is given up.
func TestTimeout(t *testing.T) {
	x := tools(t)
	x.Searcher = held{x.Searcher, make(chan struct{}), nil}
	r, got := ask(handler(t, x, Options{Timeout: time.Millisecond}), "POST", "/retrieve", `{"queries":["painter"]}`)
	if r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(got, "took too long") {
		t.Errorf("%s %s", r.Status, got)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for _, o := range []Options{{MaxBody: -1}, {Timeout: -1}, {TopK: 5000}} {
		if _, err := New(Tools{}, o); err == nil {
			t.Errorf("%+v taken", o)
		}
	}
}

func BenchmarkRetrieve(b *testing.B) {
	h := handler(b, tools(b), Options{})
	for _, n := range []int{1, 64} {
		body := `{"queries":["painter of rivers"` + strings.Repeat(`,"lighthouse granite"`, n-1) + `],"topk":5,"return_scores":true}`
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r, got := ask(h, "POST", "/retrieve", body); r.StatusCode != 200 {
					b.Fatal(got)
				}
			}
		})
	}
}
