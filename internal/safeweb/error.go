package safeweb

import (
	"context"
	"errors"
	"fmt"
	"net"

	"infoseek"
)

// Kind says why there is no page.
type Kind string

// The kinds of errors that are no faults: asking again is of no use.
const (
	BadURL    Kind = "bad URL"         // of a form or scheme that is not fetched
	Private   Kind = "private address" // the host is not public, or the port none of the web's
	Robots    Kind = "robots.txt"      // the site does not allow it
	Redirects Kind = "redirects"       // too many
	WrongType Kind = "content type"    // none of those that are taken
	TooLarge  Kind = "size"            // more bytes than are taken
	NotFound  Kind = "not found"       // no such page
	NoHost    Kind = "no such host"
	Denied    Kind = "denied"         // by the server, with another status
	TooSoon   Kind = "asked too soon" // the host's rate leaves no time for it
)

// Error says that a URL gives no page.
type Error struct {
	URL    string
	Kind   Kind
	Detail string
}

func (e *Error) Error() string { return fmt.Sprintf("fetch %s: %s: %s", e.URL, e.Kind, e.Detail) }

func refuse(url string, kind Kind, format string, args ...any) error {
	return &Error{url, kind, fmt.Sprintf(format, args...)}
}

// failed makes of what a request met an *Error where the dialer or the DNS gave the reason, else a fault, which may pass.
func failed(ctx context.Context, url string, err error) error {
	var own *Error
	var dns *net.DNSError
	switch {
	case errors.As(err, &own):
		return &Error{url, own.Kind, own.Detail}
	case errors.As(err, &dns) && dns.IsNotFound:
		return refuse(url, NoHost, "the DNS knows none")
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	}
	return fault(url, err)
}

func fault(url string, err error) error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryWeb, Op: "fetch " + url, Retryable: true, Err: err}
}
