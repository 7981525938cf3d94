package agent

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"infoseek"
	"infoseek/contamination"
	"infoseek/internal/view"
	"infoseek/text"
)

// opened is a page that a call opened.
type opened struct {
	view.Document
	page  infoseek.PageNum // of the corpus
	web   bool
	match *infoseek.Span // what was looked for, nil if it is not there
}

// mostPlaces is how many places find tells of.
const mostPlaces = 50

// openPage opens a page of the corpus by id, title or URL.
func (r *run) openPage(ctx context.Context, c Call) result {
	limited, cancel := context.WithTimeout(ctx, r.options.SearchTimeout)
	defer cancel()
	n, err := named(limited, r.tools.Pages, c.Page)
	if err != nil {
		return failed(infoseek.BoundaryCorpus, err)
	}
	d, err := view.Open(limited, r.tools.Pages, n)
	if err != nil {
		return failed(infoseek.BoundaryCorpus, err)
	}
	return r.lookFor(c, &opened{Document: d, page: n})
}

// openWeb opens a page of the web.
func (r *run) openWeb(ctx context.Context, c Call) result {
	if r.tools.Web == nil {
		return result{told: "the web is out of bounds", wrong: true}
	}
	limited, cancel := context.WithTimeout(ctx, r.options.WebTimeout)
	defer cancel()
	p, err := r.tools.Web.Open(limited, c.URL)
	if err != nil {
		return failed(infoseek.BoundaryWeb, err)
	}
	d := view.Document{Page: infoseek.Page{Title: p.Title, URL: p.URL}, Text: p.Text, Sentences: text.Sentences(nil, p.Text)}
	return r.lookFor(c, &opened{Document: d, web: true})
}

func named(ctx context.Context, pages infoseek.Pages, ref string) (n infoseek.PageNum, err error) {
	var missing *infoseek.NotFoundError
	if n, err = view.ByID(ctx, pages, ref); !errors.As(err, &missing) {
		return n, err
	}
	if n, err = pages.ByTitle(ctx, ref); !errors.As(err, &missing) {
		return n, err
	}
	if n, err := pages.ByURL(ctx, ref); !errors.As(err, &missing) {
		return n, err
	}
	return 0, &infoseek.NotFoundError{Ref: ref}
}

func (r *run) lookFor(c Call, o *opened) result {
	if r.options.Firewall && contamination.Tells(o.Page.Title+"\n"+o.Text, r.record.Question) {
		return result{told: "this page is withheld: it tells the question", wrong: true}
	}
	if c.Start > len(o.Text) {
		return result{told: fmt.Sprintf("start is %d, but the text has %d bytes", c.Start, len(o.Text)), wrong: true}
	}
	if m, ok := o.Match(c.Match, c.Start); ok {
		o.match = &m
	}
	return result{opened: o}
}

// show writes what a call opened in at most limit tokens, and records it.
func (r *run) show(c Call, got result, limit int) string {
	if c.Name == toolFind {
		return r.showPlaces(c, got, limit)
	}
	o := got.opened
	size := min(len(o.Text), 8*limit) // more than can fit: words are shorter
	for {
		match := o.match
		if len(o.Text)-c.Start <= size { // all that was asked for fits
			match = nil
		}
		part := o.Part(match, c.Start, size)
		told := o.head(c, part) + "\n\n" + disarm(o.Text[part.Start:part.End])
		if r.tok.Count(told) <= limit || size == 0 {
			r.visited(c, got, part)
			return cut(r.tok, told, limit)
		}
		size = size * 3 / 4
	}
}

func (o *opened) head(c Call, part infoseek.Span) string {
	head := fmt.Sprintf("[Page]: %s, bytes %d to %d of %d", o.name(), part.Start, part.End, len(o.Text))
	if c.Match != "" && o.match == nil {
		head += "; nothing there is like the match"
	}
	return head
}

func (o *opened) name() string {
	if o.web {
		return oneLine(o.Page.Title) + " (" + oneLine(o.Page.URL) + ")"
	}
	return oneLine(o.Page.ID) + " " + oneLine(o.Page.Title)
}

// showPlaces lists the places that find found, as many as there is room for.
func (r *run) showPlaces(c Call, got result, limit int) string {
	o := got.opened
	places := o.Places(c.Text, 0, mostPlaces)
	told := fmt.Sprintf("[Page]: %s: nothing found", o.name())
	if len(places) > 0 {
		told = fmt.Sprintf("[Page]: %s: %d places", o.name(), len(places))
	}
	for i, p := range places {
		around := o.SentencesOf(p)
		longer := told + fmt.Sprintf("\nbytes %d to %d: %s", p.Start, p.End, oneLine(o.Text[around.Start:around.End]))
		if r.tok.Count(longer) > limit {
			r.drop(fmt.Sprintf("%d of %d places of %s", len(places)-i, len(places), oneLine(c.Text)), 0)
			break
		}
		told = longer
		r.visited(c, got, around)
	}
	return cut(r.tok, strings.TrimSpace(told), limit)
}

// visited records what was shown. What the web shows is cited by nobody: it can't be checked again.
func (r *run) visited(c Call, got result, part infoseek.Span) {
	o := got.opened
	v := infoseek.TrajectoryVisit{Turn: r.record.Turns, Tool: c.Name, Page: o.Page.ID, Title: o.Page.Title, Start: part.Start, End: part.End, Seconds: got.seconds}
	if o.web {
		v.URL = o.Page.URL
	} else {
		r.found = append(r.found, Document{Page: o.page, ID: o.Page.ID, Title: o.Page.Title, Span: part, Text: o.Text[part.Start:part.End]})
	}
	r.record.Visits = append(r.record.Visits, v)
}
