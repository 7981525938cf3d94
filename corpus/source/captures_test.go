package source

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func captured(url, head, body string) string {
	block := "HTTP/1.1 " + head + "\r\n\r\n" + body
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2020-01-02T03:04:05Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", url, len(block), block)
}

func TestWARC(t *testing.T) {
	archive := captured("http://x.example/old", "301 Moved\r\nLocation: /b", "") +
		captured("http://x.example/a", "200 OK\r\nContent-Type: text/html; charset=iso-8859-1", "<title>\xc4</title><p>To <a href=/old>b</a>.") +
		captured("http://x.example/b", "200 OK\r\nContent-Type: text/html", "<title>B</title><p>To <a href='/a?utm_source=y'>a</a>.") +
		captured("http://x.example/none", "404 Not Found\r\nContent-Type: text/html", "<p>no") +
		captured("http://x.example/c", "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: x", "<p>no") +
		captured("http://x.example/p", "200 OK\r\nContent-Type: image/png", "x")
	path := filepath.Join(t.TempDir(), "x.warc.gz")
	if err := os.WriteFile(path, []byte(gzipped(t, archive)), 0o600); err != nil {
		t.Fatal(err)
	}
	pages, problems := readAll(t, Options{}, path)
	if diff := cmp.Diff([]string{"Ä: B [b]", "B: Ä [a]"}, pages); diff != "" {
		t.Errorf("pages: -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"file that can't be read http://x.example/c"}, problems); diff != "" {
		t.Errorf("problems: -want +got:\n%s", diff)
	}
}

// TestWARCFiles reads archives of which some are broken on purpose: each gives pages, or is refused with a message that names file and record.
func TestWARCFiles(t *testing.T) {
	dir := realFile(t, "web/warc")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		r, err := Open(path, Options{Format: FormatWARC})
		if err != nil {
			t.Errorf("%s: %v", e.Name(), err)
			continue
		}
		pages := 0
		var broken error
		for rec, err := range r.Records(context.Background()) {
			if err == nil && rec.Redirect == "" {
				pages++
			}
			var end *StreamError
			if errors.As(err, &end) {
				broken = err
			}
		}
		t.Logf("%s: %d pages, %d others, %v", e.Name(), pages, r.Others(), broken)
		if broken != nil && (!strings.Contains(broken.Error(), e.Name()) || !strings.Contains(broken.Error(), "record ")) {
			t.Errorf("%s: %v names no file and record", e.Name(), broken)
		}
		if pages == 0 && broken == nil && r.Others() == 0 && !strings.Contains(e.Name(), "digest") {
			t.Errorf("%s gives neither pages nor an error", e.Name())
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}
