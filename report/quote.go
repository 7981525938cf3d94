package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"infoseek"
)

// Quote is the evidence of a claim in its surroundings.
type Quote struct {
	Page     string `json:"page"` // title; the source's id where the page is not to be had
	URL      string `json:"url,omitempty"`
	Revision string `json:"rev,omitempty"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Before   string `json:"before,omitempty"`
	Text     string `json:"text,omitempty"`
	After    string `json:"after,omitempty"`
	// Trouble says why the text is missing or not to be trusted.
	Trouble string `json:"trouble,omitempty"`
}

const (
	noCorpus    = "drawn without the corpus"
	noPage      = "the corpus has no such page"
	noSpan      = "the page's text is shorter than the evidence says"
	otherText   = "the text is no longer what was certified: its hash differs"
	surrounding = 260 // bytes of the paragraph kept on each side
)

// quoter reads evidence; pages may be nil.
type quoter struct{ pages infoseek.Pages }

// Quotes are the evidence of the edges of a question's tree, in their order; without text where pages is nil.
func Quotes(ctx context.Context, q infoseek.Question, pages infoseek.Pages) ([]Quote, error) {
	all, quotes := make([]Quote, len(q.Tree.Edges)), &quoter{pages: pages}
	for i, e := range q.Tree.Edges {
		var err error
		if all[i], err = quotes.quote(ctx, e.Evidence); err != nil {
			return nil, fmt.Errorf("question %q: %w", q.ID, err)
		}
	}
	return all, nil
}

func (r *quoter) quote(ctx context.Context, e infoseek.Evidence) (Quote, error) {
	q := Quote{Page: e.Page, Revision: e.Revision, Start: e.Start, End: e.End}
	if r.pages == nil {
		q.Trouble = noCorpus
		return q, nil
	}
	n, err := r.pages.ByID(ctx, e.Page)
	var missing *infoseek.NotFoundError
	if errors.As(err, &missing) {
		q.Trouble = noPage
		return q, nil
	}
	if err != nil {
		return q, fmt.Errorf("page %q: %w", e.Page, err)
	}
	p, err := r.pages.Page(ctx, n)
	if err != nil {
		return q, fmt.Errorf("page %q: %w", e.Page, err)
	}
	q.Page, q.URL, q.Revision = p.Title, webAddress(p.URL), p.Revision
	text, err := r.pages.Text(ctx, n, infoseek.Span{})
	if err != nil {
		return q, fmt.Errorf("page %q: %w", p.Title, err)
	}
	q.cut(text, e)
	return q, nil
}

// cut takes the evidence and its surroundings out of the page's text.
func (q *Quote) cut(text string, e infoseek.Evidence) {
	if e.Start < 0 || e.Start > e.End || e.End > len(text) {
		q.Trouble = noSpan
		return
	}
	q.Text = text[e.Start:e.End]
	if sum := sha256.Sum256([]byte(q.Text)); hex.EncodeToString(sum[:]) != e.SHA256 {
		q.Trouble = otherText
	}
	q.Before, q.After = before(text[:e.Start]), after(text[e.End:])
}

// before is the end of the last paragraph of s, from a word on.
func before(s string) string {
	s = s[strings.LastIndexByte(s, '\n')+1:]
	if len(s) <= surrounding {
		return s
	}
	s = s[len(s)-surrounding:]
	for !utf8.RuneStart(s[0]) {
		s = s[1:]
	}
	if i := strings.IndexByte(s, ' '); i >= 0 {
		s = s[i+1:]
	}
	return "… " + s
}

// after is the beginning of the first paragraph of s, up to a word's end.
func after(s string) string {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	if len(s) <= surrounding {
		return s
	}
	end := surrounding
	for !utf8.RuneStart(s[end]) {
		end--
	}
	s = s[:end]
	if i := strings.LastIndexByte(s, ' '); i >= 0 {
		s = s[:i]
	}
	return s + " …"
}

// webAddress is raw if it leads to a web page: nothing else becomes a link.
func webAddress(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return raw
}
