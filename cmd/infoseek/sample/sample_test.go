package sample

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"
)

type page struct {
	Title    string `xml:"title"`
	NS       int    `xml:"ns"`
	ID       int    `xml:"id"`
	Redirect *struct {
		Title string `xml:"title,attr"`
	} `xml:"redirect"`
	Revision struct {
		ID   int    `xml:"id"`
		Text string `xml:"text"`
	} `xml:"revision"`
}

func (p page) disambiguation() bool { return strings.Contains(p.Revision.Text, "{{Disambiguation}}") }

func pages(t *testing.T) []page {
	t.Helper()
	var export struct {
		Pages []page `xml:"page"`
	}
	if err := xml.NewDecoder(bytes.NewReader(XML())).Decode(&export); err != nil {
		t.Fatal(err)
	}
	return export.Pages
}

// articles are the pages proper: neither redirects nor disambiguation pages.
func articles(t *testing.T) map[string]page {
	t.Helper()
	out := map[string]page{}
	for _, p := range pages(t) {
		if p.Redirect == nil && !p.disambiguation() {
			out[p.Title] = p
		}
	}
	return out
}

var (
	link     = regexp.MustCompile(`\[\[([^\]|#]+)[^\]]*\]\]`)
	markup   = regexp.MustCompile(`(?s)\[\[Category:[^\]]*\]\]|\{\{.*?\}\}|<ref.*?</ref>|<!--.*?-->|==.*?==`)
	word     = regexp.MustCompile(`[\pL\pN]+`)
	redirect = regexp.MustCompile(`^#REDIRECT \[\[([^\]]+)\]\]$`)
)

// targets resolves the links of each page, by title, through redirects.
func targets(t *testing.T) map[string][]string {
	t.Helper()
	all := pages(t)
	exists, redirects := map[string]bool{}, map[string]string{}
	for _, p := range all {
		exists[p.Title] = true
		if p.Redirect != nil {
			redirects[p.Title] = p.Redirect.Title
		}
	}
	out := map[string][]string{}
	for _, p := range all {
		for _, m := range link.FindAllStringSubmatch(p.Revision.Text, -1) {
			to := strings.ToUpper(m[1][:1]) + m[1][1:]
			if strings.HasPrefix(to, "Category:") {
				continue
			}
			if !exists[to] {
				t.Errorf("%s: link to %q, which is no page", p.Title, to)
			}
			if r, ok := redirects[to]; ok {
				to = r
			}
			if to != p.Title && !slices.Contains(out[p.Title], to) {
				out[p.Title] = append(out[p.Title], to)
			}
		}
	}
	return out
}

func TestTitlesAndIDsAreUnique(t *testing.T) {
	titles, ids, revisions := map[string]bool{}, map[int]bool{}, map[int]bool{}
	for _, p := range pages(t) {
		if p.NS != 0 || p.Title == "" || p.ID == 0 || p.Revision.ID == 0 || p.Revision.Text == "" {
			t.Errorf("page %d %q is not whole", p.ID, p.Title)
		}
		if titles[p.Title] || ids[p.ID] || revisions[p.Revision.ID] {
			t.Errorf("page %d %q: title, id or revision twice", p.ID, p.Title)
		}
		titles[p.Title], ids[p.ID], revisions[p.Revision.ID] = true, true, true
	}
}

func TestArticlesAreManyAndLongEnough(t *testing.T) {
	var lengths []int
	for title, p := range articles(t) {
		n := len(word.FindAllString(markup.ReplaceAllString(p.Revision.Text, ""), -1))
		if n < 60 {
			t.Errorf("%s has %d words, want at least 60", title, n)
		}
		lengths = append(lengths, n)
	}
	slices.Sort(lengths)
	if len(lengths) < 170 {
		t.Errorf("%d articles, want at least 170", len(lengths))
	}
	if median := lengths[len(lengths)/2]; median < 100 {
		t.Errorf("median of %d words, want at least 100", median)
	}
}

func TestRedirectsLeadToArticles(t *testing.T) {
	known, n := articles(t), 0
	for _, p := range pages(t) {
		if p.Redirect == nil {
			continue
		}
		n++
		m := redirect.FindStringSubmatch(p.Revision.Text)
		if m == nil || m[1] != p.Redirect.Title {
			t.Errorf("redirect %q: text and element differ", p.Title)
		}
		if _, ok := known[p.Redirect.Title]; !ok {
			t.Errorf("redirect %q leads to %q, which is no article", p.Title, p.Redirect.Title)
		}
	}
	if n < 25 {
		t.Errorf("%d redirects, want at least 25", n)
	}
}

func TestArticlesAreLinkedBothWays(t *testing.T) {
	out, known := targets(t), articles(t)
	in := map[string]int{}
	for from, to := range out {
		if _, ok := known[from]; !ok {
			continue
		}
		for _, title := range to {
			in[title]++
		}
	}
	for title := range known {
		if len(out[title]) < 6 || in[title] < 3 {
			t.Errorf("%s: %d links out, %d in; want at least 6 and 3", title, len(out[title]), in[title])
		}
	}
}

func TestArticlesAreStronglyConnected(t *testing.T) {
	known := articles(t)
	forward, backward := map[string][]string{}, map[string][]string{}
	for from, to := range targets(t) {
		if _, ok := known[from]; !ok {
			continue
		}
		for _, title := range to {
			forward[from] = append(forward[from], title)
			backward[title] = append(backward[title], from)
		}
	}
	for name, graph := range map[string]map[string][]string{"from": forward, "to": backward} {
		seen := reach(graph, "Sun")
		for title := range known {
			if !seen[title] {
				t.Errorf("%s cannot be reached %s Sun", title, name)
			}
		}
	}
}

func reach(graph map[string][]string, start string) map[string]bool {
	seen, queue := map[string]bool{start: true}, []string{start}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, to := range graph[at] {
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	return seen
}
