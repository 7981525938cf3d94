package article

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Head is what a page says of itself. URLs are as written there.
type Head struct {
	Title     string // of the title element
	Heading   string // the first h1
	Canonical string // where the page belongs
	Base      string // against which its links are meant
	Refresh   string // where it leads at once
	Language  string // tag of its language
	Licence   string // URL of the licence that it is given under
	Modified  string // when it was last changed, as it says
	Alias     string // title by which it was asked for where a wiki led on from that (MediaWiki)
}

// ReadHead reads the head of a page of HTML and goes no further than it must. contentType is as for Read.
func ReadHead(body []byte, contentType, at string) (Head, error) {
	var h Head
	for _, most := range []int{usualHead, mostHead} {
		plain, err := decoded(front(body, most), contentType)
		if err != nil {
			return Head{}, fmt.Errorf("article: %s: %w", at, err)
		}
		if h = readHead(plain); h.Heading != "" || len(body) <= most {
			break
		}
	}
	return h, nil
}

// How far the heading is looked for, in bytes: usually, and at most.
const (
	usualHead = 64 << 10
	mostHead  = 1 << 20
)

// front is the first bytes of a body, without a part of a character of UTF-8 at their end, which would make them seem of another charset.
func front(body []byte, most int) []byte {
	if len(body) <= most {
		return body
	}
	n := most
	for n > most-utf8.UTFMax && !utf8.RuneStart(body[n]) {
		n--
	}
	return body[:n]
}

func readHead(plain string) Head {
	var h Head
	plain = plain[:min(len(plain), mostHead)]
	aliased := strings.Contains(plain, `class="mw-redirectedfrom"`)
	z := html.NewTokenizer(strings.NewReader(plain))
	z.SetMaxBuf(mostHead)
	for h.Heading == "" || aliased && h.Alias == "" {
		switch z.Next() {
		case html.ErrorToken:
			return h
		case html.StartTagToken, html.SelfClosingTagToken:
			h.take(z)
		}
	}
	return h
}

// take reads an element at its start tag.
func (h *Head) take(z *html.Tokenizer) {
	raw, more := z.TagName()
	name := atom.Lookup(raw)
	attrs := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		attrs[string(key)] = string(value)
	}
	switch name {
	case atom.Html:
		set(&h.Language, attrs["lang"])
		set(&h.Language, attrs["xml:lang"])
	case atom.Title:
		set(&h.Title, content(z, "title"))
	case atom.H1:
		set(&h.Heading, content(z, "h1"))
	case atom.Base:
		set(&h.Base, attrs["href"])
	case atom.Link, atom.A:
		h.link(z, attrs)
	case atom.Meta:
		h.meta(attrs)
	}
}

func (h *Head) link(z *html.Tokenizer, attrs map[string]string) {
	switch {
	case attrs["class"] == "mw-redirect" && h.Heading != "" && strings.Contains(attrs["href"], "redirect=no"):
		set(&h.Alias, content(z, "a"))
	case strings.EqualFold(attrs["rel"], "canonical"):
		set(&h.Canonical, strings.TrimSpace(attrs["href"]))
	case strings.EqualFold(attrs["rel"], "license"):
		set(&h.Licence, strings.TrimSpace(attrs["href"]))
	}
}

func (h *Head) meta(attrs map[string]string) {
	switch strings.ToLower(attrs["http-equiv"]) {
	case "content-language":
		set(&h.Language, attrs["content"])
	case "refresh":
		delay, to, _ := strings.Cut(attrs["content"], ";")
		if _, place, ok := cutFold(to, "url="); ok && strings.TrimSpace(delay) == "0" {
			set(&h.Refresh, strings.Trim(place, ` "'`))
		}
	}
	switch strings.ToLower(attrs["property"]) {
	case "og:url":
		set(&h.Canonical, strings.TrimSpace(attrs["content"]))
	case "article:modified_time":
		set(&h.Modified, strings.TrimSpace(attrs["content"]))
	}
}

func cutFold(s, sep string) (before, after string, ok bool) {
	if i := strings.Index(strings.ToLower(s), sep); i >= 0 && i+len(sep) <= len(s) {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// set keeps the first value that there is.
func set(field *string, value string) {
	if *field == "" {
		*field = line(strings.ToValidUTF8(value, "\uFFFD"))
	}
}

// content is the text up to an element's end tag.
func content(z *html.Tokenizer, name string) string {
	var b strings.Builder
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken:
			if tag, _ := z.TagName(); string(tag) == "br" {
				b.WriteByte(' ')
			}
		case html.EndTagToken:
			if tag, _ := z.TagName(); string(tag) == name {
				return b.String()
			}
		}
	}
}
