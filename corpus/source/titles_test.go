package source

import (
	"fmt"
	"net/url"
	"runtime"
	"testing"
)

// TestManyOfOneTitle: the work of telling pages of one title apart grows with their number, not with its square.
func TestManyOfOneTitle(t *testing.T) {
	work := func(n int) uint64 {
		w := newWeb()
		for i := range n {
			u := &url.URL{Scheme: "https", Host: "a.example", Path: "/index.php", RawQuery: fmt.Sprintf("id=%d", i)}
			w.enter(u, u, &peeked{name: "Log in"})
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		w.entitle()
		runtime.ReadMemStats(&after)
		titles := map[string]bool{}
		for _, p := range w.pages {
			titles[p.title] = true
		}
		if len(titles) != n || !titles["Log in"] || !titles["Log in (index)"] || !titles[fmt.Sprintf("Log in (index %d)", n-1)] {
			t.Errorf("%d titles of %d pages", len(titles), n)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	if once, four := work(500), work(2000); four > 8*once {
		t.Errorf("500 pages take %d kB, 2,000 take %d kB", once>>10, four>>10)
	}
}
