package crawl

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"

	"infoseek/internal/safeweb"
	"infoseek/internal/unpack"
	"infoseek/internal/warc"
)

// server is a small site on loopback; it notes what was asked for.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func serve(t *testing.T) *server {
	s := &server{}
	pages := map[string]string{
		"/":            `<nav><a href="/a">a</a></nav><a href="b#x">b</a> <a href="/secret/x">no</a> <a href="https://else.example/">else</a> <a href="/old">old</a> <a rel=nofollow href="/no">no</a> <a href="mailto:x">x</a>`,
		"/a":           `<a href="/">home</a><a href="/gone">gone</a>`,
		"/b":           `<base href="/deep/"><a href="c">c</a>`,
		"/deep/c":      `<p>end`,
		"/listed":      `<meta name=robots content="noindex, nofollow"><a href="/never">x</a>`,
		"/new":         `<p>new`,
		"/robots.txt":  "User-agent: *\nDisallow: /secret\nSitemap: /map.xml\n",
		"/picture.png": "x",
	}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.Path)
		s.mu.Unlock()
		body, ok := pages[r.URL.Path]
		switch {
		case r.URL.Path == "/old":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case r.URL.Path == "/map.xml":
			w.Header().Set("Content-Type", "application/xml")
			fmt.Fprintf(w, `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "eeee">]><urlset><url><loc>%s/listed</loc></url><url><loc>https://else.example/x</loc></url></urlset>`, s.URL)
		case !ok:
			http.NotFound(w, r)
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write([]byte(body))
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) client(t *testing.T, allowed bool) *safeweb.Client {
	o := safeweb.Options{PerSecond: 1000, Types: slices.Concat(PageTypes, SitemapTypes)}
	if u, err := url.Parse(s.URL); err == nil && allowed {
		o.Allow = []netip.AddrPort{netip.MustParseAddrPort(u.Host)}
	}
	c, err := safeweb.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func clock() time.Time { return time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC) }

func TestRun(t *testing.T) {
	s := serve(t)
	path := filepath.Join(t.TempDir(), "x.warc.gz")
	got, err := Run(context.Background(), s.client(t, true), []string{s.URL}, path, Options{SameSite: true, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Report{Pages: 6, Fetched: 6, Refused: 2}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	slices.Sort(s.asked)
	want := []string{"/", "/a", "/b", "/deep/c", "/gone", "/listed", "/map.xml", "/new", "/old", "/robots.txt"}
	if diff := cmp.Diff(want, slices.Compact(s.asked)); diff != "" {
		t.Errorf("asked: -want +got:\n%s", diff)
	}
}

// TestAlone: two crawls do not write one archive.
func TestAlone(t *testing.T) {
	s := serve(t)
	path := filepath.Join(t.TempDir(), "x.warc.gz")
	other := flock.New(path + ".lock")
	if err := other.Lock(); err != nil {
		t.Fatal(err)
	}
	run := func() error {
		_, err := Run(context.Background(), s.client(t, true), []string{s.URL}, path, Options{SameSite: true, Now: clock})
		return err
	}
	if err := run(); err == nil || !strings.Contains(err.Error(), "another process writes") {
		t.Errorf("beside another: %v", err)
	}
	if err := errors.Join(other.Close(), run()); err != nil {
		t.Error(err)
	}
}

// TestResume stops a crawl at each of its pages, and cuts its last record: in the end the same is in the archive, and no page was asked for twice but the one that was cut.
func TestResume(t *testing.T) {
	s := serve(t)
	path := filepath.Join(t.TempDir(), "x.warc.gz")
	var last Report
	for limit := 1; limit <= 7; limit++ {
		var err error
		if last, err = Run(context.Background(), s.client(t, true), []string{s.URL}, path, Options{SameSite: true, Limit: limit, Now: clock}); err != nil {
			t.Fatal(err)
		}
		if limit < 6 && last.Pages != limit {
			t.Fatalf("limit %d: %+v", limit, last)
		}
		if limit == 3 {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(path, info.Size()-5); err != nil {
				t.Fatal(err)
			}
		}
	}
	if last.Pages != 6 || last.Waiting != 0 || last.Refused != 2 {
		t.Errorf("%+v", last)
	}
	twice := 0
	slices.Sort(s.asked)
	for i := 1; i < len(s.asked); i++ {
		if p := s.asked[i]; p == s.asked[i-1] && p != "/robots.txt" && p != "/map.xml" {
			twice++
		}
	}
	if twice != 1 {
		t.Errorf("asked twice: %q", s.asked)
	}
}

// TestPrivate: without leave nothing is fetched from loopback.
func TestPrivate(t *testing.T) {
	s := serve(t)
	got, err := Run(context.Background(), s.client(t, false), []string{s.URL}, filepath.Join(t.TempDir(), "x.warc.gz"), Options{Now: clock})
	if err != nil || got.Pages != 0 || got.Refused != 1 || len(s.asked) != 0 {
		t.Errorf("%+v, %v, asked %q", got, err, s.asked)
	}
}

// TestResumeAnywhere goes on with each beginning of an archive, as a kill may leave it: all pages are there in the end, each once.
func TestResumeAnywhere(t *testing.T) {
	s := serve(t)
	whole := filepath.Join(t.TempDir(), "whole.warc.gz")
	if _, err := Run(context.Background(), s.client(t, true), []string{s.URL}, whole, Options{SameSite: true, Now: clock}); err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	want := pagesIn(t, whole)
	for n := range body {
		if n%97 != 0 && !bytes.HasPrefix(body[n:], []byte("\x1f\x8b\x08")) {
			continue
		}
		part := filepath.Join(t.TempDir(), "part.warc.gz")
		if err := os.WriteFile(part, body[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Run(context.Background(), s.client(t, true), []string{s.URL}, part, Options{SameSite: true, Now: clock}); err != nil {
			t.Fatalf("after %d bytes: %v", n, err)
		}
		if diff := cmp.Diff(want, pagesIn(t, part)); diff != "" {
			t.Errorf("after %d bytes: -want +got:\n%s", n, diff)
		}
	}
}

// pagesIn are the addresses of the pages of an archive, in order.
func pagesIn(t *testing.T, path string) (all []string) {
	f, err := unpack.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for r := warc.NewReader(f, largest); ; {
		rec, err := r.Next()
		if err == io.EOF {
			slices.Sort(all)
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if said, err := rec.Response(largest); err != nil {
			t.Fatal(err)
		} else if rec.Type == "response" && said.Status == http.StatusOK {
			all = append(all, rec.URL)
		}
	}
}

// TestAskedOtherwise: what a crawl was not allowed to do, a later one of the same archive may be.
func TestAskedOtherwise(t *testing.T) {
	s := serve(t)
	path := filepath.Join(t.TempDir(), "x.warc.gz")
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	hasty, err := safeweb.New(safeweb.Options{PerSecond: 0.1, Timeout: time.Second, Types: PageTypes, Allow: []netip.AddrPort{netip.MustParseAddrPort(u.Host)}})
	if err != nil {
		t.Fatal(err)
	}
	defer hasty.Close()
	for i, client := range []*safeweb.Client{s.client(t, false), hasty, s.client(t, true)} {
		got, err := Run(context.Background(), client, []string{s.URL}, path, Options{SameSite: true, Now: clock})
		if want := []int{0, 0, 6}[i]; err != nil || got.Pages != want {
			t.Errorf("run %d: %+v, %v; want %d pages", i, got, err, want)
		}
	}
}

func TestPatience(t *testing.T) {
	for rate, turn := range map[float64]time.Duration{1: safeweb.LongestDelay, 1000: safeweb.LongestDelay, 0.01: 100 * time.Second, 1e-300: 24 * time.Hour} {
		if got, want := Patience(rate), 3*turn+30*time.Second; got != want {
			t.Errorf("%g a second: %v, want %v", rate, got, want)
		}
	}
}

// TestLongAddress: an address longer than a header's line does not make the archive one that can't be read again.
func TestLongAddress(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		switch r.URL.Path {
		case "/":
			fmt.Fprintf(w, `<a href="/%s">long</a><a href="/b">b</a>`, long)
		case "/b":
			fmt.Fprint(w, "b")
		default:
			http.NotFound(w, r)
		}
	}))
	defer web.Close()
	s := &server{Server: web}
	path := filepath.Join(t.TempDir(), "x.warc.gz")
	for range 2 {
		got, err := Run(context.Background(), s.client(t, true), []string{s.URL}, path, Options{Now: clock})
		if err != nil || got.Pages != 2 {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

// TestSitemapOfItself: a sitemap that lists itself is fetched once.
func TestSitemapOfItself(t *testing.T) {
	asked := 0
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/sitemap.xml" {
			http.NotFound(w, r)
			return
		}
		asked++
		w.Header().Set("Content-Type", "application/xml")
		fmt.Fprintf(w, "<sitemapindex><sitemap><loc>%[1]s/sitemap.xml</loc></sitemap><sitemap><loc>%[1]s/sitemap.xml</loc></sitemap></sitemapindex>", s.URL)
	}))
	defer s.Close()
	_, err := Run(context.Background(), s.client(t, true), []string{s.URL, s.URL + "/b"}, filepath.Join(t.TempDir(), "x.warc.gz"), Options{Now: clock})
	if err != nil || asked != 1 {
		t.Errorf("asked %d times, %v", asked, err)
	}
}

// TestForeignFile: what no crawl wrote is left as it is.
func TestForeignFile(t *testing.T) {
	s := serve(t)
	var b bytes.Buffer
	w := warc.NewWriter(&b)
	for range 2 {
		if err := w.Write("resource", "https://a.example/", "2020-01-02T03:04:05Z", "text/plain", bytes.Repeat([]byte("x"), 100)); err != nil {
			t.Fatal(err)
		}
	}
	liar := packed(t, []byte("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 500\r\n\r\nshort"))
	noise := make([]byte, 10_000)
	rand.NewChaCha8([32]byte{}).Read(noise)
	noise = packed(t, noise)
	for name, body := range map[string][]byte{
		"notes":                        []byte("my notes, which nobody may cut"),
		"short notes":                  []byte("hi"),
		"another file cut off":         noise[:len(noise)-20],
		"a record of the wrong length": slices.Concat(b.Bytes(), liar, b.Bytes()),
	} {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Run(context.Background(), s.client(t, true), []string{s.URL}, path, Options{Now: clock}); !errors.Is(err, errForeign) {
			t.Errorf("%s: %v", name, err)
		}
		if left, err := os.ReadFile(path); err != nil || !bytes.Equal(left, body) {
			t.Errorf("%s: %d of %d bytes are left, %v", name, len(left), len(body), err)
		}
	}
}

func packed(t *testing.T, body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(body)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzReadSitemap(f *testing.F) {
	f.Add([]byte("<sitemapindex><sitemap><loc>https://a.example/m.xml</loc></sitemap></sitemapindex>"))
	f.Add([]byte("<!DOCTYPE a [<!ENTITY b '&c;'>]><url><loc>&b;</loc>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		pages, maps := readSitemap(body)
		if len(pages)+len(maps) > len(body) {
			t.Fatalf("%d addresses of %d bytes", len(pages)+len(maps), len(body))
		}
	})
}

func FuzzLinks(f *testing.F) {
	f.Add([]byte("<base href=/a><a href=b><a href='http://[::1'>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, l := range links("https://a.example/x", body) {
			if u, err := url.Parse(l); err != nil || u.Host == "" && u.Path == "" && u.Opaque == "" {
				t.Fatalf("%q: %v", l, err)
			}
		}
	})
}
