package safeweb

import (
	"net/netip"
	"net/url"
	"strings"
)

// mostURL bounds a URL, in bytes.
const mostURL = 8 << 10

// readURL reads a URL that may be fetched: absolute, by http or https, without credentials, with a host that is a name or an address as it is usually written.
func readURL(raw string) (*url.URL, error) {
	shown := raw
	if len(shown) > 200 {
		shown = shown[:200] + "…"
	}
	if len(raw) > mostURL {
		return nil, refuse(shown, BadURL, "longer than %d bytes", mostURL)
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, refuse(shown, BadURL, "not a URL")
	}
	if problem := wrongWith(u); problem != "" {
		u.User = nil // no credentials in messages
		return nil, refuse(u.String(), BadURL, "%s", problem)
	}
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

func wrongWith(u *url.URL) string {
	host := u.Hostname()
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return "neither http nor https"
	case u.User != nil:
		return "it holds credentials"
	case host == "" || u.Opaque != "":
		return "no host"
	case strings.Contains(host, "%"):
		return "an address with a zone"
	case numeric(host):
		return "an address in an unusual form"
	}
	return ""
}

// numeric says whether a host is an IPv4 address to some programs (WHATWG's URL standard: its last label is a number) and not written as four decimal numbers.
func numeric(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	last := strings.ToLower(labels[len(labels)-1])
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}
