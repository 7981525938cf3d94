package serve

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// ownHost says whether a request that came over the loopback address was meant for it. A web page whose name was made to lead to this machine (DNS rebinding) comes with its own name. Who has set a token needs no such guard.
func (s *Server) ownHost(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	return s.options.Token != "" || !ok || !loopback(local.String()) || loopback(r.Host)
}

// loopback says whether a host, with or without port, is this machine's loopback address or a name for it.
func loopback(host string) bool {
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
