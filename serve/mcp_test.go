package serve

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestMCP runs the same calls over streamable HTTP and over a pair of pipes.
func TestMCP(t *testing.T) {
	s, err := New(tools(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("http", func(t *testing.T) {
		h := httptest.NewServer(s.Handler())
		defer h.Close()
		useMCP(t, &mcp.StreamableClientTransport{Endpoint: h.URL + "/mcp"})
		http.DefaultClient.CloseIdleConnections()
	})
	t.Run("sse", func(t *testing.T) {
		address, end := start(t, tools(t), Options{ReadTimeout: 100 * time.Millisecond, Timeout: time.Second})
		useMCP(t, &mcp.SSEClientTransport{Endpoint: "http://" + address + "/sse"})
		if err := end(); err != nil {
			t.Errorf("ended with %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	t.Run("stdio", func(t *testing.T) {
		in, toServer := io.Pipe()
		fromServer, out := io.Pipe()
		ended := make(chan error, 1)
		go func() { ended <- s.ServeMCP(context.Background(), in, out) }()
		useMCP(t, &mcp.IOTransport{Reader: fromServer, Writer: toServer})
		toServer.Close()
		if err := <-ended; err != nil {
			t.Errorf("ended with %v", err)
		}
	})
}

func useMCP(t *testing.T, transport mcp.Transport) {
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), transport, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	checkTools(t, session)

	var hits []mcpHit
	text := called(t, session, "search", map[string]any{"query": "painter of rivers"}, nil)
	if err := json.Unmarshal([]byte(text), &hits); err != nil || len(hits) == 0 || hits[0].DocID != "7" || hits[0].Score <= 0 || hits[0].Snippet != "Dana Veld\n"+dana {
		t.Errorf("search: %v, %+v", err, hits)
	}
	var wrapped mcpHits
	called(t, session, "search", map[string]any{"query": "painter of rivers"}, &wrapped)
	if diff := cmp.Diff(hits, wrapped.Result); diff != "" {
		t.Errorf("search, structured: %s", diff)
	}
	var d mcpDocument
	called(t, session, "get_document", map[string]any{"docid": "7"}, &d)
	if d != (mcpDocument{"7", "Dana Veld", "https://pages.example/Dana_Veld", dana}) {
		t.Errorf("get_document: %+v", d)
	}
	var v visitAnswer
	called(t, session, "visit", map[string]any{"docid": "8", "match": "granite", "bytes": 100}, &v)
	if v.Match == nil || !strings.Contains(v.Text, "granite") {
		t.Errorf("visit: %+v", v)
	}
	var f mcpPlaces
	called(t, session, "find", map[string]any{"docid": "7", "text": "SHE "}, &f)
	if len(f.Places) != 2 || f.Places[0].Sentence != "She lived in Orsk & Hale." || dana[f.Places[1].Start:f.Places[1].End] != "she" {
		t.Errorf("find: %+v", f)
	}
	r, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "get_document", Arguments: map[string]any{"docid": "nope"}})
	if err != nil || !r.IsError {
		t.Errorf("a document that is not there: %+v, %v", r, err)
	}
}

// checkTools: names and arguments are those that BrowseComp-Plus's agents know, and two more.
func checkTools(t *testing.T, session *mcp.ClientSession) {
	list, err := session.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	required := map[string][]string{}
	for _, tool := range list.Tools {
		var schema struct{ Required []string }
		b, err := json.Marshal(tool.InputSchema)
		if err != nil || json.Unmarshal(b, &schema) != nil {
			t.Fatalf("%s: %v", b, err)
		}
		slices.Sort(schema.Required)
		required[tool.Name] = schema.Required
	}
	if diff := cmp.Diff(map[string][]string{"search": {"query"}, "get_document": {"docid"}, "visit": {"docid"}, "find": {"docid", "text"}}, required); diff != "" {
		t.Error(diff)
	}
}

// called calls a tool, reads its structured result into v, and returns the text.
func called(t *testing.T, session *mcp.ClientSession, name string, args map[string]any, v any) string {
	t.Helper()
	r, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: name, Arguments: args})
	if err != nil || r.IsError || len(r.Content) != 1 {
		t.Fatalf("%s: %+v, %v", name, r, err)
	}
	if v != nil {
		b, err := json.Marshal(r.StructuredContent)
		if err != nil || json.Unmarshal(b, v) != nil {
			t.Fatalf("%s: %v in %s", name, err, b)
		}
	}
	return r.Content[0].(*mcp.TextContent).Text
}

func TestMCPNeedsToken(t *testing.T) {
	h := handler(t, tools(t), Options{Token: "abc"})
	const body = `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`
	if r, got := ask(h, "POST", "/mcp", body); r.StatusCode != http.StatusUnauthorized || strings.Contains(got, "docid") {
		t.Errorf("%s %s", r.Status, got)
	}
	if r, _ := ask(h, "POST", "/mcp", body, "Authorization", "Bearer abc"); r.StatusCode == http.StatusUnauthorized {
		t.Errorf("with the token: %s", r.Status)
	}
}

// TestStreamsStay: a stream outlives the limits on other requests, ends at once when the server does, and there are so many places and no more.
func TestStreamsStay(t *testing.T) {
	address, end := start(t, tools(t), Options{ReadTimeout: 100 * time.Millisecond, Timeout: 100 * time.Millisecond, Grace: time.Minute})
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.SSEClientTransport{Endpoint: "http://" + address + "/sse"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	var others []*http.Response
	for range mostStreams - 1 {
		r, err := http.Get("http://" + address + "/sse")
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatalf("%v, %v", r, err)
		}
		others = append(others, r)
	}
	r, err := http.Get("http://" + address + "/sse")
	if err != nil || r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("one too many: %v, %v", r, err)
	}
	r.Body.Close()
	for _, o := range others {
		o.Body.Close()
	}
	time.Sleep(300 * time.Millisecond)
	called(t, session, "search", map[string]any{"query": "painter"}, nil)
	began := time.Now()
	if err := end(); err != nil || time.Since(began) > 10*time.Second {
		t.Errorf("ended with %v after %v", err, time.Since(began))
	}
	http.DefaultClient.CloseIdleConnections()
}
