package claims

import (
	"strings"

	"infoseek"
)

// mutual makes links of names where a page has none: to those that the text names by their whole title, as it is written, and whose text names this page so. That both do is hardly chance, however
// many others bear the name. A single word does for places alone.
func (r *reading) mutual() error {
	mentions, err := r.pages.Mentions(r.ctx, r.page.Num, infoseek.Span{End: len(r.text)})
	if err != nil {
		return err
	}
	own := Base(r.page.Title)
	seen := map[infoseek.PageNum]bool{}
	for _, m := range mentions {
		shown := r.text[m.Span.Start:m.Span.End]
		if len(m.Pages) > mostOwners || plain(shown) {
			continue
		}
		for _, n := range m.Pages {
			if n == r.page.Num || seen[n] {
				continue
			}
			p, err := r.pages.Page(r.ctx, n)
			if err != nil {
				return err
			}
			if !p.Entity || Base(p.Title) != shown || !strings.Contains(shown, " ") && !placeLike(p) {
				continue
			}
			seen[n] = true
			other, err := r.pages.Text(r.ctx, n, infoseek.Span{})
			if err != nil {
				return err
			}
			if strings.Contains(other, own) {
				r.linked[n] = true
			}
		}
	}
	return nil
}

// mostOwners is the most pages with a name among which one may be meant.
const mostOwners = 20
