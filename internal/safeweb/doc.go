// Package safeweb fetches pages of the web for programs that are told by others what to fetch: by a model, by a page, by a list. It keeps to public addresses, to robots.txt, to a rate for each host, and to limits of
// size, time, redirects and types. It knows nothing of what is in a page.
//
// The invariant: no connection is opened to an address that is not public (see Public), whatever was written in the URL, in a redirect or in the DNS. It is kept in one place, dialer.go, where the socket is about to
// connect to an address that is known by then; what is refused before is refused for a better message. No proxy is used, since the check would then be the proxy's.
package safeweb
