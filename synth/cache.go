package synth

import (
	"context"
	"strings"
	"sync"

	"infoseek"
	"infoseek/synth/claims"
	"infoseek/text"
)

// cacheSize bounds each cache, in pages. What is cached is a function of the corpus alone, so forgetting changes nothing but time.
const cacheSize = 1 << 16

// memo remembers the values of a function of a page, or of a page and more. It forgets everything when full.
type memo[K comparable, V any] struct {
	mu sync.RWMutex
	m  map[K]V
}

func (c *memo[K, V]) load(n K) (V, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.m[n]
	return v, ok
}

func (c *memo[K, V]) store(n K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.m == nil || len(c.m) >= cacheSize {
		c.m = map[K]V{}
	}
	c.m[n] = v
}

// do returns the value for n, computing it if it is not remembered. Two callers may compute the same value at once.
func (c *memo[K, V]) do(n K, f func() (V, error)) (V, error) {
	if v, ok := c.load(n); ok {
		return v, nil
	}
	v, err := f()
	if err == nil {
		c.store(n, v)
	}
	return v, err
}

// claimCache reads claims once per page.
type claimCache struct {
	reader *claims.Reader
	memo   memo[infoseek.PageNum, []claims.Claim]
}

func (c *claimCache) read(ctx context.Context, n infoseek.PageNum) ([]claims.Claim, error) {
	return c.memo.do(n, func() ([]claims.Claim, error) { return c.reader.Read(ctx, n) })
}

// about returns the claims on page n whose object is the entity of page object.
func (c *claimCache) about(ctx context.Context, n, object infoseek.PageNum) ([]claims.Claim, error) {
	all, err := c.read(ctx, n)
	if err != nil {
		return nil, err
	}
	var out []claims.Claim
	for _, c := range all {
		if c.Kind == claims.ToEntity && c.Object == object {
			out = append(out, c)
		}
	}
	return out, nil
}

// pageCache remembers pages and the names they own.
type pageCache struct {
	pages infoseek.Pages
	info  memo[infoseek.PageNum, infoseek.Page]
	names memo[infoseek.PageNum, []infoseek.Name]
	own   memo[infoseek.PageNum, map[string]bool]
	calls memo[calling, string]
}

// calling is a page and a name that a text has for it.
type calling struct {
	page infoseek.PageNum
	name string
}

// called is how the question calls the entity of p by a name that some text has for it.
func (c *pageCache) called(ctx context.Context, p infoseek.Page, name string) (string, error) {
	return c.calls.do(calling{p.Num, name}, func() (string, error) { return claims.Called(ctx, c.pages, p, name) })
}

func (c *pageCache) page(ctx context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	return c.info.do(n, func() (infoseek.Page, error) { return c.pages.Page(ctx, n) })
}

func (c *pageCache) namesOf(ctx context.Context, n infoseek.PageNum) ([]infoseek.Name, error) {
	return c.names.do(n, func() ([]infoseek.Name, error) { return c.pages.Names(ctx, n) })
}

// owns reports whether shown is a name that page n alone has, or its whole title.
func (c *pageCache) owns(ctx context.Context, n infoseek.PageNum, shown string) (bool, error) {
	own, err := c.own.do(n, func() (map[string]bool, error) {
		names, err := c.namesOf(ctx, n)
		own := map[string]bool{}
		for _, name := range names {
			if name.Owners == 1 || name.Kind == infoseek.NameTitle {
				own[normName(name.Text)] = true
			}
		}
		return own, err
	})
	return own[normName(shown)], err
}

// normName is the form under which names are compared: normalised words, without a leading article.
func normName(s string) string {
	var b strings.Builder
	for i, w := range text.Words(nil, s) {
		word := text.Norm(s[w.Start:w.End])
		if i == 0 && word == "the" {
			continue
		}
		b.WriteString(word)
		b.WriteByte(' ')
	}
	return b.String()
}
