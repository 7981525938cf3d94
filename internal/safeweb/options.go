package safeweb

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"time"
)

// Options of a client. Zero values stand for the default of each.
type Options struct {
	Agent     string        // user agent, by whose first word robots.txt is read: infoseek
	Bytes     int64         // most of a body, decompressed: 8 MiB
	Timeout   time.Duration // of a fetch with all of its redirects, waiting for its turn included: 30 s
	Redirects int           // followed in one fetch: 5
	PerSecond float64       // requests a second to one host: 1; fewer where its robots.txt asks for that
	Types     []string      // media types that are taken: HTML, XHTML and plain text
	// Allow names addresses that may be reached though they are not public, or the port is none of the web's: for tests, and for a network of one's own.
	Allow []netip.AddrPort
	// Lookup finds the addresses of a host; nil is the system's way.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
}

func (o Options) settle() (Options, error) {
	if o.Bytes < 0 || o.Timeout < 0 || o.Redirects < 0 || o.PerSecond < 0 {
		return o, fmt.Errorf("safeweb: limits must not be negative")
	}
	preset(&o.Agent, "infoseek")
	preset(&o.Bytes, 8<<20)
	preset(&o.Timeout, 30*time.Second)
	preset(&o.Redirects, 5)
	preset(&o.PerSecond, 1)
	if o.Types == nil {
		o.Types = []string{"text/html", "application/xhtml+xml", "text/plain"}
	}
	if o.Lookup == nil {
		o.Lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	return o, nil
}

func preset[T comparable](v *T, value T) {
	var zero T
	if *v == zero {
		*v = value
	}
}
