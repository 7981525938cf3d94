package source

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"infoseek"
)

// read writes content to a file and reads it: the records, and the errors as text.
func read(t *testing.T, content string, opts Options) ([]Record, []error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var recs []Record
	var errs []error
	for rec, err := range r.Records(context.Background()) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if rec.Source != path {
			t.Errorf("record %q: source %q, want %q", rec.ID, rec.Source, path)
		}
		rec.Source = "" // the tests compare what files hold, not where they lie
		recs = append(recs, rec)
	}
	return recs, errs
}

func titles(recs []Record) []string {
	var all []string
	for _, r := range recs {
		all = append(all, r.Title)
	}
	return all
}

// problems lists the problems of RecordErrors as "line problem", warnings with a "!", and any other error as it is.
func problems(errs []error) []string {
	var all []string
	for _, err := range errs {
		var re *RecordError
		switch {
		case !errors.As(err, &re):
			all = append(all, err.Error())
		case re.Warning:
			all = append(all, fmt.Sprintf("%d %s!", re.Line, re.Problem))
		default:
			all = append(all, fmt.Sprintf("%d %s", re.Line, re.Problem))
		}
	}
	return all
}

func TestFormats(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", FormatJSONL},
		{" \n{\"id\":1}", FormatJSONL},
		{`{"id":"1","revid":"2","text":"x"}`, FormatWikiExtractor},
		{`{"id":"1","text":"x <a href=\"Y\">z</a>"}`, FormatWikiExtractor},
		{`{"id":"1","text":"x &lt;a href=\"Y\"&gt;z"}`, FormatWikiExtractor},
		{"\ufeff<?xml version='1.0'?><mediawiki>", FormatMediaWiki},
		{"<mediawiki xml:lang='en'>", FormatMediaWiki},
		{"<page>", FormatMediaWiki},
	}
	for _, tt := range tests {
		if got, err := recognise([]byte(tt.in)); err != nil || got != tt.want {
			t.Errorf("%q is %q (%v), want %q", tt.in, got, err, tt.want)
		}
	}
	for _, bad := range []string{"hello", "<html>", "[1]"} {
		if got, err := recognise([]byte(bad)); err == nil {
			t.Errorf("%q is %q", bad, got)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{{Format: "csv"}, {Group: "id"}, {MaxText: -1}, {Workers: -1}} {
		if _, err := Open("x", o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

const twoLines = `{"id":1,"title":"A","text":"a"}
{"id":"b2","title":"B","text":"b"}
`

// bzipped is twoLines in two bzip2 streams, one a line.
func bzipped(t *testing.T) string {
	t.Helper()
	all, err := base64.StdEncoding.DecodeString(bzippedLines)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func gzipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstded(t *testing.T, s string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil, zstd.WithWindowSize(128<<20))
	if err != nil {
		t.Fatal(err)
	}
	return string(w.EncodeAll([]byte(s), nil))
}

func TestCompression(t *testing.T) {
	for name, content := range map[string]string{"plain": twoLines, "gzip": gzipped(t, twoLines), "zstd": zstded(t, twoLines), "bzip2 of several streams": bzipped(t)} {
		t.Run(name, func(t *testing.T) {
			recs, errs := read(t, content, Options{})
			if diff := cmp.Diff([]string{"A", "B"}, titles(recs)); diff != "" || errs != nil {
				t.Errorf("errors %v, titles: -want +got:\n%s", errs, diff)
			}
		})
	}
}

func TestTruncated(t *testing.T) {
	for name, content := range map[string]string{"gzip": gzipped(t, strings.Repeat(twoLines, 100)), "bzip2": bzipped(t)} {
		t.Run(name, func(t *testing.T) {
			recs, errs := read(t, content[:len(content)-12], Options{})
			var se *StreamError
			if len(errs) != 1 || !errors.As(errs[0], &se) || se.Offset == 0 {
				t.Fatalf("errors %v, want a StreamError", errs)
			}
			if len(recs) == 0 || recs[0].Title != "A" {
				t.Errorf("the records before the break are lost: %v", titles(recs))
			}
		})
	}
}

func TestOrder(t *testing.T) {
	var in strings.Builder
	var want []string
	for i := range 5000 {
		title := fmt.Sprintf("T%d", i)
		fmt.Fprintf(&in, "{\"id\":%d,\"title\":%q,\"text\":%q}\n", i, title, strings.Repeat("x ", i%97))
		want = append(want, title)
	}
	recs, errs := read(t, in.String(), Options{Workers: 7})
	if diff := cmp.Diff(want, titles(recs)); diff != "" || errs != nil {
		t.Errorf("errors %v, -want +got:\n%s", errs, diff)
	}
}

func TestStop(t *testing.T) {
	path := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(path, []byte(strings.Repeat(twoLines, 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, stop := range map[string]bool{"receiver": true, "context": false} {
		t.Run(name, func(t *testing.T) {
			r, err := Open(path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			n, last := 0, error(nil)
			for _, err := range r.Records(ctx) {
				if last = err; err != nil {
					continue
				}
				if n++; n == 3 && stop {
					break
				}
				if n == 3 {
					cancel()
				}
			}
			if stop && (n != 3 || last != nil) || !stop && (n >= 2000 || !errors.Is(last, context.Canceled)) {
				t.Errorf("%d records, last error %v", n, last)
			}
			if read, size := r.Progress(); read == 0 || read > size {
				t.Errorf("progress %d of %d", read, size)
			}
		})
	}
}

func TestGroup(t *testing.T) {
	in := `{"id":1,"title":"A","text":"a"}
{"id":2,"title":"B","text":"b","links":["A"]}
oops
{"id":3,"title":"A","text":"c <a href=\"B\">b</a>","categories":["X"]}
{"id":4,"title":"A","text":""}
`
	recs, errs := read(t, in, Options{Group: GroupTitle, Format: FormatWikiExtractor})
	want := []Record{
		{ID: "1", Title: "A", Text: "a\n\nc b", Links: []Link{{Target: "B", Anchor: infoseek.Span{Start: 5, End: 6}}}, Categories: []string{"X"}, Line: 1},
		{ID: "2", Title: "B", Text: "b", Links: []Link{{Target: "A", Anchor: infoseek.Span{Start: -1, End: -1}}}, Line: 2},
	}
	if diff := cmp.Diff(want, recs); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"3 invalid JSON"}, problems(errs)); diff != "" {
		t.Errorf("problems: -want +got:\n%s", diff)
	}
}

// The library reads bzip2 but does not write it.
const bzippedLines = "QlpoOTFBWSZTWecKMoIAAA9dgAAQEAQgECAAJiQESiAAMUwAANRk0PQnqLZuSERU1DYF+L5CYapP8XckU4UJDnCjKCBCWmg5MUFZJlNZoDisowAAEN2AABAQBBAQEAAWJARKIAAhpqaBhPUKYAAW9RcwykVQJDX7rkLAzKf4u5IpwoSFAcVlGA=="
