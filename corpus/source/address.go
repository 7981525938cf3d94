package source

import (
	"cmp"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// folderScheme begins the address of a file whose URL isn't known, within its folder.
const folderScheme = "folder:///"

// address is the URL of a document, by which links to it are resolved.
func (d document) address() *url.URL {
	if d.url != "" {
		if u, err := url.Parse(d.url); err == nil {
			return u
		}
	}
	return &url.URL{Scheme: "folder", Path: "/" + d.name}
}

// front are the files that stand for their folder.
var front = regexp.MustCompile(`(?i)/(index\.(html?|php|md)|readme\.(md|markdown))$`)

// key is the form under which URLs are the same: without scheme, www, default port, fragment, index page and slash at the end, and without what only counts visitors.
func key(u *url.URL) string {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	p := strings.TrimSuffix(u.Path, "/")
	if front.MatchString(p) {
		p = strings.TrimSuffix(path.Dir(p), "/")
	}
	return cmp.Or(host+p+query(u), "/")
}

func query(u *url.URL) string {
	if u.RawQuery == "" {
		return ""
	}
	values := u.Query()
	for name := range values {
		if strings.HasPrefix(name, "utm_") || name == "fbclid" || name == "gclid" {
			values.Del(name)
		}
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// resolved is the URL that a reference on the page at base means; nil where it is none of a page.
func resolved(base *url.URL, reference string) *url.URL {
	if reference == "" || reference[0] == '#' {
		return nil
	}
	u, err := base.Parse(reference)
	if err != nil || u.Opaque != "" || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "folder" {
		return nil
	}
	return u
}

// canonical is where a page belongs: what it says itself, if that can be.
func canonical(own *url.URL, said string) *url.URL {
	u := resolved(own, said)
	if u == nil || u.Scheme == "folder" && own.Scheme != "folder" {
		return own
	}
	if strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && strings.Trim(own.Path, "/") != "" && !indexPage(own) {
		return own // sites that name their front page on all pages
	}
	return u
}

func indexPage(u *url.URL) bool {
	name := strings.ToLower(path.Base(u.Path))
	return strings.HasPrefix(name, "index.")
}

// stem is the last part of an address, without the end that names its format.
func stem(u *url.URL) string {
	name := path.Base(strings.TrimSuffix(u.Path, "/"))
	if ext := path.Ext(name); kindOf(name) != "" || ext == ".php" || ext == ".aspx" {
		name = strings.TrimSuffix(name, ext)
	}
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	if name == "/" || name == "." {
		return u.Hostname()
	}
	return oneLine(strings.ReplaceAll(name, "_", " "))
}
