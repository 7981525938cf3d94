package serve

import (
	"context"
	"net/url"
	"strconv"

	"infoseek"
	"infoseek/internal/view"
)

// visitRequest is the body of POST /visit, and the query of GET /visit. One of the first three names the page.
type visitRequest struct {
	Page  string `json:"page"` // the source's page id
	Title string `json:"title"`
	URL   string `json:"url"`
	// Match is what the part to be shown is about; without it the part begins at Start.
	Match string `json:"match"`
	Start int    `json:"start"`
	Bytes int    `json:"bytes"` // of text, about; 0: 4,000
}

// visitAnswer shows a part of a page. Start, end and match are bytes of its stored plain text; match is null where nothing of what was looked for stands in the page.
type visitAnswer struct {
	V        int            `json:"v"`
	Page     string         `json:"page"`
	Title    string         `json:"title"`
	URL      string         `json:"url"`
	Revision string         `json:"revision"`
	Length   int            `json:"length"` // of the whole text
	Start    int            `json:"start"`
	End      int            `json:"end"`
	Match    *infoseek.Span `json:"match"`
	Text     string         `json:"text"`
}

// visitBytes is how much of a page is shown where the request does not say, mostVisitBytes the most it may ask for.
const (
	visitBytes     = 4000
	mostVisitBytes = 1 << 20
)

// visit answers GET and POST /visit.
func (s *Server) visit(ctx context.Context, x *exchange) error {
	var q visitRequest
	var err error
	if x.r.Method == "POST" {
		err = x.decode(&q, true)
	} else {
		q, err = readVisit(x.r.URL.RawQuery)
	}
	if err != nil {
		return err
	}
	a, err := s.openPage(ctx, q)
	if err != nil {
		return err
	}
	return x.encode(a)
}

// readVisit reads a URL's query.
func readVisit(raw string) (q visitRequest, err error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return q, badRequest("the query of the URL: %v", err)
	}
	for name, v := range values {
		if len(v) > 1 {
			return q, badRequest("%q stands twice", name)
		}
		switch name {
		case "page":
			q.Page = v[0]
		case "title":
			q.Title = v[0]
		case "url":
			q.URL = v[0]
		case "match":
			q.Match = v[0]
		case "start":
			q.Start, err = number(name, v[0])
		case "bytes":
			q.Bytes, err = number(name, v[0])
		default:
			err = badRequest("unknown field %q", name)
		}
		if err != nil {
			return q, err
		}
	}
	return q, nil
}

func number(name, s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, badRequest("%q is no number: %q", name, s)
	}
	return n, nil
}

// openPage opens a page around a match.
func (s *Server) openPage(ctx context.Context, q visitRequest) (visitAnswer, error) {
	var a visitAnswer
	if q.Bytes < 0 || q.Bytes > mostVisitBytes {
		return a, badRequest(`"bytes" is %d: give 1 to %d`, q.Bytes, mostVisitBytes)
	}
	preset(&q.Bytes, visitBytes)
	n, err := s.pageOf(ctx, q)
	if err != nil {
		return a, err
	}
	d, err := view.Open(ctx, s.tools.Pages, n)
	if err != nil {
		return a, err
	}
	if q.Start < 0 || q.Start > len(d.Text) {
		return a, badRequest(`"start" is %d: the text has %d bytes`, q.Start, len(d.Text))
	}
	part, match := d.Around(q.Match, q.Start, q.Bytes)
	p := d.Page
	return visitAnswer{infoseek.FormatVersion, p.ID, p.Title, p.URL, p.Revision, len(d.Text), part.Start, part.End, match, d.Text[part.Start:part.End]}, nil
}

func (s *Server) pageOf(ctx context.Context, q visitRequest) (infoseek.PageNum, error) {
	pages := s.tools.Pages
	switch {
	case q.Page != "" && q.Title == "" && q.URL == "":
		return view.ByID(ctx, pages, q.Page)
	case q.Title != "" && q.Page == "" && q.URL == "":
		return pages.ByTitle(ctx, q.Title)
	case q.URL != "" && q.Page == "" && q.Title == "":
		return pages.ByURL(ctx, q.URL)
	}
	return 0, badRequest(`name the page by one of "page", "title", "url"`)
}
