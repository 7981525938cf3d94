package opensearch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"infoseek"
	"infoseek/internal/memcorpus"
)

var testOptions = Options{Analysis: english, K1: 1.5, B: 0.75, TitleWeight: 3}

// birds are pages of 1 to 9 sentences, some thousand passages.
func birds(pages int) infoseek.Pages {
	var b memcorpus.Builder
	for n := range pages {
		b.Add(memcorpus.Page{Title: fmt.Sprintf("Bird %d", n), Text: strings.TrimSpace(strings.Repeat("A bird sings here. ", 1+n%9))})
	}
	return b.Build()
}

// one cuts a passage for each sentence.
func one(t testing.TB, pages infoseek.Pages) cutPages { return cutPages{t, pages, 1} }

// whole demands that a name stands for an index with every passage, each created once.
func (f *fake) whole(t *testing.T, alias string, b Built) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	index := f.indices[f.aliases[alias]]
	if index == nil || f.aliases[alias] != b.Index {
		t.Fatalf("%s stands for %q of %d indices, built %+v", alias, f.aliases[alias], len(f.indices), b)
	}
	if len(index.docs) != b.Passages || index.created != b.Passages || !strings.Contains(string(index.Meta), `"whole":true`) || !strings.Contains(index.settings, `"write":true`) {
		t.Fatalf("%d passages, %d created, of %d; %s; %s", len(index.docs), index.created, b.Passages, index.Meta, index.settings)
	}
}

// TestBuildSurvives: one fault at the first, second, third … operation changes nothing of what is built.
func TestBuildSurvives(t *testing.T) {
	pages, few := birds(250), birds(3) // what the name stands for before
	for name, trouble := range map[string]func(f *fake, at int){
		"busy":      func(f *fake, at int) { f.trouble = once(at, unavailable(429)) },
		"coming up": func(f *fake, at int) { f.trouble = once(at, unavailable(503)) },
		"a proxy":   func(f *fake, at int) { f.trouble = once(at, unavailable(502)) },
		"cut before": func(f *fake, at int) {
			f.trouble = once(at, func(int, *http.Request, http.ResponseWriter) bool { panic(http.ErrAbortHandler) })
		},
		"cut behind":  func(f *fake, at int) { f.cut = func(op int) bool { return op == at } },
		"half answer": func(f *fake, at int) { f.trouble = once(at, halfAnswer) },
		"some items": func(f *fake, at int) {
			f.refuse = func(op int, id string) int { return map[bool]int{true: 429}[op == at && strings.HasSuffix(id, "3")] }
		},
		"item 503": func(f *fake, at int) {
			f.refuse = func(op int, id string) int { return map[bool]int{true: 503}[op == at] }
		},
		"too large": func(f *fake, at int) {
			f.trouble = func(_ int, r *http.Request, w http.ResponseWriter) bool {
				return strings.HasSuffix(r.URL.Path, "_bulk") && r.ContentLength > 5000 && unavailable(413)(0, r, w)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			for at := 1; ; at++ {
				f := newFake(t)
				c := f.dial(t, nil)
				if _, err := c.Build(t.Context(), "birds", few, one(t, few), testOptions); err != nil {
					t.Fatal(err)
				}
				f.locked(func() {
					f.ops = 0
					trouble(f, at)
				})
				var told atomic.Int64
				o := testOptions
				o.Progress = func(n int) { told.Add(int64(n)) }
				b, err := c.Build(t.Context(), "birds", pages, one(t, pages), o)
				if err != nil {
					t.Fatalf("fault at operation %d: %v", at, err)
				}
				if f.whole(t, "birds", b); len(f.indices) != 1 {
					t.Fatalf("fault at operation %d: the index before is still there", at)
				}
				if told.Load() != int64(b.Passages) {
					t.Fatalf("fault at operation %d: told of %d passages of %d", at, told.Load(), b.Passages)
				}
				if f.count() < at || name == "too large" {
					return
				}
			}
		})
	}
}

// once is trouble at one operation.
func once(at int, trouble func(int, *http.Request, http.ResponseWriter) bool) func(int, *http.Request, http.ResponseWriter) bool {
	return func(op int, r *http.Request, w http.ResponseWriter) bool { return op == at && trouble(op, r, w) }
}

// halfAnswer promises more than it sends.
func halfAnswer(_ int, _ *http.Request, w http.ResponseWriter) bool {
	w.Header().Set("Content-Length", "1000")
	fmt.Fprint(w, `{"items":[`)
	return true
}

// TestBuildGoesOn: a server that dies at any operation leaves a fault and an index that nobody searches; the same call then adds what is missing.
func TestBuildGoesOn(t *testing.T) {
	pages := birds(250)
	for at := 1; ; at++ {
		f := newFake(t)
		f.trouble = func(op int, r *http.Request, w http.ResponseWriter) bool {
			return op >= at && unavailable(503)(op, r, w)
		}
		c := f.dial(t, nil)
		first, err := c.Build(t.Context(), "birds", pages, one(t, pages), testOptions)
		if err == nil {
			return
		}
		var fault *infoseek.Fault
		if !errors.As(err, &fault) || fault.Boundary != infoseek.BoundarySearch || !fault.Retryable || strings.Contains(err.Error(), "secret") {
			t.Fatalf("dead from operation %d: %v", at, err)
		}
		f.locked(func() { f.trouble = nil })
		if s, err := c.Open(t.Context(), "birds", pages.Info().Hash); err == nil && s.meta.Passages != first.Passages {
			t.Fatalf("dead from operation %d: a half-built index is searched", at)
		}
		b, err := c.Build(t.Context(), "birds", pages, one(t, pages), testOptions)
		if err != nil {
			t.Fatal(err)
		}
		f.whole(t, "birds", b)
		if first.Added+b.Added > b.Passages {
			t.Fatalf("dead from operation %d: %d added, then %d of %d", at, first.Added, b.Added, b.Passages)
		}
	}
}

// TestBuildAgain: what is whole is left alone, other settings make another index, which takes the name; the one before is gone.
func TestBuildAgain(t *testing.T) {
	pages, f := birds(20), newFake(t)
	c := f.dial(t, nil)
	build := func(o Options) Built {
		t.Helper()
		b, err := c.Build(t.Context(), "birds", pages, one(t, pages), o)
		if err != nil {
			t.Fatal(err)
		}
		f.whole(t, "birds", b)
		return b
	}
	first := build(testOptions)
	if again := build(testOptions); again.Added != 0 || again.Index != first.Index {
		t.Errorf("first %+v, again %+v", first, again)
	}
	other := testOptions
	other.K1 = 25
	if b := build(other); b.Index == first.Index || b.Added != b.Passages || len(f.indices) != 1 {
		t.Errorf("other settings %+v, %d indices", b, len(f.indices))
	}
	before := len(f.indices)
	f.indices["taken"] = &fakeIndex{Meta: []byte("{}"), docs: map[string]string{}}
	if _, err := c.Build(t.Context(), "taken", pages, one(t, pages), testOptions); err == nil || !strings.Contains(err.Error(), "give another name") {
		t.Errorf("a name that is an index: %v", err)
	}
	if len(f.indices) != before+1 {
		t.Errorf("%d indices, of which %d were there: one was filled in vain", len(f.indices), before+1)
	}
}

// TestBuildRefused: what will never work is not tried again, and says which passage it is.
func TestBuildRefused(t *testing.T) {
	pages, f := birds(20), newFake(t)
	f.refuse = func(_ int, id string) int { return map[bool]int{true: 400}[id == "11-1"] }
	var waits []time.Duration
	_, err := f.dial(t, &waits).Build(t.Context(), "birds", pages, one(t, pages), testOptions)
	var fault *infoseek.Fault
	if !errors.As(err, &fault) || fault.Retryable || !strings.Contains(err.Error(), "passage 11-1") || len(waits) > 0 {
		t.Errorf("%v after %d waits", err, len(waits))
	}
	for name, status := range map[string]int{"sign in": 401, "not allowed": 403, "broken": 500} {
		f := newFake(t)
		f.trouble = unavailable(status)
		if _, err := f.dial(t, &waits).Build(t.Context(), "birds", pages, one(t, pages), testOptions); err == nil || len(waits) > 0 {
			t.Errorf("%s: %v after %d waits", name, err, len(waits))
		}
	}
}

// TestBuildPatience: waits grow, last as long as the server asks, and end.
func TestBuildPatience(t *testing.T) {
	f := newFake(t)
	f.trouble = func(op int, r *http.Request, w http.ResponseWriter) bool {
		if op == 2 {
			w.Header().Set("Retry-After", "7")
		}
		return unavailable(429)(op, r, w)
	}
	var waits []time.Duration
	c := f.dial(t, &waits)
	err := c.send(t.Context(), request{op: "x", method: http.MethodGet, path: "/", patience: 4}, nil)
	want := []time.Duration{firstWait, 7 * time.Second, 4 * firstWait, 8 * firstWait}
	if err == nil || fmt.Sprint(waits) != fmt.Sprint(want) {
		t.Errorf("%v, waits %v, want %v", err, waits, want)
	}
}

func TestBuildCancelled(t *testing.T) {
	pages, f := birds(250), newFake(t)
	ctx, cancel := context.WithCancel(t.Context())
	f.trouble = func(op int, _ *http.Request, _ http.ResponseWriter) bool {
		if op == 4 {
			cancel()
		}
		return false
	}
	_, err := f.dial(t, nil).Build(ctx, "birds", pages, one(t, pages), testOptions)
	f.locked(func() {
		if !errors.Is(err, context.Canceled) || f.aliases["birds"] != "" {
			t.Errorf("%v, name stands for %q", err, f.aliases["birds"])
		}
	})
}

func TestOptionsAreChecked(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"shards":   func(o *Options) { o.Shards = -1 },
		"workers":  func(o *Options) { o.Workers = -1 },
		"k1":       func(o *Options) { o.K1 = -1 },
		"b":        func(o *Options) { o.B = 2 },
		"title":    func(o *Options) { o.TitleWeight = 0 },
		"analysis": func(o *Options) { o.Analysis = "" },
	} {
		o := testOptions
		change(&o)
		if _, err := o.withDefaults(); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
