package safeweb

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Client fetches. It is safe for concurrent use.
type Client struct {
	options   Options
	transport *http.Transport // not an http.Client: redirects, cookies and referrers are none of its business here
	sites     sites
}

// Page is what was fetched.
type Page struct {
	URL  string // where it was in the end
	Type string // media type, of Options.Types
	// ContentType is the header that Type was taken from, with its charset; of the body where there was none.
	ContentType string
	Header      http.Header
	Body        []byte
	Hops        []Hop // redirects that led to it, in order
}

// Hop is a redirect that was followed.
type Hop struct {
	URL      string
	Status   int
	Location string
}

// New checks the options.
func New(o Options) (*Client, error) {
	o, err := o.settle()
	if err != nil {
		return nil, err
	}
	d := &dialer{o.Allow, o.Lookup}
	transport := &http.Transport{
		DialContext:            d.DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        30 * time.Second,
		ResponseHeaderTimeout:  30 * time.Second, // where Options.Timeout is long, it is for waiting for turns
		MaxResponseHeaderBytes: 64 << 10,
	}
	return &Client{options: o, transport: transport, sites: sites{byHost: map[string]*site{}, perSecond: o.PerSecond}}, nil
}

// Close closes the connections that stand idle.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Fetch gets the page at a URL. An error is an *Error where there is none to be had, the context's, or a fault.
func (c *Client) Fetch(ctx context.Context, raw string) (*Page, error) {
	u, err := readURL(raw)
	if err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	var hops []Hop
	r, err := c.follow(limited, u, &hops, c.admit)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	p, err := c.read(limited, r)
	if err != nil {
		return nil, err
	}
	p.Hops = hops
	return p, nil
}

// admit waits until u may be fetched.
func (c *Client) admit(ctx context.Context, u *url.URL) error {
	s := c.sites.of(u)
	if err := c.allowed(ctx, s, u); err != nil {
		return err
	}
	return s.wait(ctx, u)
}

// follow gets u and what it redirects to, and notes the redirects in hops; admit is asked before each request. The answer has a good status.
func (c *Client) follow(ctx context.Context, u *url.URL, hops *[]Hop, admit func(context.Context, *url.URL) error) (*http.Response, error) {
	for {
		if err := admit(ctx, u); err != nil {
			return nil, err
		}
		r, err := c.get(ctx, u)
		if err != nil {
			return nil, err
		}
		to := r.Header.Get("Location")
		if r.StatusCode/100 != 3 || to == "" {
			return c.good(u, r)
		}
		r.Body.Close()
		if len(*hops) == c.options.Redirects {
			return nil, refuse(u.String(), Redirects, "more than %d", len(*hops))
		}
		*hops = append(*hops, Hop{u.String(), r.StatusCode, to})
		next, err := u.Parse(to)
		if err != nil {
			return nil, refuse(u.String(), BadURL, "it redirects to no URL")
		}
		if u, err = readURL(next.String()); err != nil {
			return nil, err
		}
	}
}

func (c *Client) get(ctx context.Context, u *url.URL) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, refuse(u.String(), BadURL, "not a URL")
	}
	request.Header.Set("User-Agent", c.options.Agent)
	request.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain, */*;q=0.1")
	r, err := c.transport.RoundTrip(request)
	if err != nil {
		return nil, failed(ctx, u.String(), err)
	}
	return r, nil
}

// good closes an answer without a page and says why it is one.
func (c *Client) good(u *url.URL, r *http.Response) (*http.Response, error) {
	status := r.StatusCode
	if status/100 == 2 {
		return r, nil
	}
	r.Body.Close()
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return nil, refuse(u.String(), NotFound, "status %d", status)
	case status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500:
		return nil, fault(u.String(), fmt.Errorf("status %d", status))
	}
	return nil, refuse(u.String(), Denied, "status %d", status)
}

// read reads the body of an answer, if it is of a type and size that is taken.
func (c *Client) read(ctx context.Context, r *http.Response) (*Page, error) {
	at := r.Request.URL.String()
	p := &Page{URL: at, ContentType: r.Header.Get("Content-Type"), Header: r.Header}
	if coding := r.Header.Get("Content-Encoding"); coding != "" {
		return nil, refuse(at, WrongType, "encoded as %.40q, which was not asked for", coding)
	}
	if p.ContentType != "" && !c.taken(p) {
		return nil, refuse(at, WrongType, "%.80q", p.ContentType)
	}
	if r.ContentLength > c.options.Bytes {
		return nil, refuse(at, TooLarge, "%d bytes, more than %d", r.ContentLength, c.options.Bytes)
	}
	body, whole, err := readUpTo(r.Body, c.options.Bytes)
	if err != nil {
		return nil, failed(ctx, at, err)
	}
	if !whole {
		return nil, refuse(at, TooLarge, "more than %d bytes", c.options.Bytes)
	}
	if p.Body = body; p.ContentType == "" {
		if p.ContentType = http.DetectContentType(body); !c.taken(p) {
			return nil, refuse(at, WrongType, "%.80q by its first bytes", p.ContentType)
		}
	}
	return p, nil
}

// taken sets the page's type and says whether it is taken.
func (c *Client) taken(p *Page) bool {
	kind, _, err := mime.ParseMediaType(p.ContentType)
	p.Type = kind
	return (err == nil || err == mime.ErrInvalidMediaParameter) && slices.Contains(c.options.Types, kind)
}

// readUpTo reads at most n bytes, and says whether that was all.
func readUpTo(r io.Reader, n int64) ([]byte, bool, error) {
	body, err := io.ReadAll(io.LimitReader(r, n+1))
	if int64(len(body)) > n {
		return body[:n], false, nil
	}
	return body, true, err
}
