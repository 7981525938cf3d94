package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"infoseek/bench/table"

	"golang.org/x/sync/errgroup"
)

// What bad clients may leave behind in our server: goroutines, and megabytes that a process which has served a thousand connections keeps.
const (
	mostGoroutines = 10
	mostMemory     = 64
	hugeBody       = 100 << 20
	hugeBodies     = 8
)

// siege is our server with what it is treated with.
type siege struct {
	*server
	connections int
	good        []byte // a request as it is sent
	body        []byte
}

// mistreat treats our server badly and adds what it did, and what was left behind.
func (b *bench) mistreat(ctx context.Context, tab *table.Table, corpus string, t topics) error {
	s, err := b.startOurs(ctx, corpus)
	if err != nil {
		return err
	}
	defer s.stop()
	if _, err := t.relevant(ctx, s.url); err != nil { // all that is mapped is resident from here on
		return err
	}
	body := request(t.queries[:1], topk)
	g := siege{s, b.storm, fmt.Appendf(nil, "POST /retrieve HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body), body}
	if _, err := g.crowd(); err != nil { // what a crowd takes is taken once
		return err
	}
	slog.Info("bench-retrieve", "bad clients", b.storm)
	before, err := g.state(ctx)
	if err != nil {
		return err
	}
	rows, err := g.all(ctx)
	if err != nil {
		return err
	}
	after, err := g.state(ctx)
	if err != nil {
		return fmt.Errorf("our server after bad clients: %w", err)
	}
	tab.Add(rows...)
	tab.Add(table.Figure("goroutines left behind by all of that", float64(after.goroutines-before.goroutines), "", table.AtMost(mostGoroutines)),
		table.Figure("memory left behind by all of that", after.memory-before.memory, "MB", table.AtMost(mostMemory)))
	return nil
}

// all is each of the bad clients.
func (g siege) all(ctx context.Context) ([]table.Row, error) {
	answered, err := g.crowd()
	if err != nil {
		return nil, err
	}
	refused, wrong, err := g.wrong(ctx)
	if err != nil {
		return nil, err
	}
	tooLarge, err := g.huge(ctx)
	if err != nil {
		return nil, err
	}
	slow, others, err := g.slow(ctx)
	if err != nil {
		return nil, err
	}
	return []table.Row{
		table.Figure("connections at once, all answered", float64(answered), "", table.AtLeast(float64(g.connections))),
		table.Figure("wrong requests told what is wrong (4xx)", float64(refused), "", table.AtLeast(float64(wrong))),
		table.Figure("bodies of 100 MB refused unread", float64(tooLarge), "", table.AtLeast(hugeBodies)),
		table.Figure("slow clients cut off", float64(slow), "", table.AtLeast(float64(g.connections))),
		table.Figure("others meanwhile, slowest answer", milliseconds(others), "ms", table.Bound{}),
	}, nil
}

// crowd opens all connections before the first of them asks, and counts those that were answered three times.
func (g siege) crowd() (int64, error) {
	open, err := g.dial(g.connections)
	if err != nil {
		return 0, err
	}
	var answered atomic.Int64
	var all errgroup.Group
	for _, c := range open {
		all.Go(func() error {
			defer c.Close()
			c.SetDeadline(time.Now().Add(2 * time.Minute))
			in := bufio.NewReader(c)
			for range 3 {
				if _, err := c.Write(g.good); err != nil {
					return err
				}
				r, err := http.ReadResponse(in, nil)
				if err != nil {
					return err
				}
				if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
					return fmt.Errorf("%s: %v", r.Status, err)
				}
			}
			answered.Add(1)
			return nil
		})
	}
	err = all.Wait()
	return answered.Load(), err
}

func (g siege) dial(n int) ([]net.Conn, error) {
	open := make([]net.Conn, n)
	for i := range open {
		c, err := net.Dial("tcp", strings.TrimPrefix(g.url, "http://"))
		if err != nil {
			return nil, fmt.Errorf("connection %d: %w", i, err)
		}
		open[i] = c
	}
	return open, nil
}

// wrong sends requests that can't be answered, and counts those that were told so.
func (g siege) wrong(ctx context.Context) (refused, all int, err error) {
	deep := strings.Repeat("[", 1<<20)
	for _, c := range []struct{ kind, body string }{
		{"application/json", ""},
		{"application/json", "{"},
		{"application/json", "null"},
		{"application/json", "\x00\xff\xfe"},
		{"application/json", `["a"]`},
		{"application/json", `{"queries": "a"}`},
		{"application/json", `{"queries": [1, null, {}]}`},
		{"application/json", `{"queries": ["a"], "topk": -1}`},
		{"application/json", `{"queries": ["a"], "topk": 1e300}`},
		{"application/json", `{"queries": ["a"], "topk": 1000000}`},
		{"application/json", `{"queries": ["a"], "queries": ["b"]}`},
		{"application/json", `{"queries": ["` + "\xff" + `"]}`},
		{"application/json", `{"queries": [` + strings.Repeat(`"a",`, 5000) + `"a"]}`},
		{"application/json", `{"queries": ` + deep},
		{"application/json", `{"more": ` + deep + strings.Repeat("]", len(deep)) + `}`},
		{"application/json", strings.Repeat(`{"a":`, 1<<19)},
		{"multipart/form-data; boundary=x", `{"queries": ["a"]}`},
		{"application/xml", "<queries/>"},
		{"image/png", `{"queries": ["a"]}`},
		{"", "queries=a"},
	} {
		r, err := http.NewRequestWithContext(ctx, "POST", g.url+"/retrieve", strings.NewReader(c.body))
		if err != nil {
			return refused, all, err
		}
		r.Header.Set("Content-Type", c.kind)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return refused, all, fmt.Errorf("%.60q: %w", c.body, err)
		}
		told, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		all++
		if err == nil && answer.StatusCode/100 == 4 && bytes.Contains(told, []byte(`"error":"`)) {
			refused++
		}
	}
	return refused, all, nil
}

// huge sends bodies of 100 MB, and counts those that were refused.
func (g siege) huge(ctx context.Context) (refused int, err error) {
	for i := range hugeBodies {
		r, err := http.NewRequestWithContext(ctx, "POST", g.url+"/retrieve", io.LimitReader(spaces{}, hugeBody))
		if err != nil {
			return refused, err
		}
		r.ContentLength = -1 // in chunks
		if i%2 == 0 {
			r.ContentLength = hugeBody
		}
		answer, err := http.DefaultTransport.RoundTrip(r)
		switch {
		case err == nil:
			answer.Body.Close()
			if answer.StatusCode == http.StatusRequestEntityTooLarge {
				refused++
			}
		case strings.Contains(err.Error(), "write"): // closed before the client had read its answer
			refused++
		default:
			return refused, err
		}
	}
	return refused, nil
}

// spaces is a body without end that is no JSON yet.
type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// slow opens connections of which half never end their head, half never their body, a byte a second, while others ask; it waits for them to be cut off.
func (g siege) slow(ctx context.Context) (cut int64, slowest time.Duration, err error) {
	open, err := g.dial(g.connections)
	if err != nil {
		return 0, 0, err
	}
	var ended atomic.Int64
	var all errgroup.Group
	for i, c := range open {
		begin := g.good[:30] // in the middle of the head
		if i%2 == 0 {
			begin = g.good[:len(g.good)-len(g.body)+5]
		}
		all.Go(func() error {
			defer c.Close()
			if drip(c, begin) {
				ended.Add(1)
			}
			return nil
		})
	}
	others := client{url: g.url + "/retrieve", transport: &http.Transport{}}
	defer others.transport.CloseIdleConnections()
	waited := make(chan struct{})
	go func() { all.Wait(); close(waited) }()
	for {
		took, err := others.ask(ctx, g.body)
		if err != nil {
			return 0, 0, err
		}
		slowest = max(slowest, took)
		select {
		case <-waited:
			return ended.Load(), slowest, nil
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// drip sends what begins a request, then a space each second, and says whether it was cut off within a minute and a half.
func drip(c net.Conn, begin []byte) bool {
	c.Write(begin)
	closed := make(chan struct{})
	go func() {
		c.SetReadDeadline(time.Now().Add(90 * time.Second))
		_, err := io.Copy(io.Discard, c)
		if e, ok := err.(net.Error); !ok || !e.Timeout() {
			close(closed)
		}
	}()
	for range 90 {
		select {
		case <-closed:
			return true
		case <-time.After(time.Second):
			c.Write([]byte(" "))
		}
	}
	return false
}

// state is what a server has open.
type state struct {
	goroutines int
	memory     float64 // MB
}

// state waits for what has ended to be gone, and for memory that is free to be given back.
func (g siege) state(ctx context.Context) (st state, err error) {
	http.DefaultClient.CloseIdleConnections()
	time.Sleep(5 * time.Second)
	p, err := family(g.pid())
	if err != nil {
		return st, err
	}
	st.memory = float64(p.memory) / 1e6
	r, err := http.NewRequestWithContext(ctx, "GET", g.url+"/metrics", nil)
	if err != nil {
		return st, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return st, err
	}
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if n, ok := strings.CutPrefix(lines.Text(), "go_goroutines "); ok {
			st.goroutines, err = strconv.Atoi(n)
			return st, err
		}
	}
	return st, fmt.Errorf("%s/metrics has no go_goroutines", g.url)
}
