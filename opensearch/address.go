package opensearch

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Address is where an index is.
type Address struct {
	Server string // scheme, host and port
	Index  string // the name that is searched, an alias; "" where the URL has none
}

// indexName is what OpenSearch takes for a name, and short enough for what build.go adds.
var indexName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,199}$`)

// ParseAddress reads https://HOST:PORT/INDEX; the index may be missing.
func ParseAddress(s string) (Address, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return Address{}, errors.New("opensearch: that is no URL") // the cause would repeat a password
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return Address{}, errors.New("opensearch: give a URL as https://HOST:9200/INDEX")
	case u.User != nil:
		return Address{}, errors.New("opensearch: a URL is logged and kept: leave name and password out of it")
	case u.RawQuery != "" || u.Fragment != "":
		return Address{}, fmt.Errorf("opensearch: URL %q: nothing can follow the index", s)
	}
	a := Address{Server: u.Scheme + "://" + u.Host, Index: strings.Trim(u.Path, "/")}
	if a.Index != "" && !indexName.MatchString(a.Index) {
		return Address{}, fmt.Errorf("opensearch: index %q: a name is of small letters, digits, '-', '_' and '.', and begins with a letter or digit", a.Index)
	}
	return a, nil
}
