package crawl

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"infoseek/internal/safeweb"
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

func TestForeignFile(t *testing.T) {
	s := serve(t)
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, []byte("my notes, which nobody may cut"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), s.client(t, true), []string{s.URL}, path, Options{Now: clock}); err == nil {
		t.Error("a file that is no archive is taken")
	}
	if body, err := os.ReadFile(path); err != nil || len(body) != 30 {
		t.Errorf("%q, %v", body, err)
	}
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
