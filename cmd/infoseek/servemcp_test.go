package main

import (
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestServeMCP starts the real program as an MCP client does, and talks to it on stdin and stdout.
func TestServeMCP(t *testing.T) {
	corpus := lakes(t)
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.CommandTransport{Command: program([]string{"serve", "-q", "-c", corpus, "--mcp"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "search", Arguments: map[string]any{"query": "surveyor"}})
	if err != nil || r.IsError || len(r.Content) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if text := r.Content[0].(*mcp.TextContent).Text; !strings.HasPrefix(text, `[{"docid":"p1","score":`) {
		t.Errorf("%s", text)
	}
	if err := session.Close(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
}
