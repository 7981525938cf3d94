// Package copies shows a corpus as one of many times its size: each page in several copies, of the same text and with as many relations. What takes longer there does so because of the
// size alone. It must not know what is measured on it.
package copies

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"infoseek"
)

// Pages is a corpus in copies. Copy c of page n is page c·size+n, its id is the page's id with ".c" behind it.
//
// A page's relations, links and mentions lead to pages of its own copy, but for one pair of pages in across: these lead from the page with the lower number to the next copy, and from there
// back. So the copies are one network, and R stays symmetric. Sets of attributes grow with the corpus.
type Pages struct {
	base   infoseek.Pages
	copies int
	size   int
	// related is by page: the solver asks for it so often that it must cost as little as with a stored corpus.
	related [][]infoseek.PageNum
}

// across is how many pairs of pages there are to one that leads to another copy.
const across = 20

// New returns base in so many copies.
func New(ctx context.Context, base infoseek.Pages, copies int) (*Pages, error) {
	p := &Pages{base: base, copies: copies, size: base.Info().Pages}
	p.related = make([][]infoseek.PageNum, copies*p.size)
	for n := range p.size {
		near, err := base.Related(ctx, infoseek.PageNum(n))
		if err != nil {
			return nil, err
		}
		for c := range copies {
			p.related[c*p.size+n] = p.others(c, infoseek.PageNum(n), near)
		}
	}
	return p, nil
}

// split gives the copy and the page that n is a copy of; of a number that is none, a page that is not there.
func (p *Pages) split(n infoseek.PageNum) (int, infoseek.PageNum) {
	if int(n) >= len(p.related) {
		return 0, n
	}
	return int(n) / p.size, n % infoseek.PageNum(p.size)
}

func (p *Pages) join(c int, n infoseek.PageNum) infoseek.PageNum {
	return infoseek.PageNum(c*p.size) + n
}

// other is where copy c of page n leads if page n leads to page m.
func (p *Pages) other(c int, n, m infoseek.PageNum) infoseek.PageNum {
	pair := uint64(min(n, m))<<32 | uint64(max(n, m))
	if n != m && pair*0x9e3779b97f4a7c15>>32%across == 0 {
		if n < m {
			c = (c + 1) % p.copies
		} else {
			c = (c + p.copies - 1) % p.copies
		}
	}
	return p.join(c, m)
}

func (p *Pages) others(c int, n infoseek.PageNum, set []infoseek.PageNum) []infoseek.PageNum {
	out := make([]infoseek.PageNum, len(set))
	for i, m := range set {
		out[i] = p.other(c, n, m)
	}
	slices.Sort(out)
	return out
}

// Info has a hash of its own.
func (p *Pages) Info() infoseek.CorpusInfo {
	info := p.base.Info()
	info.Hash = fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%d copies of %s, 1/%d across", p.copies, info.Hash, across)))
	info.Pages *= p.copies
	info.Entities *= p.copies
	return info
}

// ByID finds a copy of a page.
func (p *Pages) ByID(ctx context.Context, id string) (infoseek.PageNum, error) {
	at := strings.LastIndexByte(id, '.')
	if c, err := strconv.Atoi(id[at+1:]); at >= 0 && err == nil && c >= 0 && c < p.copies {
		n, err := p.base.ByID(ctx, id[:at])
		return p.join(c, n), err
	}
	return 0, &infoseek.NotFoundError{Ref: id}
}

// ByTitle finds the first copy.
func (p *Pages) ByTitle(ctx context.Context, title string) (infoseek.PageNum, error) {
	return p.base.ByTitle(ctx, title)
}

// ByURL finds the first copy.
func (p *Pages) ByURL(ctx context.Context, url string) (infoseek.PageNum, error) {
	return p.base.ByURL(ctx, url)
}

// Page is the page under the copy's number and id.
func (p *Pages) Page(ctx context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	c, of := p.split(n)
	page, err := p.base.Page(ctx, of)
	page.Num, page.ID = n, page.ID+"."+strconv.Itoa(c)
	return page, err
}

// Text is that of the page.
func (p *Pages) Text(ctx context.Context, n infoseek.PageNum, span infoseek.Span) (string, error) {
	_, of := p.split(n)
	return p.base.Text(ctx, of, span)
}

// Sentences are those of the page.
func (p *Pages) Sentences(ctx context.Context, n infoseek.PageNum) ([]infoseek.Span, error) {
	_, of := p.split(n)
	return p.base.Sentences(ctx, of)
}

// Facts are those of the page.
func (p *Pages) Facts(ctx context.Context, n infoseek.PageNum) ([]infoseek.Fact, error) {
	_, of := p.split(n)
	return p.base.Facts(ctx, of)
}

// Names are those of the page, each its own in its copy.
func (p *Pages) Names(ctx context.Context, n infoseek.PageNum) ([]infoseek.Name, error) {
	_, of := p.split(n)
	return p.base.Names(ctx, of)
}

// LinksOut lead to copies.
func (p *Pages) LinksOut(ctx context.Context, n infoseek.PageNum) ([]infoseek.Link, error) {
	c, of := p.split(n)
	links, err := p.base.LinksOut(ctx, of)
	links = slices.Clone(links)
	for i := range links {
		links[i].From, links[i].To = n, p.other(c, of, links[i].To)
	}
	return links, err
}

// LinksIn come from copies.
func (p *Pages) LinksIn(ctx context.Context, n infoseek.PageNum) ([]infoseek.Link, error) {
	c, of := p.split(n)
	links, err := p.base.LinksIn(ctx, of)
	links = slices.Clone(links)
	for i := range links {
		links[i].From, links[i].To = p.other(c, of, links[i].From), n
	}
	slices.SortStableFunc(links, func(a, b infoseek.Link) int { return int(a.From) - int(b.From) })
	return links, err
}

// Mentions name copies.
func (p *Pages) Mentions(ctx context.Context, n infoseek.PageNum, span infoseek.Span) ([]infoseek.Mention, error) {
	c, of := p.split(n)
	mentions, err := p.base.Mentions(ctx, of, span)
	mentions = slices.Clone(mentions)
	for i := range mentions {
		mentions[i].Pages = p.others(c, of, mentions[i].Pages)
	}
	return mentions, err
}

// Related leads to copies.
func (p *Pages) Related(_ context.Context, n infoseek.PageNum) ([]infoseek.PageNum, error) {
	if int(n) >= len(p.related) {
		return nil, errors.New("copies: no such page")
	}
	return p.related[n], nil
}

// Attribute is stated by all copies of a page that states it.
func (p *Pages) Attribute(ctx context.Context, a infoseek.Attribute) ([]infoseek.PageNum, error) {
	set, err := p.base.Attribute(ctx, a)
	out := make([]infoseek.PageNum, 0, len(set)*p.copies)
	for c := range p.copies {
		for _, n := range set {
			out = append(out, p.join(c, n))
		}
	}
	return out, err
}
