package main

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json"
)

// theirPage is a page as wikiextractor writes it: links are <a href="title">, and with --html there are headings and lists.
type theirPage struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

func theirPages(ctx context.Context, command []string) (map[string]theirPage, error) {
	var out bytes.Buffer
	if _, err := program(ctx, &out, command[0], command[1:]...); err != nil {
		return nil, err
	}
	pages := map[string]theirPage{}
	for line := range bytes.Lines(out.Bytes()) {
		var p theirPage
		if err := json.Unmarshal(line, &p); err != nil {
			return nil, fmt.Errorf("wikiextractor's output: %w", err)
		}
		if strings.Contains(p.Text, "&lt;a href=") {
			p.Text = html.UnescapeString(p.Text)
		}
		pages[p.ID] = p
	}
	return pages, nil
}

// References and pointers to elsewhere, which ours leaves out as a whole: theirs drops them in its plain text, since they are lists.
var pointers = regexp.MustCompile(`^(references|external links?|further reading|(foot)?notes|sources|citations|works cited|cited sources|general references|explanatory notes|gallery|image gallery)( (and|&) (references|notes|citations|sources|further reading|external links|bibliography|footnotes))?$|^references and external links$`)

var (
	heading = regexp.MustCompile(`(?i)<h([1-6])>(.*?)</h[1-6]>`)
	inline  = regexp.MustCompile(`(?i)</?(a|b|i)\b[^<>]*>`)
	markup  = regexp.MustCompile(`(?i)</?[a-z][^<>\n]*>`)
	href    = regexp.MustCompile(`<a href="([^"]*)">`)
)

// body is the text without headings, sections of pointers and tags.
func (p theirPage) body() string {
	var b strings.Builder
	at, out := 0, 0 // out is the level of a section left out
	keep := func(part string) {
		if out == 0 {
			b.WriteString(part + "\n")
		}
	}
	for _, h := range heading.FindAllStringSubmatchIndex(p.Text, -1) {
		keep(p.Text[at:h[0]])
		at = h[1]
		level := int(p.Text[h[2]] - '0')
		if out == 0 || level <= out {
			out = 0
			if pointers.MatchString(strings.ToLower(strings.TrimSpace(html.UnescapeString(p.Text[h[4]:h[5]])))) {
				out = level
			}
		}
	}
	keep(p.Text[at:])
	return html.UnescapeString(markup.ReplaceAllString(inline.ReplaceAllString(b.String(), ""), "\n"))
}

// targets are the titles linked. Links to other sites and projects are none.
func (p theirPage) targets() bag {
	all := bag{}
	for _, m := range href.FindAllStringSubmatch(p.Text, -1) {
		t := html.UnescapeString(m[1])
		if u, err := url.PathUnescape(t); err == nil {
			t = html.UnescapeString(u)
		}
		t, _, _ = strings.Cut(strings.ReplaceAll(t, "_", " "), "#")
		t = strings.Join(strings.Fields(t), " ")
		prefix, _, _ := strings.Cut(strings.ToLower(t), ":")
		switch prefix {
		case "", "http", "https", "ftp", "mailto", "wikt", "wiktionary", "w":
		default:
			all[capital(t)] = 1
		}
	}
	return all
}
