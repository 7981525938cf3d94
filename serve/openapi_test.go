package serve

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOpenAPI holds the document against the routes: the same paths and methods, and no reference into nothing.
func TestOpenAPI(t *testing.T) {
	h := handler(t, tools(t), Options{})
	d := decoded[struct {
		Paths      map[string]map[string]json.RawMessage
		Components struct{ Schemas map[string]json.RawMessage }
	}](t, h, "GET", "/openapi.json", "")
	want := []string{"POST /mcp", "GET /sse", "POST /sse", "GET /metrics"}
	for _, rt := range routes {
		want = append(want, rt.method+" "+rt.path)
	}
	var got []string
	for path, methods := range d.Paths {
		for method := range methods {
			got = append(got, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	references := regexp.MustCompile(`"#/components/schemas/(\w+)"`).FindAllStringSubmatch(string(openAPI), -1)
	if len(references) < 8 {
		t.Errorf("%d references", len(references))
	}
	for _, r := range references {
		if d.Components.Schemas[r[1]] == nil {
			t.Errorf("no schema %s", r[1])
		}
	}
}

// TestMetrics: what was asked is counted, under no name that a client made up.
func TestMetrics(t *testing.T) {
	h := handler(t, tools(t), Options{})
	ask(h, "POST", "/retrieve", `{"queries": ["a", "b"]}`)
	ask(h, "POST", "/retrieve", `{`)
	ask(h, "GET", "/made-up", "")
	_, got := ask(h, "GET", "/metrics", "")
	for _, line := range []string{`infoseek_requests_total{code="200",path="/retrieve"} 1`, `infoseek_requests_total{code="400",path="/retrieve"} 1`, `infoseek_requests_total{code="404",path="other"} 1`,
		`infoseek_request_seconds_count{path="/retrieve"} 2`, "infoseek_queries_total 2", "infoseek_requests_under_way 0"} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("no line %q", line)
		}
	}
	if strings.Contains(got, "made-up") {
		t.Error("a path that a client made up")
	}
}

// TestPprof: profiles are there for who asked for them, and has the token.
func TestPprof(t *testing.T) {
	for _, c := range []struct {
		on     bool
		token  string
		status int
	}{{false, "Bearer abc", 404}, {true, "Bearer abc", 200}, {true, "", 401}} {
		h := handler(t, tools(t), Options{Token: "abc", Pprof: c.on})
		if r, _ := ask(h, "GET", "/debug/pprof/heap", "", "Authorization", c.token); r.StatusCode != c.status {
			t.Errorf("%+v: %s", c, r.Status)
		}
	}
}
