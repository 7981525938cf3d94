package crawl

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"infoseek"
	"infoseek/internal/safeweb"
)

// What is read of sitemaps: their number, and the addresses of all.
const (
	mostSitemaps = 50
	mostListed   = 50_000
)

// sitemaps lets the pages wait that the sites of the seeds list. A sitemap that can't be had or read lists nothing.
func (c *crawl) sitemaps(ctx context.Context, seeds []string) error {
	var maps []string
	for _, s := range seeds {
		named, err := c.client.Sitemaps(ctx, s)
		if err = lacking(ctx, err); err != nil {
			return err
		}
		maps = append(maps, named...)
	}
	listed, seen := 0, map[string]bool{}
	for len(maps) > 0 && len(seen) < mostSitemaps {
		next := maps[0]
		if maps = maps[1:]; seen[next] {
			continue
		}
		seen[next] = true
		p, err := c.client.Fetch(ctx, next)
		if err = lacking(ctx, err); err != nil {
			return err
		}
		if p == nil {
			continue
		}
		pages, more := readSitemap(p.Body)
		maps = append(maps, more...)
		for _, at := range pages {
			if listed < mostListed && c.wanted(at) {
				listed++
				c.meet(at)
			}
		}
	}
	return nil
}

// lacking lets a crawl go on where something is not to be had.
func lacking(ctx context.Context, err error) error {
	var none *safeweb.Error
	var fault *infoseek.Fault
	if ctx.Err() == nil && (errors.As(err, &none) || errors.As(err, &fault)) {
		return nil
	}
	return err
}

// readSitemap reads the pages and the further sitemaps that a sitemap lists, as far as it is sound. Entities are not expanded.
func readSitemap(body []byte) (pages, maps []string) {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	in, loc := "", false
	for len(pages)+len(maps) < mostListed {
		t, err := d.Token()
		if err != nil {
			return pages, maps
		}
		switch t := t.(type) {
		case xml.StartElement:
			loc = t.Name.Local == "loc"
			if t.Name.Local == "url" || t.Name.Local == "sitemap" {
				in = t.Name.Local
			}
		case xml.EndElement:
			loc = false
		case xml.CharData:
			at := strings.TrimSpace(string(t))
			switch {
			case !loc || at == "":
			case in == "sitemap":
				maps = append(maps, at)
			default:
				pages = append(pages, at)
			}
		}
	}
	return pages, maps
}
