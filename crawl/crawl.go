// Package crawl fetches the pages of sites into a web archive: politely (robots.txt, a rate for each host, sitemaps; all of that is safeweb's), and so that it can be stopped at any time and go on. It knows nothing of what is in a page but its links.
//
// The archive is the state: what stands in it has been done, and the addresses that wait are those that it links to. A record that was cut off is removed when the crawl goes on.
package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"infoseek"
	"infoseek/internal/safeweb"
	"infoseek/internal/warc"

	"github.com/gofrs/flock"
)

// DefaultLimit is how many pages are fetched where Options.Limit is zero.
const DefaultLimit = 1000

// PageTypes are the media types of pages, SitemapTypes those of sitemaps: a client has to take both.
var (
	PageTypes    = []string{"text/html", "application/xhtml+xml"}
	SitemapTypes = []string{"application/xml", "text/xml"}
)

// Patience is the time that a client of a rate has to have for one fetch: 30 s, and the turns of a robots.txt, a redirect and the page, each as late as a robots.txt may ask for.
func Patience(perSecond float64) time.Duration {
	const turns, longest = 3, 24 * time.Hour
	turn := min(float64(time.Second)/perSecond, float64(longest))
	return 30*time.Second + turns*max(time.Duration(turn), safeweb.LongestDelay)
}

// Options of a crawl.
type Options struct {
	Limit    int  // pages in the archive, those of earlier runs included
	SameSite bool // only the hosts of the seeds
	Now      func() time.Time
	Progress func(Report) // called after each page; nil: not
}

// Report says what a crawl did. Waiting are addresses that were found and not fetched.
type Report struct {
	Pages   int `json:"pages"`   // in the archive
	Fetched int `json:"fetched"` // of them now
	Refused int `json:"refused"` // addresses without a page: not found, not allowed, of another type
	Failed  int `json:"failed"`  // by a fault that may pass: asked again when the crawl goes on
	Waiting int `json:"waiting"`
}

// crawl is a crawl under way.
type crawl struct {
	client *safeweb.Client
	opts   Options
	out    *warc.Writer
	hosts  map[string]bool // of the seeds
	known  map[string]bool // addresses that were met, by key
	queue  []string

	finished map[string]bool // addresses that the archive has answers for, by key
	report   Report
}

// Run crawls from the seeds into the archive at path, or goes on with the one that is there. Two at once into one archive are an error; the file path.lock stays beside it.
func Run(ctx context.Context, client *safeweb.Client, seeds []string, path string, o Options) (r Report, err error) {
	lock := flock.New(path + ".lock")
	if ok, err := lock.TryLock(); err != nil || !ok {
		return Report{}, errors.Join(err, fmt.Errorf("crawl: another process writes %s", path))
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return Report{}, fmt.Errorf("crawl: %w", err)
	}
	c := &crawl{client: client, opts: o, out: warc.NewWriter(file), hosts: map[string]bool{}, known: map[string]bool{}, finished: map[string]bool{}}
	err = c.run(ctx, seeds, file)
	c.report.Waiting = len(c.queue)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		err = fmt.Errorf("crawl: %s: %w", path, err)
	}
	return c.report, err
}

func (c *crawl) run(ctx context.Context, seeds []string, file *os.File) error {
	for _, s := range seeds {
		u, err := url.Parse(s)
		if err != nil || u.Host == "" {
			return fmt.Errorf("%q is no address of a page: it should begin with https://", s)
		}
		c.hosts[site(u)] = true
		c.meet(s)
	}
	begun, err := c.resume(file)
	if err != nil {
		return err
	}
	if !begun {
		if err := c.write("warcinfo", "", "application/warc-fields", []byte("software: infoseek\r\nformat: WARC File Format 1.1\r\n")); err != nil {
			return err
		}
	}
	if err := c.sitemaps(ctx, seeds); err != nil {
		return err
	}
	return c.drain(ctx)
}

// drain fetches what waits, until nothing does or the limit is reached.
func (c *crawl) drain(ctx context.Context) error {
	var again []string
	for len(c.queue) > 0 && c.report.Pages < c.opts.Limit {
		next := c.queue[0]
		if err := c.fetch(ctx, next); err != nil {
			var fault *infoseek.Fault
			if ctx.Err() != nil || !errors.As(err, &fault) {
				return err
			}
			c.report.Failed++
			again = append(again, next)
		}
		c.queue = c.queue[1:]
		if c.opts.Progress != nil {
			c.opts.Progress(c.report)
		}
	}
	c.queue = append(again, c.queue...)
	return nil
}

// fetch gets a page and writes what came. An error is a fault, the context's, or of writing.
func (c *crawl) fetch(ctx context.Context, at string) error {
	p, err := c.client.Fetch(ctx, at)
	var none *safeweb.Error
	if errors.As(err, &none) {
		c.report.Refused++
		if slices.Contains(passing, none.Kind) {
			return nil
		}
		return c.write("metadata", at, "application/warc-fields", []byte("refused: "+string(none.Kind)+"\r\n"))
	}
	if err != nil {
		return err
	}
	for _, hop := range p.Hops {
		c.known[key(hop.URL)] = true
		header := http.Header{"Location": {hop.Location}}
		if err := c.write("response", hop.URL, answerType, warc.Answer(hop.Status, header, nil)); err != nil {
			return err
		}
	}
	if !slices.Contains(PageTypes, p.Type) {
		c.report.Refused++
		return c.write("metadata", p.URL, "application/warc-fields", []byte("refused: "+string(safeweb.WrongType)+"\r\n"))
	}
	if len(p.Hops) > 0 && (!c.wanted(p.URL) || c.known[key(p.URL)]) {
		return nil
	}
	c.known[key(p.URL)] = true
	if err := c.write("response", p.URL, answerType, warc.Answer(http.StatusOK, p.Header, p.Body)); err != nil {
		return err
	}
	c.report.Pages++
	c.report.Fetched++
	c.follow(p.URL, p.Body)
	return nil
}

// passing are the refusals that lie with how this crawl was asked for, not with the address: a later one may be allowed to. They are not written.
var passing = []safeweb.Kind{safeweb.Private, safeweb.TooSoon}

const answerType = "application/http; msgtype=response"

func (c *crawl) write(kind, at, contentType string, block []byte) error {
	return c.out.Write(kind, at, c.opts.Now().UTC().Format(time.RFC3339), contentType, block)
}

// follow lets the links of a page wait.
func (c *crawl) follow(at string, body []byte) {
	for _, l := range links(at, body) {
		if c.wanted(l) {
			c.meet(l)
		}
	}
}

// longestURL bounds an address, in bytes. It is less than a line of a record's header may have, so that what stands in the archive can be read again.
const longestURL = 8 << 10

// meet lets an address wait, unless it was met before, or is one that nobody has.
func (c *crawl) meet(at string) {
	if k := key(at); len(at) <= longestURL && !c.known[k] {
		c.known[k] = true
		c.queue = append(c.queue, at)
	}
}

func (c *crawl) wanted(at string) bool {
	u, err := url.Parse(at)
	return err == nil && (!c.opts.SameSite || c.hosts[site(u)])
}

// site is a host with its port, without www.
func site(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Host), "www.") }

// key is an address without its fragment.
func key(at string) string {
	front, _, _ := strings.Cut(at, "#")
	u, err := url.Parse(front)
	if err != nil {
		return front
	}
	u.Host = strings.ToLower(u.Host)
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}
