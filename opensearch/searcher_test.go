package opensearch

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"infoseek"

	"pgregory.net/rapid"

	"infoseek/text"
)

// opened is a searcher over a small index in a fake server.
func opened(t *testing.T, f *fake, waits *[]time.Duration) *Searcher {
	t.Helper()
	pages, c := birds(20), f.dial(t, waits)
	if _, err := c.Build(t.Context(), "birds", pages, one(t, pages), testOptions); err != nil {
		t.Fatal(err)
	}
	s, err := c.Open(t.Context(), "birds", pages.Info().Hash)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var threeQueries = []infoseek.Query{{Text: "one", K: 1}, {Text: "two", K: 2, Unit: infoseek.UnitPage}, {Text: "three", K: 3}}

// size is the number of hits that a query asks for.
func size(query map[string]any) int { return int(query["size"].(float64)) }

func TestSearch(t *testing.T) {
	f := newFake(t)
	f.search = func(_ int, q map[string]any) any { return found(size(q)) }
	s := opened(t, f, nil)
	results, err := s.Search(t.Context(), threeQueries)
	if err != nil {
		t.Fatal(err)
	}
	for i, hits := range results {
		if len(hits) != i+1 || hits[i] != (infoseek.Hit{Page: 7, Passage: i, Score: 9 - float64(i), Span: infoseek.Span{Start: 10 * i, End: 10*i + 9}}) {
			t.Errorf("query %d: %+v", i, hits)
		}
	}
	if want := (infoseek.Retriever{Engine: "opensearch 2.19.1", Analysis: "english", K1: 1.5, B: 0.75, TitleWeight: 3}); s.Info().Retriever != want {
		t.Errorf("searched by %+v", s.Info().Retriever)
	}
}

// TestSearchFaults: what passes is tried again, what does not is a fault, and a part of an answer is never taken for the whole.
func TestSearchFaults(t *testing.T) {
	refusedQuery := func(status int) any {
		return object{"status": status, "error": object{"root_cause": []object{{"type": "inner", "reason": "the reason"}}, "type": "outer"}}
	}
	part := func(key string, value any) func(int, map[string]any) any {
		return func(int, map[string]any) any {
			answer := found(1).(object)
			answer[key] = value
			return answer
		}
	}
	field := func(name string, value any) func(int, map[string]any) any {
		return func(int, map[string]any) any {
			var answer map[string]any
			b, _ := json.Marshal(found(1))
			must(json.Unmarshal(b, &answer))
			hit := answer["hits"].(map[string]any)["hits"].([]any)[0].(map[string]any)
			if name == "_score" {
				hit[name] = value
			} else {
				hit["fields"].(map[string]any)[name] = value
			}
			return answer
		}
	}
	for name, c := range map[string]struct {
		search    func(op int, q map[string]any) any
		waits     int
		retryable bool
		want      string // in the error; "" for none
	}{
		"one query is refused once":   {onceRefused("two", refusedQuery(429)), 1, false, ""},
		"refused always":              {func(int, map[string]any) any { return refusedQuery(429) }, searchPatience, true, "status 429: inner: the reason"},
		"a query that can't be read":  {func(int, map[string]any) any { return refusedQuery(400) }, 0, false, "status 400"},
		"a shard failed":              {part("_shards", object{"failed": 1}), searchPatience, true, "1 shards failed"},
		"time is up":                  {part("timed_out", true), searchPatience, true, "not all was searched"},
		"no page":                     {field("page", []int{}), 0, false, "hit 0 has no page"},
		"a page below 0":              {field("page", []int{-1}), 0, false, "hit 0 has no page"},
		"a page beyond all":           {field("page", []int{1 << 33}), 0, false, "out of range"},
		"an end before its start":     {field("start", []int{100}), 0, false, "out of range"},
		"no score":                    {field("_score", nil), 0, false, "no score"},
		"a number that is none":       {field("end", []string{"x"}), 0, false, "can't be read"},
		"what is no answer to that":   {func(int, map[string]any) any { return "words" }, 0, false, "can't be read"},
		"an answer that says nothing": {func(int, map[string]any) any { return object{} }, 0, false, "status 0"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			var waits []time.Duration
			s := opened(t, f, &waits)
			f.search = c.search
			results, err := s.Search(t.Context(), threeQueries)
			if len(waits) != c.waits {
				t.Errorf("%d waits", len(waits))
			}
			if c.want == "" {
				if err != nil || len(results[1]) != 2 || len(results[2]) != 3 {
					t.Errorf("%v, %v", results, err)
				}
				return
			}
			var fault *infoseek.Fault
			if !errors.As(err, &fault) || fault.Retryable != c.retryable || !strings.Contains(err.Error(), c.want) || results != nil {
				t.Errorf("%v, %+v", results, err)
			}
		})
	}
}

// onceRefused refuses one query, once, and answers the others.
func onceRefused(text string, with any) func(int, map[string]any) any {
	done := false
	return func(_ int, q map[string]any) any {
		b, _ := json.Marshal(q)
		if !done && strings.Contains(string(b), text) {
			done = true
			return with
		}
		return found(size(q))
	}
}

func TestSearchCutConnection(t *testing.T) {
	f := newFake(t)
	s := opened(t, f, nil)
	f.search = func(_ int, q map[string]any) any { return found(size(q)) }
	before := f.count()
	f.locked(func() {
		f.cut = func(op int) bool { return op == before+1 }
		f.trouble = once(before+2, halfAnswer)
	})
	if results, err := s.Search(t.Context(), threeQueries); err != nil || len(results) != 3 || f.count() != before+3 {
		t.Errorf("%v, %v, %d operations", results, err, f.count()-before)
	}
	f.Server.CloseClientConnections()
	f.Server.Close()
	var fault *infoseek.Fault
	if _, err := s.Search(t.Context(), threeQueries); !errors.As(err, &fault) || !fault.Retryable {
		t.Errorf("no server: %v", err)
	}
}

func TestSearchCancelled(t *testing.T) {
	f := newFake(t)
	s := opened(t, f, nil)
	ctx, cancel := context.WithCancel(t.Context())
	f.search = func(int, map[string]any) any { cancel(); return object{"status": 429} }
	if _, err := s.Search(ctx, threeQueries); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestOpenChecks: an index of another corpus, of another maker, that is not whole or not all there is not searched.
func TestOpenChecks(t *testing.T) {
	pages := birds(20)
	for want, spoil := range map[string]func(f *fake, index *fakeIndex, m *meta){
		"made of the corpus x":     func(_ *fake, _ *fakeIndex, m *meta) { m.Corpus = "x" },
		"none that infoseek made":  func(_ *fake, _ *fakeIndex, m *meta) { *m = meta{} },
		"format version 9":         func(_ *fake, _ *fakeIndex, m *meta) { m.V = 9 },
		"not whole":                func(_ *fake, _ *fakeIndex, m *meta) { m.Whole = false },
		"it has 92 passages of 93": func(_ *fake, i *fakeIndex, _ *meta) { delete(i.docs, "3-1") },
		"there is no such index":   func(f *fake, _ *fakeIndex, _ *meta) { f.aliases = map[string]string{} },
		"status 401":               func(f *fake, _ *fakeIndex, _ *meta) { f.trouble = unavailable(401) },
	} {
		t.Run(want, func(t *testing.T) {
			f := newFake(t)
			s := opened(t, f, nil)
			index, m := f.indices[s.index], s.meta
			if m.Passages != 93 {
				t.Fatalf("%d passages", m.Passages)
			}
			spoil(f, index, &m)
			index.Meta, _ = json.Marshal(m)
			var fault *infoseek.Fault
			if _, err := s.client.Open(t.Context(), "birds", pages.Info().Hash); !errors.As(err, &fault) || !strings.Contains(err.Error(), want) {
				t.Error(err)
			}
		})
	}
}

// TestMatching: whatever the length of a text, each of its words is looked for as often as it comes.
func TestMatching(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"heron", "Swift", "swift", "river", "a", "Élan", "東京"}), 0, 900).Draw(t, "words")
		query := strings.Join(words, " ")
		got, err := matching(query)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		for _, s := range text.Words(nil, query) {
			want[strings.ToLower(query[s.Start:s.End])]++
		}
		for _, m := range matches(got) {
			of := m["match"].(object)[fieldWords].(object)
			asked := of["query"].(string)
			for _, s := range text.Words(nil, asked) {
				want[strings.ToLower(asked[s.Start:s.End])] -= of["boost"].(int)
			}
		}
		for w, n := range want {
			if n != 0 {
				t.Fatalf("%q is looked for %d times too few", w, n)
			}
		}
	})
	long := ""
	for i := range mostWords + 1 {
		long += " w" + strings.Repeat("x", i)
	}
	if _, err := matching(long); err == nil {
		t.Error("more words than a query can have")
	}
}

func matches(query object) []object {
	if b, ok := query["bool"]; ok {
		return b.(object)["should"].([]object)
	}
	return []object{query}
}

// FuzzRanking: whatever a server answers is hits that are well formed, or an error.
func FuzzRanking(f *testing.F) {
	for _, seed := range []any{found(0), found(3), object{"status": 429, "error": "busy"}, object{"status": 200, "hits": object{"hits": []object{{"_score": 1}}}}} {
		b, _ := json.Marshal(seed)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var r ranking
		if json.Unmarshal(b, &r) != nil {
			return
		}
		hits, err := r.ranked()
		if err != nil && (hits != nil || err.Error() == "") {
			t.Errorf("%v and %v", hits, err)
		}
		for _, h := range hits {
			if h.Passage < 0 || h.Span.Start < 0 || h.Span.End < h.Span.Start {
				t.Errorf("%+v", h)
			}
		}
	})
}

// FuzzRefusal: any body of a refused request is told in a line of bounded length, and entries are neither lost nor doubled by any answer to a bulk.
func FuzzRefusal(f *testing.F) {
	f.Add(429, []byte(`{"error":{"type":"x","reason":"y","root_cause":[{"reason":"z"}]},"status":429}`))
	f.Add(502, []byte("<html>Bad Gateway</html>"))
	f.Add(400, []byte(`{"error":"text","items":[{"create":{"status":503}}]}`))
	f.Fuzz(func(t *testing.T, status int, b []byte) {
		if r := newRefusal(status, b); r.Error() == "" || len(r.Error()) > len(b)+10*longestReason {
			t.Errorf("%q", r.Error())
		}
		var a bulkAnswer
		if json.Unmarshal(b, &a) != nil {
			return
		}
		batch := []entry{{id: "0-0"}}
		left, why, err := a.left(batch)
		if len(left) > len(batch) || (len(left) > 0) != (why != nil) || err != nil && left != nil {
			t.Errorf("%v, %v, %v", left, why, err)
		}
	})
}

func TestParseAddress(t *testing.T) {
	for s, want := range map[string]Address{
		"http://127.0.0.1:9200":          {"http://127.0.0.1:9200", ""},
		"https://search.example/":        {"https://search.example", ""},
		"https://search.example/birds/":  {"https://search.example", "birds"},
		"http://[::1]:9200/birds-2_b.c":  {"http://[::1]:9200", "birds-2_b.c"},
		"search.example:9200/birds":      {},
		"ftp://search.example/birds":     {},
		"http:///birds":                  {},
		"http://a:b@search.example":      {},
		"http://search.example/a/b":      {},
		"http://search.example/_all":     {},
		"http://search.example/birds?x":  {},
		"http://search.example/birds*":   {},
		"http://search.example/%2e%2e":   {},
		"http://search.example/bi%2Frds": {},
		"http://search.example:x/birds":  {},
		"":                               {},
	} {
		got, err := ParseAddress(s)
		if got != want || (err != nil) != (want == Address{}) {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
}

// TestStemmersAreThere: the server knows the stems of every language.
func TestStemmersAreThere(t *testing.T) {
	c := dialReal(t)
	for _, language := range []string{"arabic", "danish", "dutch", "finnish", "french", "german", "hungarian", "irish", "italian", "norwegian", "portuguese", "romanian", "russian", "spanish", "swedish", "tamil", "turkish"} {
		body, err := json.Marshal(object{"tokenizer": "standard", "filter": []any{analysis(language)["filter"].(object)["stems"]}, "text": "word"})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.send(t.Context(), request{op: language, method: http.MethodPost, path: "/_analyze", body: body}, nil); err != nil {
			t.Error(err)
		}
	}
}

// TestTLS: a server is asked in TLS only if its certificate is trusted, by the system or by the certificates given; what is refused is no secret's end.
func TestTLS(t *testing.T) {
	f := newFake(t)
	secure := httptest.NewTLSServer(f)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer secure.Close()
	trusted := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	for name, c := range map[string]struct {
		ca   []byte
		want string // in the error; "" for none
	}{"trusted": {trusted, ""}, "unknown": {nil, "certificate"}} {
		client, err := Dial(Server{URL: secure.URL, Username: "bird", Password: "secret", CA: c.ca})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		version, err := client.version(t.Context())
		if c.want == "" && (err != nil || version != "2.19.1") || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %q, %v", name, version, err)
		}
	}
	if _, err := Dial(Server{URL: secure.URL, CA: []byte("no certificate")}); err == nil {
		t.Error("certificates that are none are taken")
	}
}
