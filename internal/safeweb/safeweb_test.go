package safeweb

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"infoseek"
)

// serve starts a server on the loopback address.
func serve(t testing.TB, h http.Handler) (url string, at netip.AddrPort) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL, netip.MustParseAddrPort(s.Listener.Addr().String())
}

// pages serves texts by path; those that begin with "->" redirect.
type pages map[string]string

func (p pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, ok := p[r.URL.Path]
	if to, redirects := strings.CutPrefix(text, "->"); redirects {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
		return
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte(text))
}

func client(t testing.TB, o Options) *Client {
	t.Helper()
	if o.PerSecond == 0 {
		o.PerSecond = 1e6
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// names is a DNS of a few names; others are not there.
func names(known map[string]string) func(context.Context, string) ([]netip.Addr, error) {
	return func(_ context.Context, host string) ([]netip.Addr, error) {
		var all []netip.Addr
		for _, a := range strings.Fields(known[strings.ToLower(strings.TrimSuffix(host, "."))]) {
			all = append(all, netip.MustParseAddr(a))
		}
		if all == nil {
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		}
		return all, nil
	}
}

func TestFetch(t *testing.T) {
	url, at := serve(t, pages{"/a": "Lake Orum.", "/b": "->/a#top", "/robots.txt": "User-agent: *\nDisallow: /private"})
	c := client(t, Options{Allow: []netip.AddrPort{at}})
	p, err := c.Fetch(t.Context(), url+"/b")
	if err != nil || string(p.Body) != "Lake Orum." || p.URL != url+"/a" || p.Type != "text/plain" || p.ContentType != "text/plain; charset=utf-8" {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestNoWayIn names each way to have an address fetched that is not public. A server listens on the loopback address and must not be reached by any of them.
func TestNoWayIn(t *testing.T) {
	var reached atomic.Int32
	secret, within := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	port := fmt.Sprint(within.Port())
	known := map[string]string{
		"loopback.example": "127.0.0.1", "private.example": "10.1.2.3", "metadata.example": "169.254.169.254", "mixed.example": "93.184.216.34 127.0.0.1", "six.example": "::1", "mapped.example": "::ffff:127.0.0.1",
		"localhost": "127.0.0.1", "2130706433": "127.0.0.1", "0177.0.0.1": "127.0.0.1", "127.1": "127.0.0.1", "0x7f000001": "127.0.0.1", "public.example": "93.184.216.34",
	}
	for name, c := range map[string]struct {
		url  string
		kind Kind
	}{
		"loopback":                     {secret, Private},
		"another of the loopback":      {"http://127.8.9.10:" + port, Private},
		"by https":                     {"https://127.0.0.1:" + port, Private},
		"IPv6 loopback":                {"http://[::1]:" + port, Private},
		"IPv6-mapped":                  {"http://[::ffff:127.0.0.1]:" + port, Private},
		"IPv6-mapped in hex":           {"http://[::ffff:7f00:1]:" + port, Private},
		"IPv6-compatible":              {"http://[::127.0.0.1]:" + port, Private},
		"NAT64":                        {"http://[64:ff9b::7f00:1]:" + port, Private},
		"6to4":                         {"http://[2002:7f00:1::]:" + port, Private},
		"Teredo":                       {"http://[2001:0:7f00:1::]", Private},
		"IPv6 unspecified":             {"http://[::]:" + port, Private},
		"IPv6 link-local":              {"http://[fe80::1]", Private},
		"IPv6 with a zone":             {"http://[fe80::1%25eth0]", BadURL},
		"IPv6 unique local":            {"http://[fd00:ec2::254]/latest/meta-data/", Private},
		"unspecified":                  {"http://0.0.0.0:" + port, Private},
		"decimal":                      {"http://2130706433:" + port, BadURL},
		"octal":                        {"http://0177.0.0.1:" + port, BadURL},
		"hexadecimal":                  {"http://0x7f000001:" + port, BadURL},
		"hexadecimal, in parts":        {"http://0x7f.0.0.0x1:" + port, BadURL},
		"short":                        {"http://127.1:" + port, BadURL},
		"one number and a dot":         {"http://2130706433.:" + port, BadURL},
		"circled digits":               {"http://①②⑦.⓪.⓪.①:" + port, Private},
		"wide dots":                    {"http://127。0。0。1:" + port, Private},
		"localhost":                    {"http://localhost:" + port, Private},
		"localhost with a dot":         {"http://localhost.:" + port, Private},
		"capitals":                     {"HTTP://LOCALHOST:" + port, Private},
		"metadata service":             {"http://169.254.169.254/latest/meta-data/", Private},
		"Azure's":                      {"http://168.63.129.16/machine", Private},
		"Alibaba's":                    {"http://100.100.100.200/latest/meta-data/", Private},
		"private":                      {"http://10.0.0.1/", Private},
		"private, 172":                 {"http://172.31.255.254/", Private},
		"private, 192":                 {"http://192.168.1.1/", Private},
		"carrier's":                    {"http://100.64.0.1/", Private},
		"benchmarks'":                  {"http://198.19.0.1/", Private},
		"multicast":                    {"http://224.0.0.1/", Private},
		"broadcast":                    {"http://255.255.255.255/", Private},
		"a name for the loopback":      {"http://loopback.example:" + port, Private},
		"a name for a private address": {"http://private.example", Private},
		"a name for metadata":          {"http://metadata.example/latest/", Private},
		"a name for both kinds":        {"http://mixed.example:8080", Private},
		"a name for IPv6":              {"http://six.example:" + port, Private},
		"a name for a mapped address":  {"http://mapped.example:" + port, Private},
		"another service's port":       {"http://public.example:25", Private},
		"user":                         {"http://public.example@127.0.0.1:" + port, BadURL},
		"user and password":            {"http://user:word@127.0.0.1:" + port, BadURL},
		"user that looks like a host":  {"http://public.example:80@127.0.0.1:" + port, BadURL},
		"backslash":                    {"http://public.example\\@127.0.0.1:" + port, BadURL},
		"fragment":                     {"http://127.0.0.1:" + port + "#@public.example/", Private},
		"encoded host":                 {"http://127%2e0%2e0%2e1:" + port, BadURL},
		"file":                         {"file:///etc/passwd", BadURL},
		"ftp":                          {"ftp://127.0.0.1/", BadURL},
		"gopher":                       {"gopher://127.0.0.1:" + port + "/_GET", BadURL},
		"data":                         {"data:text/html,x", BadURL},
		"javascript":                   {"javascript:alert(1)", BadURL},
		"unix socket":                  {"http+unix://%2Fvar%2Frun%2Fdocker.sock/", BadURL},
		"no scheme":                    {"//127.0.0.1:" + port, BadURL},
		"no host":                      {"http:///etc/passwd", BadURL},
		"opaque":                       {"http:127.0.0.1:" + port, BadURL},
		"line break":                   {"http://127.0.0.1:" + port + "/\r\nHost: public.example", BadURL},
		"endless":                      {"http://public.example/" + strings.Repeat("a", 10000), BadURL},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client(t, Options{Lookup: names(known), Timeout: 2 * time.Second}).Fetch(t.Context(), c.url)
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind {
				t.Errorf("directly: %v, want %s", err, c.kind)
			}
			if err != nil && strings.Contains(err.Error(), "user:word") {
				t.Errorf("credentials in a message: %v", err)
			}
		})
		t.Run(name+", by a redirect", func(t *testing.T) {
			url, at := serve(t, pages{"/go": "->" + c.url})
			_, err := client(t, Options{Allow: []netip.AddrPort{at}, Lookup: names(known), Timeout: 2 * time.Second}).Fetch(t.Context(), url+"/go")
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind && e.Kind != Private && e.Kind != BadURL && e.Kind != NotFound {
				t.Errorf("%v, want %s", err, c.kind)
			}
		})
	}
	if n := reached.Load(); n > 0 {
		t.Errorf("the server within was reached %d times", n)
	}
}

// TestRebinding: a name that is public when it is first looked up, and then is not.
func TestRebinding(t *testing.T) {
	url, at := serve(t, pages{"/a": "fine"})
	first := true
	lookup := func(context.Context, string) ([]netip.Addr, error) {
		a := at.Addr()
		if !first {
			a = netip.MustParseAddr("127.0.0.2")
		}
		return []netip.Addr{a}, nil
	}
	c := client(t, Options{Allow: []netip.AddrPort{at}, Lookup: lookup})
	named := strings.Replace(url, at.Addr().String(), "rebind.example", 1)
	if _, err := c.Fetch(t.Context(), named+"/a"); err != nil {
		t.Fatal(err)
	}
	first = false
	c.Close() // connections that stand are to an address that was checked
	var e *Error
	if _, err := c.Fetch(t.Context(), named+"/a"); !errors.As(err, &e) || e.Kind != Private {
		t.Errorf("%v", err)
	}
}

// TestSocketIsChecked: even if what was looked up and what is connected to differed, the socket would not connect.
func TestSocketIsChecked(t *testing.T) {
	d := &dialer{}
	for address, ok := range map[string]bool{"127.0.0.1:80": false, "[::1]:80": false, "10.0.0.1:443": false, "93.184.216.34:443": true, "93.184.216.34:22": false, "[2606:2800:220:1::1]:80": true, "nonsense": false} {
		if err := d.control(t.Context(), "tcp", address, nil); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestPublic(t *testing.T) {
	for _, a := range []string{"93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"} {
		if !Public(netip.MustParseAddr(a)) {
			t.Errorf("%s is public", a)
		}
	}
	for _, a := range []string{"0.0.0.0", "203.0.113.7", "192.0.0.192", "240.0.0.1", "ff02::1", "fec0::1", "2001:db8::1", "3fff::1", "100::1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "::ffff:10.0.0.1", "fe80::1%eth0"} {
		if Public(netip.MustParseAddr(a)) {
			t.Errorf("%s is not public", a)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// TestNoProxy: a proxy of the environment would make the check one of the proxy's address.
func TestNoProxy(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	if p := client(t, Options{}).transport.Proxy; p != nil {
		t.Error("there is a proxy")
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 200 {
		z.Write([]byte(long))
	}
	z.Close()
	answer := func(header, value string, body func(w http.ResponseWriter)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set(header, value)
			body(w)
		}
	}
	drip := func(n int, pause time.Duration) func(w http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			for range n {
				if _, err := w.Write([]byte(long[:1000])); err != nil {
					return
				}
				http.NewResponseController(w).Flush()
				time.Sleep(pause)
			}
		}
	}
	for name, c := range map[string]struct {
		h    http.Handler
		kind Kind // "" for a fault
	}{
		"gzip bomb":           {answer("Content-Encoding", "gzip", func(w http.ResponseWriter) { w.Write(bomb.Bytes()) }), TooLarge},
		"another encoding":    {answer("Content-Encoding", "br", func(w http.ResponseWriter) { w.Write([]byte("x")) }), WrongType},
		"a length too great":  {answer("Content-Length", "100000", func(w http.ResponseWriter) { w.Write([]byte(long)) }), TooLarge},
		"endless body":        {answer("X", "x", drip(1e9, 0)), TooLarge},
		"slow body":           {answer("X", "x", drip(1e9, 50*time.Millisecond)), ""},
		"no body":             {answer("X", "x", func(w http.ResponseWriter) { time.Sleep(time.Second) }), ""},
		"an image":            {answer("Content-Type", "image/png", func(w http.ResponseWriter) { w.Write([]byte("x")) }), WrongType},
		"JSON":                {answer("Content-Type", "application/json", func(w http.ResponseWriter) { w.Write([]byte("{}")) }), WrongType},
		"an image by itself":  {answer("Content-Type", "", func(w http.ResponseWriter) { w.Write([]byte("\x89PNG\r\n\x1a\n")) }), WrongType},
		"a nonsense type":     {answer("Content-Type", "text/html,,;;=", func(w http.ResponseWriter) { w.Write([]byte("x")) }), WrongType},
		"a head too long":     {answer("X", strings.Repeat("x", 200_000), func(w http.ResponseWriter) { w.Write([]byte("x")) }), ""},
		"forbidden":           {answer("X", "x", func(w http.ResponseWriter) { w.WriteHeader(403) }), Denied},
		"gone":                {answer("X", "x", func(w http.ResponseWriter) { w.WriteHeader(410) }), NotFound},
		"broken":              {answer("X", "x", func(w http.ResponseWriter) { w.WriteHeader(500) }), ""},
		"busy":                {answer("X", "x", func(w http.ResponseWriter) { w.WriteHeader(429) }), ""},
		"redirect to nowhere": {answer("X", "x", func(w http.ResponseWriter) { w.WriteHeader(302) }), Denied},
		"redirects in a ring": {pages{"/page": "->/other", "/other": "->/page"}, Redirects},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, at := serve(t, c.h)
			began := time.Now()
			_, err := client(t, Options{Allow: []netip.AddrPort{at}, Bytes: 50_000, Timeout: 400 * time.Millisecond}).Fetch(t.Context(), url+"/page")
			checkKind(t, err, c.kind)
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// checkKind wants an *Error of that kind, a fault of the web where there is none.
func checkKind(t *testing.T, err error, want Kind) {
	t.Helper()
	var e *Error
	var f *infoseek.Fault
	switch {
	case want == "" && (!errors.As(err, &f) || f.Boundary != infoseek.BoundaryWeb || !f.Retryable):
		t.Errorf("%v, want a fault", err)
	case want != "" && (!errors.As(err, &e) || e.Kind != want):
		t.Errorf("%v, want %s", err, want)
	}
}

func TestRobots(t *testing.T) {
	for name, c := range map[string]struct {
		robots http.HandlerFunc
		path   string
		kind   Kind
		fails  bool
	}{
		"allowed":            {say("User-agent: *\nDisallow: /private"), "/public", "", false},
		"disallowed":         {say("User-agent: *\nDisallow: /private"), "/private/x", Robots, false},
		"by its own name":    {say("User-agent: infoseek\nDisallow: /\n\nUser-agent: *\nDisallow:"), "/public", Robots, false},
		"another's name":     {say("User-agent: other\nDisallow: /\n\nUser-agent: *\nAllow: /"), "/public", "", false},
		"query":              {say("User-agent: *\nDisallow: /*?secret"), "/public?secret=1", Robots, false},
		"the longest counts": {say("User-agent: *\nDisallow: /\nAllow: /public"), "/public", "", false},
		"nonsense":           {say("\x00\x01<html>"), "/public", "", false},
		"none":               {http.NotFound, "/public", "", false},
		"not given out":      {status(403), "/public", "", false},
		"in trouble":         {status(503), "/public", "", true},
		"too busy":           {status(429), "/public", "", true},
		"moved":              {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/rules.txt", http.StatusFound) }, "/private/x", Robots, false},
		"moved in a ring":    {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, "/private/x", "", false},
		"moved inside": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://10.0.0.1/robots.txt", http.StatusFound)
		}, "/public", Private, false},
		"long, read in front": {say("User-agent: *\nDisallow: /private\n" + strings.Repeat("# long\n", 200_000)), "/private/x", Robots, false},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("User-agent: *"))
		}, "/public", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			mux := http.NewServeMux()
			mux.HandleFunc("/robots.txt", c.robots)
			mux.HandleFunc("/rules.txt", say("User-agent: *\nDisallow: /private"))
			mux.HandleFunc("/", say("a page"))
			url, at := serve(t, mux)
			p, err := client(t, Options{Allow: []netip.AddrPort{at}, Agent: "infoseek/1.0 (+https://pages.example)"}).Fetch(t.Context(), url+c.path)
			switch {
			case c.kind != "" || c.fails:
				checkKind(t, err, c.kind)
			case err != nil || string(p.Body) != "a page":
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}

func say(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Write([]byte(text))
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// TestRobotsAfterRedirect: where a site sends on to another path or host, the rules there count.
func TestRobotsAfterRedirect(t *testing.T) {
	there, atThere := serve(t, pages{"/private": "secret", "/robots.txt": "User-agent: *\nDisallow: /private"})
	here, atHere := serve(t, pages{"/go": "->" + there + "/private"})
	_, err := client(t, Options{Allow: []netip.AddrPort{atHere, atThere}}).Fetch(t.Context(), here+"/go")
	checkKind(t, err, Robots)
}

// TestRate: requests to one host keep their distance, robots.txt is asked for once, and who can't wait is told so at once.
func TestRate(t *testing.T) {
	var mu sync.Mutex
	var times []time.Time
	robots := 0
	url, at := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		times = append(times, time.Now())
		if r.URL.Path == "/robots.txt" {
			robots++
		}
		say("User-agent: *\nDisallow:")(w, r)
	}))
	c := client(t, Options{Allow: []netip.AddrPort{at}, PerSecond: 20})
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if _, err := c.Fetch(t.Context(), url+"/a"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if robots != 1 || len(times) != 5 || times[4].Sub(times[0]) < 180*time.Millisecond {
		t.Errorf("%d requests, %d for robots.txt, in %v", len(times), robots, times[len(times)-1].Sub(times[0]))
	}
	slow := client(t, Options{Allow: []netip.AddrPort{at}, PerSecond: 0.01, Timeout: time.Second})
	began := time.Now()
	_, err := slow.Fetch(t.Context(), url+"/a")
	checkKind(t, err, TooSoon)
	if time.Since(began) > 500*time.Millisecond {
		t.Error("it waited for what can't be")
	}
}

// TestCrawlDelay: a site may ask for more distance.
func TestCrawlDelay(t *testing.T) {
	url, at := serve(t, pages{"/a": "a", "/robots.txt": "User-agent: *\nCrawl-delay: 30"})
	c := client(t, Options{Allow: []netip.AddrPort{at}, Timeout: time.Second})
	c.Fetch(t.Context(), url+"/a")
	_, err := c.Fetch(t.Context(), url+"/a")
	checkKind(t, err, TooSoon)
}

func TestNoHost(t *testing.T) {
	_, err := client(t, Options{Lookup: names(nil)}).Fetch(t.Context(), "http://nowhere.example/")
	checkKind(t, err, NoHost)
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	url, at := serve(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() }))
	if _, err := client(t, Options{Allow: []netip.AddrPort{at}}).Fetch(ctx, url); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestSitesAreForgotten(t *testing.T) {
	c := client(t, Options{})
	for i := range mostSites + 10 {
		u, err := readURL(fmt.Sprintf("http://h%d.example/", i))
		if err != nil {
			t.Fatal(err)
		}
		c.sites.of(u)
	}
	if n := len(c.sites.byHost); n != mostSites || c.sites.byHost["h0.example"] != nil {
		t.Errorf("%d sites", n)
	}
}

func TestOptionsRefused(t *testing.T) {
	for _, o := range []Options{{Bytes: -1}, {Timeout: -1}, {Redirects: -1}, {PerSecond: -1}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v", o)
		}
	}
}

// FuzzReadURL: what passes is absolute, by http or https, without credentials, and is read again as itself.
func FuzzReadURL(f *testing.F) {
	for _, s := range []string{"http://pages.example/a?b#c", "https://[2606::1]:443", "http://a@b", "http://0x7f.1", "//x", "http://%31", "http:a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := readURL(raw)
		if err != nil {
			return
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Hostname() == "" || u.Fragment != "" || numeric(u.Hostname()) {
			t.Fatalf("%q is read as %v", raw, u)
		}
		if again, err := readURL(u.String()); err != nil || again.String() != u.String() {
			t.Fatalf("%q is read as %v, then %v, %v", raw, u, again, err)
		}
	})
}
