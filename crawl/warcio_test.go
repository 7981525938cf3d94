package crawl

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"infoseek/internal/unpack"
	"infoseek/internal/warc"
)

// TestWarcio: warcio reads of a crawl's archive what our own reader does, and finds its digests right. warcio comes from scripts/peer-venv.sh, which INFOSEEK_WARCIO must name the python of.
func TestWarcio(t *testing.T) {
	python := os.Getenv("INFOSEEK_WARCIO")
	if python == "" {
		t.Skip("no warcio: INFOSEEK_WARCIO=$(scripts/peer-venv.sh warc)")
	}
	s := serve(t)
	path := filepath.Join(t.TempDir(), "x.warc.gz")
	for _, limit := range []int{2, 0} { // stopped once, so that the archive is gone on with
		if _, err := Run(t.Context(), s.client(t, true), []string{s.URL}, path, Options{SameSite: true, Limit: limit, Now: clock}); err != nil {
			t.Fatal(err)
		}
	}
	var told bytes.Buffer
	c := exec.CommandContext(t.Context(), python, "testdata/warcio_read.py", path)
	c.Stderr = &told
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &told)
	}
	want := recordsIn(t, path)
	if diff := gocmp.Diff(want, strings.Split(strings.TrimSpace(string(out)), "\n")); diff != "" || len(want) < 8 {
		t.Errorf("%d records, -ours +warcio:\n%s", len(want), diff)
	}
}

// recordsIn are the records as our own reader reads them, in the form of warcio_read.py.
func recordsIn(t *testing.T, path string) (all []string) {
	f, err := unpack.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for r := warc.NewReader(f, largest); ; {
		rec, err := r.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		status, length := "-", len(rec.Block)
		if rec.Type == "response" {
			said, err := rec.Response(largest)
			if err != nil {
				t.Fatal(err)
			}
			status, length = fmt.Sprint(said.Status), len(said.Body)
		}
		all = append(all, strings.TrimSpace(fmt.Sprintln(rec.Type, cmp.Or(rec.URL, "-"), status, length)))
	}
}
