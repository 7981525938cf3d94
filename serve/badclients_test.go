package serve

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// TestMediaTypes: a body that says it is something else than JSON is not read as JSON; what says nothing, or what curl says unasked, is.
func TestMediaTypes(t *testing.T) {
	h := handler(t, tools(t), Options{})
	for _, c := range []struct {
		kind, encoding string
		status         int
		says           string
	}{
		{"", "", 200, "Dana Veld"},
		{"application/json", "", 200, "Dana Veld"},
		{"application/json", "identity", 200, "Dana Veld"},
		{`application/json; charset="UTF-8"`, "", 200, "Dana Veld"},
		{"application/vnd.api+json", "", 200, "Dana Veld"},
		{"application/x-www-form-urlencoded", "", 200, "Dana Veld"},
		{"text/plain; charset=us-ascii", "", 200, "Dana Veld"},
		{"application/json; charset=utf-16", "", 415, "send UTF-8"},
		{"application/xml", "", 415, "application/xml: send application/json"},
		{"multipart/form-data; boundary=x", "", 415, "multipart/form-data"},
		{"image/png", "", 415, "image/png"},
		{"json;;", "", 415, "can't be read"},
		{"application/json", "gzip", 415, "Content-Encoding gzip"},
	} {
		r, got := ask(h, "POST", "/retrieve", `{"queries": ["painter of rivers"], "topk": 1}`, "Content-Type", c.kind, "Content-Encoding", c.encoding)
		if r.StatusCode != c.status || !strings.Contains(got, c.says) {
			t.Errorf("%q %q: %s %s", c.kind, c.encoding, r.Status, got)
		}
	}
}

// wrongBodies are told to be wrong, whatever their depth and size under the limit.
func wrongBodies() map[string]string {
	deep := strings.Repeat("[", 1<<20)
	return map[string]string{
		"empty":          "",
		"null":           "null",
		"bytes":          "\x00\xff\xfe",
		"torn":           `{"queries": ["a`,
		"deep, open":     `{"queries": ` + deep,
		"deep, closed":   `{"more": ` + deep + strings.Repeat("]", len(deep)) + "}",
		"deep objects":   strings.Repeat(`{"a":`, 1<<19),
		"twice":          `{"queries": ["a"], "queries": ["b"]}`,
		"mixed":          `{"queries": ["a", null, {}]}`,
		"a large number": `{"queries": ["a"], "topk": 1e300}`,
		"many":           `{"queries": [` + strings.Repeat(`"a",`, 1<<19) + `"a"]}`,
		"half a pair":    `{"queries": ["\ud800"]}`,
		"a long number":  `{"queries": ["a"], "topk": ` + strings.Repeat("9", 1<<20) + "}",
	}
}

// TestWrongBodies: each gets a 4xx that says what is wrong, on every route that takes a body.
func TestWrongBodies(t *testing.T) {
	h := handler(t, tools(t), Options{})
	for name, body := range wrongBodies() {
		for _, target := range []string{"/retrieve", "/v1/search", "/synthesize", "/visit"} {
			began := time.Now()
			r, got := ask(h, "POST", target, body)
			if r.StatusCode != http.StatusBadRequest || !strings.Contains(got, `"error":"`) || len(got) > 1000 {
				t.Errorf("%s, %s: %s %.200s", target, name, r.Status, got)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%s, %s: %v", target, name, took)
			}
		}
	}
}

// TestBadClientsLeaveNothing: after hundreds of wrong bodies, dripping and vanishing clients the server answers, and holds hardly more memory than before; that no goroutine is left is checked for all tests of the package.
func TestBadClientsLeaveNothing(t *testing.T) {
	address, end := start(t, tools(t), Options{ReadTimeout: 200 * time.Millisecond})
	round := func() {
		var g errgroup.Group
		for _, body := range wrongBodies() {
			g.Go(func() error { return wrong(address, body) })
		}
		for i := range 40 {
			g.Go(func() error { return bad(address, i) })
		}
		if err := g.Wait(); err != nil {
			t.Error(err)
		}
		http.DefaultClient.CloseIdleConnections()
	}
	round()
	before := heap()
	for range 5 {
		round()
	}
	if grown := int64(heap()) - int64(before); grown > 16<<20 {
		t.Errorf("%d bytes more are held", grown)
	}
	r, err := http.Post("http://"+address+"/retrieve", "application/json", strings.NewReader(`{"queries": ["painter"]}`))
	if err != nil || r.StatusCode != 200 {
		t.Fatalf("afterwards: %v, %v", r, err)
	}
	r.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if err := end(); err != nil {
		t.Errorf("ended with %v", err)
	}
}

// heap is what the heap holds after two collections: pools keep things for one.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// wrong sends a body that must be refused.
func wrong(address, body string) error {
	r, err := http.Post("http://"+address+"/retrieve", "application/json", strings.NewReader(body))
	if err != nil {
		return nil // 200 ms were too few to send it
	}
	defer r.Body.Close()
	if r.StatusCode/100 != 4 {
		return fmt.Errorf("%.40q: %s", body, r.Status)
	}
	_, err = io.Copy(io.Discard, r.Body)
	return err
}

// bad is a client that vanishes in the middle, or drips until it is cut off.
func bad(address string, i int) error {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer c.Close()
	begin := "POST /retrieve HTTP/1.1\r\nHost: 127.0.0.1\r\n"
	switch i % 4 {
	case 0: // vanishes in the head
		_, err := io.WriteString(c, begin)
		return err
	case 1: // vanishes in the body
		_, err := io.WriteString(c, begin+"Content-Length: 100\r\n\r\n{")
		return err
	case 2: // asks and does not wait
		_, err := io.WriteString(c, begin+"Content-Length: 24\r\n\r\n{\"queries\": [\"painter\"]}")
		return err
	}
	return dripUntilCut(c, begin+"Content-Length: 100000\r\n\r\n")
}

func dripUntilCut(c net.Conn, begin string) error {
	c.SetDeadline(time.Now().Add(20 * time.Second))
	io.WriteString(c, begin)
	ended := make(chan error, 1)
	go func() { _, err := io.Copy(io.Discard, c); ended <- err }()
	for {
		select {
		case err := <-ended:
			if e, ok := err.(net.Error); ok && e.Timeout() {
				return fmt.Errorf("not cut off: %w", err)
			}
			return nil
		case <-time.After(20 * time.Millisecond):
			io.WriteString(c, " ")
		}
	}
}
