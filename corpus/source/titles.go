package source

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// separators part a page's title from the name of its site.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " « ", " • "}

// leastSuffix is how many pages of a host must share the end of their titles for it to be the site's name.
const leastSuffix = 3

// entitle gives each page its title: the heading if it is a part of the title element, else the title element without the name of the site, each once.
func (w *web) entitle() {
	suffixes := map[string]int{}
	for _, p := range w.pages {
		if _, end := cutSuffix(p.label); end != "" {
			suffixes[p.host+"\x00"+end]++
		}
	}
	for i := range w.pages {
		p := &w.pages[i]
		p.title = w.distinct(p.name(suffixes), p.spot)
		p.label, p.heading, p.spot = "", "", ""
	}
}

// name is a page's title before it is made distinct.
func (p *webPage) name(suffixes map[string]int) string {
	if p.heading != "" && isPart(p.label, p.heading) {
		return p.heading
	}
	if front, end := cutSuffix(p.label); end != "" && suffixes[p.host+"\x00"+end] >= leastSuffix {
		return front
	}
	return p.label
}

// cutSuffix cuts a title at its last separator.
func cutSuffix(title string) (front, end string) {
	at := -1
	for _, s := range separators {
		at = max(at, strings.LastIndex(title, s))
	}
	if at <= 0 {
		return title, ""
	}
	return strings.TrimSpace(title[:at]), title[at:]
}

// isPart says whether part stands in title between separators or its ends.
func isPart(title, part string) bool {
	if title == part {
		return true
	}
	for _, s := range separators {
		if strings.HasPrefix(title, part+s) || strings.HasSuffix(title, s+part) || strings.Contains(title, s+part+s) {
			return true
		}
	}
	return false
}

// distinct takes a title, with as much of the page's address in brackets as it needs to be the only one.
func (w *web) distinct(title, spot string) string {
	if w.take(title) {
		return title
	}
	for at := len(spot); at > 0; {
		at = strings.LastIndexByte(spot[:at], '/')
		if name := title + " (" + spot[at+1:] + ")"; w.take(name) {
			return name
		}
	}
	all := title + " (" + spot + ")"
	for {
		w.same[all]++
		if name := title + " (" + spot + " " + strconv.Itoa(w.same[all]+1) + ")"; w.take(name) {
			return name
		}
	}
}

func (w *web) take(title string) bool {
	k := capital(title)
	if w.byTitle[k] {
		return false
	}
	w.byTitle[k] = true
	return true
}

// spot is the path of a page, without the end that names its format: what tells it from others of its title.
func spot(u *url.URL) string {
	p := strings.Trim(u.Path, "/")
	if i := strings.LastIndexByte(p, '.'); i > strings.LastIndexByte(p, '/') {
		p = p[:i]
	}
	if p == "" {
		p = u.Host
	}
	return oneLine(p)
}

// capital writes a title's first letter as most wikis do.
func capital(title string) string {
	c, n := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(c)) + title[n:]
}
