package source

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
)

// web is what is known of all pages of the web that are read together: which address is which page, and what each page is called. It is made by a first pass over the heads of the pages, and keeps titles and addresses alone.
type web struct {
	sources []func() (documents, error)
	once    sync.Once
	err     error
	size    atomic.Int64 // bytes of all documents

	pages   []webPage
	byURL   map[string]int32  // by key
	moved   map[string]string // keys of addresses that lead to others
	byTitle map[string]bool   // titles that are taken
	same    map[string]int    // how often a title with a whole address was taken
	places  [][]placing       // of each source's documents, in order

	seen twins
}

// webPage is a page. label is its title as the title element has it, until suffixes are known.
type webPage struct{ title, label, heading, host, spot string }

// placing says what a document is: the page'th page, or another address or copy of it.
type placing struct {
	page  int32  // -1: none
	copy  bool   // the page is another document's
	alias string // title by which this document was asked for
}

func newWeb() *web {
	return &web{byURL: map[string]int32{}, moved: map[string]string{}, byTitle: map[string]bool{}, same: map[string]int{}, seen: newTwins()}
}

// survey reads the heads of all pages, once.
func (w *web) survey(ctx context.Context) error {
	w.once.Do(func() {
		for _, open := range w.sources {
			if w.err = w.surveySource(ctx, open); w.err != nil {
				return
			}
		}
		w.entitle()
	})
	return w.err
}

// surveySource reads a source as far as it can be: where it breaks off is told by the pass that reads the pages.
func (w *web) surveySource(ctx context.Context, open func() (documents, error)) error {
	in, err := open()
	if err != nil {
		return err
	}
	defer in.Close()
	var places []placing
	for {
		d, err := in.next()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			w.places = append(w.places, places)
			return nil
		}
		w.size.Add(int64(len(d.body)))
		places = append(places, w.place(d))
	}
}

// place enters a document.
func (w *web) place(d document) placing {
	own := d.address()
	if d.err == nil && d.redirect != "" {
		w.move(own, d.redirect)
	}
	var p *peeked
	ok := false
	if d.err == nil && d.redirect == "" {
		p, ok = w.peek(d)
	}
	if !ok {
		return placing{page: -1}
	}
	if p.head.Refresh != "" && w.move(own, p.head.Refresh) {
		return placing{page: -1}
	}
	return w.enter(own, canonical(own, p.head.Canonical), p)
}

// move enters that an address leads to another.
func (w *web) move(from *url.URL, reference string) bool {
	to := resolved(from, reference)
	if to == nil || key(to) == key(from) {
		return false
	}
	w.moved[key(from)] = key(to)
	return true
}

// enter enters a page under its addresses, or finds that it is there.
func (w *web) enter(own, at *url.URL, p *peeked) placing {
	n, known := w.byURL[key(at)]
	if !known {
		n = int32(len(w.pages))
		w.pages = append(w.pages, webPage{label: p.title(), heading: p.head.Heading, host: at.Host, spot: spot(at)})
	}
	w.name(n, at)
	w.name(n, own)
	if own.Scheme == "folder" && at.Scheme != "folder" {
		w.name(n, at.ResolveReference(&url.URL{Path: "./" + fileStem(own)})) // files are often saved under the last part of their address
	}
	if own.Scheme == "folder" && kindOf(own.Path) != "" {
		w.name(n, &url.URL{Scheme: "folder", Path: own.Path[:strings.LastIndexByte(own.Path, '.')]})
	}
	alias := p.head.Alias
	if alias != "" {
		w.name(n, wikiAddress(at, p.head.Heading, alias))
	}
	return placing{page: n, copy: known, alias: alias}
}

// name enters an address of a page, unless it is another's.
func (w *web) name(n int32, u *url.URL) {
	if _, taken := w.byURL[key(u)]; !taken {
		w.byURL[key(u)] = n
	}
}

// fileStem is a file's name as part of an address.
func fileStem(u *url.URL) string {
	name := u.Path[strings.LastIndexByte(u.Path, '/')+1:]
	if i := strings.LastIndexByte(name, '.'); i > 0 && kindOf(name) != "" {
		name = name[:i]
	}
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	return name
}

// wikiAddress is the address of a wiki's page of another title.
func wikiAddress(at *url.URL, title, alias string) *url.URL {
	u := *at
	u.RawPath = ""
	if front, ok := strings.CutSuffix(u.Path, strings.ReplaceAll(title, " ", "_")); ok {
		u.Path = front + strings.ReplaceAll(alias, " ", "_")
	}
	return &u
}

// find is the page at an address; false if there is none.
func (w *web) find(u *url.URL) (int32, bool) {
	const longest = 16 // chain of redirects
	k := key(u)
	for range longest {
		if n, ok := w.byURL[k]; ok {
			return n, true
		}
		to, ok := w.moved[k]
		if !ok {
			return 0, false
		}
		k = to
	}
	return 0, false
}

// titleAt is the title of the page that a reference leads to from a page, tried against each of its addresses; "" where that is none of the pages.
func (w *web) titleAt(bases []*url.URL, reference string) string {
	for _, base := range bases {
		u := resolved(base, reference)
		if u == nil {
			continue
		}
		if n, ok := w.find(u); ok {
			return w.pages[n].title
		}
	}
	return ""
}
