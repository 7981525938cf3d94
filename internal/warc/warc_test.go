package warc

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
)

func record(kind, url, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: <%s>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, url, len(block), block)
}

// told reads an archive: "type url date status kind location body" of each record, and errors.
func told(archive string, limit int) (all []string) {
	r := NewReader(strings.NewReader(archive), limit)
	for {
		rec, err := r.Next()
		var one *RecordError
		switch {
		case err == io.EOF:
			return all
		case errors.As(err, &one) && err == error(one):
			all = append(all, "! "+err.Error())
			continue
		case err != nil:
			return append(all, "!! "+err.Error())
		}
		said, err := rec.Response(limit)
		if err != nil {
			all = append(all, "? "+err.Error())
			continue
		}
		all = append(all, fmt.Sprintf("%s %s %s %d %s %s %s", rec.Type, rec.URL, rec.Date, said.Status, said.Kind, said.Location, said.Body))
	}
}

func gzipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func deflated(s string) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 9)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func TestRead(t *testing.T) {
	const at = "2020-01-02T03:04:05Z"
	tests := []struct{ name, in, want string }{
		{"resource", record("resource", "http://a.example/", "<p>x"), "resource http://a.example/ " + at + " 200 text/html  <p>x"},
		{"response", record("response", "http://a.example/", "HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=utf-8\r\n\r\n<p>x"), "response http://a.example/ " + at + " 200 text/html; charset=utf-8  <p>x"},
		{"redirect", record("response", "http://a.example/", "HTTP/1.1 301 Moved\nLocation: /b\n\n"), "response http://a.example/ " + at + " 301  /b "},
		{"chunked", record("response", "u", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n"), "response u " + at + " 200   abcde"},
		{"said to be chunked", record("response", "u", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>x"), "response u " + at + " 200   <p>x"},
		{"gzip", record("response", "u", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"+gzipped("<p>x")), "response u " + at + " 200   <p>x"},
		{"said to be gzip", record("response", "u", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>x"), "response u " + at + " 200   <p>x"},
		{"deflate", record("response", "u", "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n"+deflated("<p>x")), "response u " + at + " 200   <p>x"},
		{"bomb", record("response", "u", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"+gzipped(strings.Repeat("x", 1000))), "? over the limit"},
		{"unknown encoding", record("response", "u", "HTTP/1.1 200 OK\r\nContent-Encoding: x\r\n\r\n<p>x"), `? content encoding "x" can't be read`},
		{"no HTTP", record("response", "u", "HTTP/ what"), "? no status line of HTTP"},
		{"too long", record("resource", "u", strings.Repeat("x", 1000)) + record("resource", "v", "y"), "! record 1 (u): over the limit\nresource v " + at + " 200 text/html  y"},
		{"cut", strings.TrimSuffix(record("resource", "u", "abc"), "bc\r\n\r\n"), "!! warc: record 1 (u): it ends after 1 of 3 bytes: unexpected EOF"},
		{"garbage", record("resource", "u", "abc") + "hello", "resource u " + at + " 200 text/html  abc\n!! warc: record 2: \"hello\" stands where a record should begin"},
		{"no length", "WARC/1.0\r\nWARC-Type: resource\r\n\r\n", `!! warc: record 1: its length is ""`},
		{"endless line", "WARC/1.0" + strings.Repeat("x", 1<<20), "!! " + errLine.Error()},
		{"ARC", "filedesc://x 127.0.0.1 20140216050221 text/plain 2\n1\n\nhttp://a.example/b c 1.2.3.4 20140216050221 text/html 22\nHTTP/1.1 200 OK\n\n<p>x\n", "warcinfo filedesc://x 2014-02-16T05:02:21Z 200 text/plain  1\n\nresponse http://a.example/b c 2014-02-16T05:02:21Z 200   <p>x\n"},
	}
	for _, tt := range tests {
		if got := strings.Join(told(tt.in, 500), "\n"); got != tt.want {
			t.Errorf("%s: -want +got:\n%s", tt.name, cmp.Diff(tt.want, got))
		}
	}
}

// TestFolded: a header of many lines is put together in one go, and each of several values goes on with its own line.
func TestFolded(t *testing.T) {
	const lines = 20_000
	head := "HTTP/1.1 200 OK\r\nLink: a\r\nLink: b\r\n c\r\nX: x\r\n" + strings.Repeat(" and so on\r\n", lines) + "\r\n"
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := m.TotalAlloc
	_, header, err := readHead([]byte(head))
	runtime.ReadMemStats(&m)
	if spent := m.TotalAlloc - before; spent > 20*uint64(len(head)) {
		t.Errorf("%d bytes for a header of %d", spent, len(head))
	}
	if diff := cmp.Diff([]string{"a", "b c"}, header["Link"]); err != nil || diff != "" || len(header.Get("X")) != 1+lines*len(" and so on") {
		t.Errorf("%v, %d bytes of X, -want +got:\n%s", err, len(header.Get("X")), diff)
	}
}

func TestWrite(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b)
	header := http.Header{"Content-Type": {"text/html"}, "Content-Encoding": {"gzip"}, "Set-Cookie": {"no"}}
	for _, body := range []string{"one", "two"} {
		if err := w.Write("response", "http://a.example/"+body, "2020-01-02T03:04:05Z", "application/http; msgtype=response", Answer(200, header, []byte(body)), Field{"WARC-Identified-Payload-Type", "text/html"}); err != nil {
			t.Fatal(err)
		}
	}
	z, err := gzip.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"response http://a.example/one 2020-01-02T03:04:05Z 200 text/html  one", "response http://a.example/two 2020-01-02T03:04:05Z 200 text/html  two"}
	if diff := cmp.Diff(want, told(string(plain), 500)); diff != "" || strings.Contains(string(plain), "Cookie") {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(record("response", "u", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
	f.Add(record("response", "u", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxyz"))
	f.Add("filedesc://x 127.0.0.1 20140216050221 text/plain 2\n1\n\nu 1 2 3 4\n")
	f.Fuzz(func(t *testing.T, archive string) {
		if all := told(archive, 1<<12); len(all) > len(archive)+1 {
			t.Fatalf("%d records of %d bytes", len(all), len(archive))
		}
	})
}
