package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"infoseek/bench/table"
	"infoseek/internal/golden"
	"infoseek/search"
)

// madeUp are the results of three engines with two collections, one of them without judgements.
func madeUp() (out []table.Row) {
	engines := []result{{engine: engine{name: ourName}}, {engine: engine{name: lucene}}, {engine: engine{name: luceneDefault}}, {engine: engine{name: "bleve"}, err: errors.New("not there")}}
	for i := range engines[:3] {
		r := &engines[i]
		r.indexed = indexed{time.Second * time.Duration(1+2*i), int64(1+i) * 1e6}
		r.one = searched{Queries: 3000 - 1000*i, CPU: 2, Wall: 3, P50: 100, P99: 400, Anon: 5000, File: 6000}
		r.two = r.one
		r.measures = search.Measures{Recall: map[int]float64{5: 0.75}, NDCG10: 0.7 + float64(i)/1000}
	}
	out = rows(collection{name: "retrieval", documents: 164_481, qrels: search.Qrels{}}, engines)
	return append(out, rows(collection{name: "large-1000000", documents: 1_000_000}, engines)...)
}

// TestPage also goes through the files, as --plot does.
func TestPage(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	var tab table.Table
	tab.Add(madeUp()...)
	about := table.About{Date: "2026-01-02", Commit: "0123abcd", Command: "bench-search", System: "linux/amd64", Processor: "a processor", Processors: 2, Go: "go1", Versions: map[string]string{"Lucene": "9", "infoseek": "this tree"}}
	if err := tab.PublishWith("search", about); err != nil {
		t.Fatal(err)
	}
	if err := redraw("search", "."); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("bench-search.md")
	if err != nil {
		t.Fatal(err)
	}
	svg, err := os.ReadFile("bench-search.svg")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(here)
	golden.Equal(t, "testdata/page.md", got)
	checkPicture(t, svg)
}

// checkPicture demands well-formed XML that tells each engine and figure which is drawn, and no other.
func checkPicture(t *testing.T, svg []byte) {
	t.Helper()
	var said []string
	for in := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := in.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, is := token.(xml.CharData); is && strings.TrimSpace(string(text)) != "" {
			said = append(said, string(text))
		}
	}
	all := strings.Join(said, "|")
	for text, times := range map[string]int{"infoseek": 7, "Lucene": 7, "bleve": 0, luceneDefault: 0, "retrieval: nDCG@10": 1, "large-1000000: nDCG@10": 0, "1500": 2, "0.701": 1} {
		if n := strings.Count(all, text); n != times {
			t.Errorf("%q is there %d times, not %d: %s", text, n, times, all)
		}
	}
}

func TestNothingToDraw(t *testing.T) {
	if err := drawTo(io.Discard, collections([]table.Row{table.Skip("SciFact", "", table.Bound{}, "no data")})); err == nil {
		t.Error("a picture of nothing")
	}
}
