package main

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"infoseek"
	"infoseek/crawl"
	"infoseek/internal/safeweb"

	"github.com/spf13/cobra"
)

// crawlOptions are the flags of 'corpus crawl'.
type crawlOptions struct {
	out   string
	allow []string
	rate  float64
	crawl crawl.Options
}

func newCorpusCrawlCmd(a *app) *cobra.Command {
	o := crawlOptions{crawl: crawl.Options{Now: time.Now}}
	var asJSON bool
	c := &cobra.Command{
		Use:   "crawl URL...",
		Short: "Fetch pages of the web into a WARC file for 'corpus import'",
		Long: `Fetch pages of the web into a WARC file for 'corpus import': the given ones, those that their links lead to, and those
that the site's sitemap lists.

It keeps to robots.txt, asks a host at most --rate times a second, and fetches from public addresses alone. What is in
the file is done: the same command goes on with a crawl that was stopped. Where --limit is reached while addresses
wait, the exit status is 4, and a larger limit goes on.`,
		Example: `  infoseek corpus crawl https://docs.example.org/ --same-site --limit 500 -o docs.warc.gz
  infoseek corpus import docs.warc.gz -o corpus`,
		Args: needArgs(1, -1, "an address to begin at"),
		RunE: func(cmd *cobra.Command, args []string) error {
			rec, err := a.crawl(cmd.Context(), o, args)
			if err != nil {
				return err
			}
			if asJSON {
				err = a.printJSON(rec)
			} else {
				err = a.printf("%s: %d pages, %d of them new; %d addresses without a page, %d to be asked again, %d waiting\n", rec.File, rec.Pages, rec.Fetched, rec.Refused, rec.Failed, rec.Waiting)
			}
			if err == nil && rec.Waiting > 0 {
				return fmt.Errorf("%d addresses wait: %w", rec.Waiting, infoseek.ErrLimit)
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVarP(&o.out, "out", "o", "", "WARC `file` to write or to go on with (.warc.gz)")
	c.MarkFlagRequired("out")
	c.MarkFlagFilename("out")
	f.BoolVar(&o.crawl.SameSite, "same-site", false, "keep to the hosts of the given addresses")
	f.IntVar(&o.crawl.Limit, "limit", crawl.DefaultLimit, "most pages in the file")
	f.Float64Var(&o.rate, "rate", 1, "requests a second to one host; fewer where its robots.txt asks for that")
	f.StringSliceVar(&o.allow, "allow", nil, "`address:port` that may be asked though it is private or loopback, as 127.0.0.1:8080")
	jsonFlag(c, &asJSON)
	return c
}

// crawlRecord is what 'corpus crawl --json' prints.
type crawlRecord struct {
	V    int    `json:"v"`
	File string `json:"file"`
	crawl.Report
}

func (a *app) crawl(ctx context.Context, o crawlOptions, seeds []string) (crawlRecord, error) {
	if o.crawl.Limit < 1 || o.rate <= 0 {
		return crawlRecord{}, usagef("", "--limit and --rate must be above zero")
	}
	web := safeweb.Options{Agent: "infoseek", PerSecond: o.rate, Timeout: crawl.Patience(o.rate), Types: slices.Concat(crawl.PageTypes, crawl.SitemapTypes)}
	for _, s := range o.allow {
		at, err := netip.ParseAddrPort(s)
		if err != nil {
			return crawlRecord{}, usagef("name an IP address and a port, as 127.0.0.1:8080", "--allow %q: %v", s, err)
		}
		web.Allow = append(web.Allow, at)
	}
	client, err := safeweb.New(web)
	if err != nil {
		return crawlRecord{}, fmt.Errorf("corpus crawl: %w", err)
	}
	defer client.Close()
	bar := a.newProgress("crawling", "pages", int64(o.crawl.Limit))
	defer bar.end()
	o.crawl.Progress = func(r crawl.Report) { bar.set(int64(r.Pages)) }
	report, err := crawl.Run(ctx, client, seeds, o.out, o.crawl)
	return crawlRecord{infoseek.FormatVersion, o.out, report}, err
}
