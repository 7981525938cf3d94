package safeweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

// mostRobots is how much of a robots.txt is read (RFC 9309, section 2.5: at least 500 KiB).
const mostRobots = 512 << 10

// LongestDelay bounds what a robots.txt can ask for.
const LongestDelay = time.Minute

// allowed says whether a site's robots.txt lets this agent fetch u. Where the file can't be had because the server is in trouble, that is a fault: it may not be taken for consent (RFC 9309, section 2.3.1.4).
func (c *Client) allowed(ctx context.Context, s *site, u *url.URL) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	rules, err := c.rules(ctx, s, u)
	if err != nil {
		return err
	}
	group := rules.FindGroup(c.product())
	if group.CrawlDelay > 0 {
		s.limiter.SetLimit(min(rate.Limit(c.options.PerSecond), rate.Every(min(group.CrawlDelay, LongestDelay))))
	}
	if !group.Test(u.RequestURI()) {
		return refuse(u.String(), Robots, "the site does not allow it")
	}
	return nil
}

// rules are those of u's site, which the caller has locked.
func (c *Client) rules(ctx context.Context, s *site, u *url.URL) (*robotstxt.RobotsData, error) {
	known, ok := s.robots[origin(u)]
	if !ok || time.Since(known.read) > robotsHold {
		rules, err := c.robots(ctx, u)
		if err != nil {
			return nil, err
		}
		known = robots{rules, time.Now()}
		s.robots[origin(u)] = known
	}
	return known.rules, nil
}

// Sitemaps are the URLs of the sitemaps that the robots.txt of a URL's site names; where it names none, the usual place.
func (c *Client) Sitemaps(ctx context.Context, raw string) ([]string, error) {
	u, err := readURL(raw)
	if err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	s := c.sites.of(u)
	s.mu.Lock()
	defer s.mu.Unlock()
	rules, err := c.rules(limited, s, u)
	if err != nil {
		return nil, err
	}
	if len(rules.Sitemaps) == 0 {
		return []string{origin(u) + "/sitemap.xml"}, nil
	}
	var all []string
	for _, at := range rules.Sitemaps {
		if place, err := u.Parse(at); err == nil {
			all = append(all, place.String())
		}
	}
	return all, nil
}

func (c *Client) product() string {
	name, _, _ := strings.Cut(c.options.Agent, "/")
	return name
}

// robots fetches the robots.txt of u's site. None, or one that the server does not give out, allows everything.
func (c *Client) robots(ctx context.Context, u *url.URL) (*robotstxt.RobotsData, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	r, err := c.follow(ctx, at, &[]Hop{}, func(ctx context.Context, at *url.URL) error { return c.sites.of(at).wait(ctx, at) })
	var none *Error
	if errors.As(err, &none) && slices.Contains([]Kind{NotFound, Denied, Redirects, BadURL}, none.Kind) {
		return robotstxt.FromStatusAndBytes(http.StatusNotFound, nil)
	}
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	text, _, err := readUpTo(r.Body, mostRobots)
	if err != nil {
		return nil, failed(ctx, at.String(), err)
	}
	rules, err := robotstxt.FromBytes(text)
	if err != nil { // what can't be read says nothing
		return robotstxt.FromStatusAndBytes(http.StatusNotFound, nil)
	}
	return rules, nil
}
