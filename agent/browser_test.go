package agent

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/safeweb"
)

// site serves one page, and a robots.txt against another; reachable says whether the client may go there at all.
func site(t *testing.T, page string, reachable bool) (Browser, string) {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("User-agent: *\nDisallow: /shut")) })
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(page)) })
	mux.HandleFunc("/broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/secret", http.StatusFound)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	o := safeweb.Options{PerSecond: 1e6}
	if reachable {
		o.Allow = []netip.AddrPort{netip.MustParseAddrPort(s.Listener.Addr().String())}
	}
	c, err := safeweb.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return Browser{c}, s.URL
}

func TestBrowser(t *testing.T) {
	page := "<title>Lake Orum</title><p>The lake was mapped by Ida Brandt."
	for name, c := range map[string]struct {
		path      string
		reachable bool
		kind      infoseek.SegmentKind
		text      string
		faults    int
		problems  int
	}{
		"a page":              {"/page", true, infoseek.SegmentObservation, "The lake was mapped by Ida Brandt.", 0, 0},
		"not there":           {"/nowhere", true, infoseek.SegmentObservation, "there is no such page", 0, 0},
		"robots.txt":          {"/shut", true, infoseek.SegmentObservation, "does not allow programs", 0, 0},
		"broken":              {"/broken", true, "", "", 1, 0},
		"a private address":   {"/page", false, infoseek.SegmentNotice, "This call did nothing: that address is out of bounds.", 0, 1},
		"redirected to one":   {"/away", true, infoseek.SegmentNotice, "This call did nothing: that address is out of bounds.", 0, 1},
		"credentials, broken": {"@user:word/%zz", true, infoseek.SegmentNotice, "This call did nothing: that is no address", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			web, url := site(t, page, c.reachable)
			m := native([]infoseek.ToolCall{call("a", "web_visit", `{"url": "`+url+c.path+`"}`), call("b", "search", `{"queries": ["lake"]}`)})
			tr := askNative(t, m, Tools{Web: web}, Options{})
			if len(tr.Faults) != c.faults || len(tr.Problems) != c.problems || tr.Answer != "Ida Brandt" {
				t.Fatalf("faults %+v, problems %+v, answer %q", tr.Faults, tr.Problems, tr.Answer)
			}
			if c.faults > 0 {
				if f := tr.Faults[0]; f.Boundary != infoseek.BoundaryWeb {
					t.Errorf("%+v", f)
				}
				return
			}
			if s := tr.Segments[3]; s.CallID != "a" || s.Kind != c.kind || !strings.Contains(s.Text, c.text) || strings.Contains(s.Text, "169.254") {
				t.Errorf("%+v", s)
			}
		})
	}
}

// TestToldOfAll: a model hears something of each kind of error.
func TestToldOfAll(t *testing.T) {
	for kind, words := range heard {
		if words == "" || strings.Contains(words, "%") {
			t.Errorf("%s: %q", kind, words)
		}
	}
	if len(heard) != 10 {
		t.Errorf("%d kinds", len(heard))
	}
}
