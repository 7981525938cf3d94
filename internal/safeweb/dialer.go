package safeweb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// dialer connects to public addresses.
type dialer struct {
	allow  []netip.AddrPort
	lookup func(ctx context.Context, host string) ([]netip.Addr, error)
}

// DialContext looks the host up once and connects to what was found, so that a second answer of the DNS changes nothing.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addresses, err := d.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	one := net.Dialer{Timeout: 10 * time.Second, ControlContext: d.control}
	var errs []error
	for _, a := range addresses {
		if err := d.check(net.JoinHostPort(a.String(), port)); err != nil {
			return nil, err // one such address makes the name suspect
		}
	}
	for _, a := range addresses {
		conn, err := one.DialContext(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func (d *dialer) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	addresses, err := d.lookup(ctx, host)
	if err == nil && len(addresses) == 0 {
		err = &net.DNSError{Err: "no addresses", Name: host, IsNotFound: true}
	}
	return addresses, err
}

// control is called with the address that a socket is about to connect to. Everything that leaves this program for the web comes through here.
func (d *dialer) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	return d.check(address)
}

func (d *dialer) check(address string) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil {
		return &Error{Kind: Private, Detail: fmt.Sprintf("no address: %s", address)}
	}
	switch {
	case slices.Contains(d.allow, netip.AddrPortFrom(a.Addr().Unmap(), a.Port())):
		return nil
	case !Public(a.Addr()):
		return &Error{Kind: Private, Detail: fmt.Sprintf("%s is not public", a.Addr())}
	case !slices.Contains(webPorts, a.Port()):
		return &Error{Kind: Private, Detail: fmt.Sprintf("port %d is none of the web's", a.Port())}
	}
	return nil
}

// webPorts are those on which pages are served; behind others are services that a request could be meant to harm.
var webPorts = []uint16{80, 443, 8000, 8008, 8080, 8443}
