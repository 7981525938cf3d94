package opensearch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// fake is as much of an OpenSearch as a build and a search ask for. It does what a fault says at the operations that it names.
type fake struct {
	*httptest.Server
	mu      sync.Mutex
	indices map[string]*fakeIndex
	aliases map[string]string
	ops     int
	// trouble may answer an operation, counted from 1, in place of the server: it says whether it did.
	trouble func(op int, r *http.Request, w http.ResponseWriter) bool
	// refuse is the status of a bulk's item, 0 for none.
	refuse func(op int, id string) int
	// search answers a query.
	search func(op int, query map[string]any) any
	// cut ends the connection of an operation behind its work.
	cut func(op int) bool
}

type fakeIndex struct {
	Meta      json.RawMessage
	docs      map[string]string
	created   int // documents, those that came twice counted twice
	refreshed bool
	settings  string
}

func newFake(t *testing.T) *fake {
	f := &fake{indices: map[string]*fakeIndex{}, aliases: map[string]string{}}
	f.Server = httptest.NewServer(f)
	f.Config.ErrorLog = nil
	t.Cleanup(f.Close)
	return f
}

// dial is a client that does not wait; what it would have waited is appended to waits, if that is not nil.
func (f *fake) dial(t *testing.T, waits *[]time.Duration) *Client {
	t.Helper()
	c, err := Dial(Server{URL: f.URL, Username: "bird", Password: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	c.wait = func(d time.Duration) <-chan time.Time {
		mu.Lock()
		defer mu.Unlock()
		if waits != nil {
			*waits = append(*waits, d)
		}
		now := make(chan time.Time, 1)
		now <- time.Time{}
		return now
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// locked runs do while no operation does: an operation whose client has given up may still be under way.
func (f *fake) locked(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
}

// count is the operations so far.
func (f *fake) count() (ops int) {
	f.locked(func() { ops = f.ops })
	return ops
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ops++
	if name, word, _ := r.BasicAuth(); name != "bird" || word != "secret" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if f.trouble != nil && f.trouble(f.ops, r, w) {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	status, answer := f.answer(r, body)
	if f.cut != nil && f.cut(f.ops) {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(answer)
}

func refused(kind, reason string) object {
	return object{"error": object{"type": kind, "reason": reason}}
}

func (f *fake) answer(r *http.Request, body []byte) (int, any) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	name, action := parts[0], strings.Join(parts[1:], "/")
	if r.URL.Path == "/" {
		return 200, object{"version": object{"distribution": "opensearch", "number": "2.19.1"}}
	}
	switch name {
	case "_aliases":
		return f.rename(body)
	case "_msearch":
		return f.searches(body)
	}
	index := f.indices[name]
	if index == nil && f.indices[f.aliases[name]] != nil {
		name = f.aliases[name]
		index = f.indices[name]
	}
	if r.Method == http.MethodPut && action == "" {
		return f.create(name, body)
	}
	if index == nil {
		return 404, refused("index_not_found_exception", "no such index")
	}
	switch r.Method + " " + action {
	case "GET _mapping":
		return 200, object{name: object{"mappings": object{"_meta": index.Meta}}}
	case "PUT _mapping":
		var m struct {
			Meta json.RawMessage `json:"_meta"`
		}
		must(json.Unmarshal(body, &m))
		index.Meta = m.Meta
		return 200, object{}
	case "PUT _settings":
		index.settings = string(body)
		return 200, object{}
	case "POST _refresh":
		index.refreshed = true
		return 200, object{}
	case "GET _count":
		n := 0
		if index.refreshed {
			n = len(index.docs)
		}
		return 200, object{"count": n, "_shards": object{"failed": 0}}
	case "POST _bulk":
		return 200, f.bulk(index, body)
	case "POST _mget":
		var asked struct {
			IDs []string `json:"ids"`
		}
		must(json.Unmarshal(body, &asked))
		docs := []object{}
		for _, id := range asked.IDs {
			docs = append(docs, object{"_id": id, "found": index.docs[id] != ""})
		}
		return 200, object{"docs": docs}
	}
	return 405, refused("unknown", r.Method+" "+r.URL.Path)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func (f *fake) create(name string, body []byte) (int, any) {
	if f.indices[name] != nil {
		return 400, refused("resource_already_exists_exception", "index exists")
	}
	var made struct {
		Mappings struct {
			Meta json.RawMessage `json:"_meta"`
		} `json:"mappings"`
	}
	must(json.Unmarshal(body, &made))
	f.indices[name] = &fakeIndex{Meta: made.Mappings.Meta, docs: map[string]string{}}
	return 200, object{}
}

func (f *fake) bulk(index *fakeIndex, body []byte) any {
	lines := bytes.Split(bytes.TrimSpace(body), []byte("\n"))
	items := []object{}
	for i := 0; i < len(lines); i += 2 {
		var head struct {
			Create struct {
				ID string `json:"_id"`
			} `json:"create"`
		}
		must(json.Unmarshal(lines[i], &head))
		id, status := head.Create.ID, 201
		if f.refuse != nil {
			if s := f.refuse(f.ops, id); s != 0 {
				items = append(items, object{"create": object{"status": s, "error": object{"type": "some_exception", "reason": "not now"}}})
				continue
			}
		}
		if index.docs[id] != "" {
			status = 409
		} else {
			index.docs[id] = string(lines[i+1])
			index.created++
		}
		items = append(items, object{"create": object{"status": status}})
	}
	return object{"items": items}
}

func (f *fake) rename(body []byte) (int, any) {
	var asked struct {
		Actions []map[string]struct{ Index, Alias string }
	}
	must(json.Unmarshal(body, &asked))
	for _, a := range asked.Actions {
		for what, of := range a {
			switch what {
			case "add":
				f.aliases[of.Alias] = of.Index
			case "remove_index":
				if f.indices[of.Index] == nil {
					return 404, refused("index_not_found_exception", "no such index "+of.Index)
				}
				delete(f.indices, of.Index)
			}
		}
	}
	return 200, object{}
}

func (f *fake) searches(body []byte) (int, any) {
	lines := bytes.Split(bytes.TrimSpace(body), []byte("\n"))
	responses := []any{}
	for i := 1; i < len(lines); i += 2 {
		var query map[string]any
		must(json.Unmarshal(lines[i], &query))
		responses = append(responses, f.search(f.ops, query))
	}
	return 200, object{"responses": responses}
}

// found answers a query with hits on passages 0, 1, … of page 7.
func found(hits int) any {
	all := []object{}
	for i := range hits {
		all = append(all, object{"_score": 9 - float64(i), "fields": object{"page": []int{7}, "passage": []int{i}, "start": []int{10 * i}, "end": []int{10*i + 9}}})
	}
	return object{"status": 200, "timed_out": false, "_shards": object{"failed": 0}, "hits": object{"hits": all}}
}

func unavailable(status int) func(int, *http.Request, http.ResponseWriter) bool {
	return func(_ int, _ *http.Request, w http.ResponseWriter) bool {
		w.WriteHeader(status)
		fmt.Fprint(w, `{"error":{"type":"some_exception","reason":"busy"}}`)
		return true
	}
}
