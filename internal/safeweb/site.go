package safeweb

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

// site is what is kept of a host.
type site struct {
	limiter *rate.Limiter
	used    time.Time // guarded by sites.mu

	mu     sync.Mutex // held while a robots.txt is fetched
	robots map[string]robots
}

// robots are the rules of an origin, and when they were read.
type robots struct {
	rules *robotstxt.RobotsData
	read  time.Time
}

// robotsHold is how long a robots.txt is believed (RFC 9309, section 2.4).
const robotsHold = 24 * time.Hour

// mostSites bounds the memory of a long crawl: the site used longest ago is forgotten.
const mostSites = 4096

type sites struct {
	mu        sync.Mutex
	byHost    map[string]*site
	perSecond float64
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

func (s *sites) of(u *url.URL) *site {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := strings.ToLower(u.Hostname())
	found := s.byHost[key]
	if found == nil {
		if len(s.byHost) >= mostSites {
			s.forget()
		}
		found = &site{limiter: rate.NewLimiter(rate.Limit(s.perSecond), 1), robots: map[string]robots{}}
		s.byHost[key] = found
	}
	found.used = time.Now()
	return found
}

func (s *sites) forget() {
	oldest, since := "", time.Time{}
	for key, one := range s.byHost {
		if oldest == "" || one.used.Before(since) {
			oldest, since = key, one.used
		}
	}
	delete(s.byHost, oldest)
}

// wait waits for the site's turn. An error is ctx's, or says that ctx ends before it.
func (s *site) wait(ctx context.Context, u *url.URL) error {
	if err := s.limiter.Wait(ctx); err != nil {
		if ctx.Err() != nil {
			return failed(ctx, u.String(), ctx.Err())
		}
		return refuse(u.String(), TooSoon, "%.3g requests a second are allowed", float64(s.limiter.Limit()))
	}
	return nil
}
