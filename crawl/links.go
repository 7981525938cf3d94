package crawl

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// links are the addresses that a page leads to, each once, but those that it says are not to be followed.
func links(at string, body []byte) []string {
	base, err := url.Parse(at)
	if err != nil {
		return nil
	}
	var all []string
	seen := map[string]bool{}
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return all
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		name, attrs := tag(z)
		switch {
		case name == "base" && attrs["href"] != "":
			if u, err := base.Parse(attrs["href"]); err == nil {
				base = u
			}
		case name == "meta" && strings.EqualFold(attrs["name"], "robots") && strings.Contains(strings.ToLower(attrs["content"]), "nofollow"):
			return nil
		case name == "a" && !strings.Contains(strings.ToLower(attrs["rel"]), "nofollow"):
			if to := absolute(base, attrs["href"]); to != "" && !seen[to] {
				seen[to] = true
				all = append(all, to)
			}
		}
	}
}

func tag(z *html.Tokenizer) (string, map[string]string) {
	raw, more := z.TagName()
	name, attrs := string(raw), map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		attrs[string(key)] = string(value)
	}
	return name, attrs
}

// absolute is the address that a reference means; "" where that is none of a page of the web.
func absolute(base *url.URL, reference string) string {
	u, err := base.Parse(strings.TrimSpace(reference))
	if err != nil || reference == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}
