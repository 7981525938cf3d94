package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"log"
	"math"
	"math/bits"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/cmd/infoseek/sample"
	"infoseek/corpus"
	"infoseek/text"
)

// realOpenSearch is the URL of the server that scripts/opensearch.sh starts; without one the test is skipped.
func realOpenSearch(t *testing.T) string {
	t.Helper()
	url := os.Getenv("INFOSEEK_OPENSEARCH_URL")
	if url == "" {
		t.Skip("no OpenSearch: INFOSEEK_OPENSEARCH_URL=$(scripts/opensearch.sh) go test ./cmd/infoseek")
	}
	return url
}

// TestOpenSearchRanks compares the five best passages of an index in an OpenSearch with those of the corpus's own. The one thing in which both differ by design is the length of a passage, which Lucene keeps in a byte; so they
// are compared with scores by the same formula over lengths rounded likewise, too, which must account for what differs.
func TestOpenSearchRanks(t *testing.T) {
	url := realOpenSearch(t)
	for name, c := range map[string]struct {
		pages func(t *testing.T, dir string) (file string, queries []string)
		// The least mean share of the five best that both have, and that those by rounded lengths have of the server's; the least share of hits whose score is that by rounded lengths.
		overlap, explained, scores float64
	}{
		"sample":  {samplePages, 0.95, 0.995, 0.995},
		"scifact": {sciFactPages, 0.95, 0.995, 0.995},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file, queries := c.pages(t, dir)
			spec := "opensearch=" + url + "/ranks-" + name
			runTune(t, t.Context(), exitDone, "corpus", "import", file, "-o", filepath.Join(dir, "c"))
			runTune(t, t.Context(), exitDone, "search", "build", "-c", filepath.Join(dir, "c"), "--searcher", spec)
			got := overlapOf(t, filepath.Join(dir, "c"), spec, queries)
			t.Logf("%d queries: the five best overlap by %.4f, with lengths rounded by %.4f; %.4f of scores are those with lengths rounded", len(queries), got.overlap, got.explained, got.scores)
			if len(queries) < 200 || got.overlap < c.overlap || got.explained < c.explained || got.scores < c.scores {
				t.Errorf("want at least %+v of 200 queries or more", c)
			}
		})
	}
}

// overlaps are means over queries.
type overlaps struct{ overlap, explained, scores float64 }

func overlapOf(t *testing.T, dir, spec string, queries []string) (o overlaps) {
	t.Helper()
	batch := make([]infoseek.Query, len(queries))
	for i, q := range queries {
		batch[i] = infoseek.Query{Text: q, K: 5}
	}
	a := &app{Name: "infoseek", Stdout: io.Discard, Stderr: os.Stderr}
	var theirs [][]infoseek.Hit
	err := a.withSearcher(t.Context(), dir, searcherFlag{spec: spec}, func(_ *corpus.Corpus, s ranker) (err error) {
		theirs, err = s.Search(t.Context(), batch)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = a.withSearcher(t.Context(), dir, searcherFlag{}, func(c *corpus.Corpus, s ranker) error {
		ours, err := s.Search(t.Context(), batch)
		if err != nil {
			return err
		}
		rounded := newRoundedRanking(t, c, s)
		hits, same := 0, 0
		for i := range queries {
			scores := rounded.scores(queries[i])
			o.overlap += shared(theirs[i], ours[i]) / float64(len(queries))
			o.explained += shared(theirs[i], best(scores, 5)) / float64(len(queries))
			for _, h := range theirs[i] {
				hits++
				if want := scores[place{h.Page, h.Passage}] * (rounded.k1 + 1); math.Abs(h.Score-want) <= 1e-4*want { // Lucene's older BM25, which the server uses, has the constant factor
					same++
				}
			}
		}
		o.scores = float64(same) / float64(hits)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// shared is how much of a is in b.
func shared(a, b []infoseek.Hit) float64 {
	if len(a) == 0 {
		return 1
	}
	n := 0
	for _, h := range a {
		if slices.ContainsFunc(b, func(o infoseek.Hit) bool { return o.Page == h.Page && o.Passage == h.Passage }) {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

type place struct {
	page    infoseek.PageNum
	passage int
}

func best(scores map[place]float64, k int) []infoseek.Hit {
	var hits []infoseek.Hit
	for p, s := range scores {
		hits = append(hits, infoseek.Hit{Page: p.page, Passage: p.passage, Score: float64(float32(s))})
	}
	slices.SortFunc(hits, func(a, b infoseek.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Page, b.Page), cmp.Compare(a.Passage, b.Passage))
	})
	return hits[:min(k, len(hits))]
}

// roundedRanking scores every passage by the formula of search.Settings, but with each length rounded as Lucene rounds it.
type roundedRanking struct {
	k1, b   float64
	counts  map[string]map[place]int
	lengths map[place]int
	average float64
}

func newRoundedRanking(t *testing.T, c *corpus.Corpus, s ranker) *roundedRanking {
	info := s.Info().Retriever
	r := &roundedRanking{k1: info.K1, b: info.B, counts: map[string]map[place]int{}, lengths: map[place]int{}}
	words := 0
	for n := range infoseek.PageNum(c.Info().Pages) {
		page, err := c.Page(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		for i := range s.index.Passages(n) {
			body, err := c.Text(t.Context(), n, s.index.Passage(n, i))
			if err != nil {
				t.Fatal(err)
			}
			at := place{n, i}
			for _, w := range englishTerms(strings.Repeat(page.Title+"\n", info.TitleWeight) + body) {
				if r.counts[w] == nil {
					r.counts[w] = map[place]int{}
				}
				r.counts[w][at]++
				r.lengths[at]++
				words++
			}
		}
	}
	r.average = float64(words) / float64(len(r.lengths))
	return r
}

func englishTerms(s string) []string {
	var terms []string
	for _, span := range text.Words(nil, s) {
		if w := strings.ToLower(s[span.Start:span.End]); !text.StopWord(w) {
			terms = append(terms, text.Stem(text.Fold(w)))
		}
	}
	return terms
}

func (r *roundedRanking) scores(query string) map[place]float64 {
	scores := map[place]float64{}
	for _, w := range englishTerms(query) {
		df, all := float64(len(r.counts[w])), float64(len(r.lengths))
		for at, tf := range r.counts[w] {
			norm := r.k1 * (1 - r.b + r.b*float64(luceneLength(r.lengths[at]))/r.average)
			scores[at] += math.Log1p((all-df+0.5)/(df+0.5)) * float64(tf) / (float64(tf) + norm)
		}
	}
	return scores
}

// luceneLength is a length as Lucene's SmallFloat.intToByte4 keeps it: exact below 40, of what is above 24 the four highest bits.
func luceneLength(n int) int {
	const exact = 24
	if n < exact {
		return n
	}
	n -= exact
	if shift := bits.Len(uint(n)) - 4; shift > 0 {
		n = n >> shift << shift
	}
	return exact + n
}

// samplePages writes the encyclopedia of 'infoseek demo'; the queries are what its pages say second.
func samplePages(t *testing.T, dir string) (file string, queries []string) {
	file = filepath.Join(dir, "encyclopedia.xml")
	if err := os.WriteFile(file, sample.XML(), 0o644); err != nil {
		t.Fatal(err)
	}
	runTune(t, t.Context(), exitDone, "corpus", "import", file, "-o", filepath.Join(dir, "read"))
	a := &app{Name: "infoseek", Stdout: io.Discard, Stderr: os.Stderr}
	err := a.withCorpus(filepath.Join(dir, "read"), func(c *corpus.Corpus) error {
		for n := range infoseek.PageNum(c.Info().Pages) {
			sentences, err := c.Sentences(t.Context(), n)
			if err != nil {
				return err
			}
			query, err := c.Text(t.Context(), n, sentences[min(1, len(sentences)-1)])
			if err != nil {
				return err
			}
			queries = append(queries, query)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return file, queries
}

// sciFactPages writes the documents of BEIR's SciFact; the queries are its 300 of the test set.
func sciFactPages(t *testing.T, dir string) (file string, queries []string) {
	root := cmp.Or(os.Getenv("INFOSEEK_DATA"), "../../../shared/data")
	z, err := zip.OpenReader(filepath.Join(root, "retrieval/scifact/scifact.zip"))
	if err != nil {
		t.Skip(err)
	}
	defer z.Close()
	f, err := z.Open("corpus_train.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var pages bytes.Buffer
	for _, row := range rows[1:] {
		if err := json.NewEncoder(&pages).Encode(map[string]string{"id": row[0], "title": row[1], "text": strings.TrimSpace(strings.Trim(row[2], "[]"))}); err != nil {
			t.Fatal(err)
		}
	}
	file = filepath.Join(dir, "pages.jsonl")
	if err := os.WriteFile(file, pages.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	q, err := os.Open(filepath.Join(root, "retrieval/scifact/topics.beir-v1.0.0-scifact.test.tsv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	u, err := gzip.NewReader(q)
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(u); lines.Scan(); {
		_, query, _ := strings.Cut(lines.Text(), "\t")
		queries = append(queries, query)
	}
	return file, queries
}

// TestOpenSearchDenied: a server that is there but not to be talked to is told with what to do about it.
func TestOpenSearchDenied(t *testing.T) {
	denying := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	plain, secure := httptest.NewServer(denying), httptest.NewTLSServer(denying)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer plain.Close()
	defer secure.Close()
	dir := valley(t, 5)
	for url, want := range map[string]string{
		plain.URL + "/birds":  "status 401: Unauthorized (sign in with OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD)",
		secure.URL + "/birds": "(name the certificates to trust with OPENSEARCH_CA=FILE)",
	} {
		for _, args := range [][]string{{"search", "bird"}, {"search", "build"}} {
			var stderr bytes.Buffer
			a := &app{Name: "infoseek", Args: append(args, "-c", filepath.Join(dir, "c"), "--searcher", "opensearch="+url), Stdout: io.Discard, Stderr: &stderr}
			if code := a.Run(t.Context()); code != exitError || !strings.Contains(stderr.String(), want) {
				t.Errorf("%v at %s: exit code %d, %s", args, url, code, &stderr)
			}
		}
	}
}
