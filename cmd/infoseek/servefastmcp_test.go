package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFastMCP drives the real program with fastmcp's client over each transport: the tools of BrowseComp-Plus's agents have the same names and arguments, and give what they read. fastmcp comes from scripts/peer-venv.sh, which
// .ci/run runs; without it the test is skipped.
func TestFastMCP(t *testing.T) {
	python := os.Getenv("INFOSEEK_FASTMCP")
	if python == "" {
		t.Skip("no fastmcp: INFOSEEK_FASTMCP=$(scripts/peer-venv.sh mcp)")
	}
	corpus := lakes(t)
	server := program([]string{"serve", "-q", "-c", corpus, "--listen", "127.0.0.1:0"})
	url, err := listening(server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { server.Process.Kill(); server.Wait() }()
	exe, err := exec.LookPath("infoseek")
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"http":  {"http", url + "/mcp"},
		"sse":   {"sse", url + "/sse"},
		"stdio": {"stdio", exe, "serve", "-q", "-c", corpus, "--mcp"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(python, append([]string{"-W", "ignore", "testdata/mcp/client.py"}, args...)...)
			cmd.Env = server.Env
			cmd.Stderr = os.Stderr
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			checkFastMCP(t, out)
		})
	}
}

func checkFastMCP(t *testing.T, out []byte) {
	var got struct {
		Wanted, Tools map[string]map[string]any
		Search        [][]struct {
			DocID   string
			Score   float64
			Snippet string
		}
		Document []struct{ DocID, Text string }
		Missing  string
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if len(got.Wanted) != 2 {
		t.Errorf("wanted are %v", got.Wanted)
	}
	for name, args := range got.Wanted {
		if diff := cmp.Diff(args, got.Tools[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if len(got.Search) != 1 || len(got.Search[0]) == 0 || got.Search[0][0].DocID != "p1" || got.Search[0][0].Score <= 0 || !strings.HasPrefix(got.Search[0][0].Snippet, "Ida Brandt\nIda Brandt was") {
		t.Errorf("search: %+v", got.Search)
	}
	if len(got.Document) != 1 || got.Document[0].DocID != "p1" || got.Document[0].Text != "Ida Brandt was a surveyor of lakes." {
		t.Errorf("get_document: %+v", got.Document)
	}
	if got.Missing != "ToolError" {
		t.Errorf("a document that is not there: %q", got.Missing)
	}
}

// lakes is a corpus of two pages.
func lakes(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	pages, corpus := filepath.Join(dir, "pages.jsonl"), filepath.Join(dir, "c")
	const lines = `{"id": "p1", "title": "Ida Brandt", "text": "Ida Brandt was a surveyor of lakes."}
{"id": "p2", "title": "Hollby", "text": "Hollby is a town on the river Tarn."}
`
	if err := os.WriteFile(pages, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := program([]string{"corpus", "import", pages, "-o", corpus}).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return corpus
}
