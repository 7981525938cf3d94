// Package loopback says whether a request to a server of this machine alone was meant for it. It knows nothing of what is served.
package loopback

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Own says whether a request that came over the loopback address was meant for it, true for any other. A web page whose name was made to lead to this machine (DNS rebinding) comes with its own name.
func Own(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	return !ok || !Is(local.String()) || Is(r.Host)
}

// Is says whether a host, with or without port, is this machine's loopback address or a name for it.
func Is(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if name := strings.ToLower(strings.TrimSuffix(host, ".")); name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}
