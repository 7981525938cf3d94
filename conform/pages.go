package conform

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"infoseek"
)

// mostPages is how many pages of a corpus are looked at one by one; of a larger one every k-th is.
const mostPages = 400

// Pages checks an implementation of infoseek.Pages, over whatever corpus open gives it: that what its methods say is well formed and agrees. A corpus with links both ways, pages that are no entities, categories and
// known classes lets it see most.
func Pages(t testing.TB, open func(t testing.TB) infoseek.Pages) {
	t.Helper()
	c := &pagesSuite{TB: t, Pages: open(t), ctx: context.Background()}
	c.read()
	c.info()
	c.lookups()
	c.missing()
	for _, p := range c.sample {
		c.text(p)
		c.sentences(p)
		c.links(p)
		c.mentions(p)
		c.names(p)
		c.relations(p)
	}
	c.linksBothWays()
	c.attributes()
	c.concurrently()
}

type pagesSuite struct {
	testing.TB
	infoseek.Pages
	ctx    context.Context
	all    []infoseek.Page
	sample []infoseek.Page
}

// must ends the suite if a call that is due an answer got an error.
func must[T any](c *pagesSuite, what string, p infoseek.PageNum) func(T, error) T {
	return func(v T, err error) T {
		c.Helper()
		if err != nil {
			c.Fatalf("%s of page %d: %v", what, p, err)
		}
		return v
	}
}

func (c *pagesSuite) read() {
	c.Helper()
	n := c.Info().Pages
	if n == 0 {
		c.Fatalf("an empty corpus shows nothing")
	}
	for i := range infoseek.PageNum(n) {
		p := must[infoseek.Page](c, "record", i)(c.Page(c.ctx, i))
		if p.Num != i {
			c.Errorf("page %d says that it is page %d", i, p.Num)
		}
		c.all = append(c.all, p)
	}
	step := (n + mostPages - 1) / mostPages
	for i := 0; i < n; i += step {
		c.sample = append(c.sample, c.all[i])
	}
}

func (c *pagesSuite) info() {
	c.Helper()
	info := c.Info()
	if info.Hash == "" {
		c.Errorf("the corpus has no hash")
	}
	entities := 0
	for _, p := range c.all {
		if p.Entity {
			entities++
		}
	}
	if entities != info.Entities {
		c.Errorf("%d entities by Info, %d by the pages", info.Entities, entities)
	}
	if r := info.NameRecall; r != nil && !(*r >= 0 && *r <= 1) {
		c.Errorf("name recall %g", *r)
	}
}

func (c *pagesSuite) lookups() {
	c.Helper()
	titles, urls := map[string]infoseek.PageNum{}, map[string]infoseek.PageNum{}
	ids := map[string]bool{}
	for _, p := range c.all {
		if ids[p.ID] || p.ID == "" {
			c.Errorf("page %d: id %q is empty or another page's", p.Num, p.ID)
		}
		ids[p.ID] = true
		if _, ok := titles[p.Title]; !ok {
			titles[p.Title] = p.Num
		}
		if _, ok := urls[p.URL]; !ok {
			urls[p.URL] = p.Num
		}
	}
	for _, p := range c.sample {
		c.finds("ByID", p.ID, p.Num, c.ByID)
		for _, title := range []string{p.Title, strings.ReplaceAll(p.Title, " ", "_"), lowerFirst(p.Title)} {
			if _, other := titles[title]; title == p.Title || !other {
				c.finds("ByTitle", title, titles[p.Title], c.ByTitle)
			}
		}
		if p.URL != "" {
			c.finds("ByURL", p.URL, urls[p.URL], c.ByURL)
		}
	}
}

// finds allows for another page of an earlier number that has the title in another letter case of its first letter.
func (c *pagesSuite) finds(method, ref string, want infoseek.PageNum, find func(context.Context, string) (infoseek.PageNum, error)) {
	c.Helper()
	got, err := find(c.ctx, ref)
	if err != nil {
		c.Errorf("%s(%q): %v", method, ref, err)
		return
	}
	if got == want || int(got) < len(c.all) && got < want && method == "ByTitle" && strings.EqualFold(c.all[got].Title, c.all[want].Title) {
		return
	}
	c.Errorf("%s(%q) is page %d, want %d", method, ref, got, want)
}

func lowerFirst(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToLower(s[:size]) + s[size:]
}

func (c *pagesSuite) missing() {
	c.Helper()
	const none = "no page is called this \x01"
	for method, find := range map[string]func(context.Context, string) (infoseek.PageNum, error){"ByID": c.ByID, "ByTitle": c.ByTitle, "ByURL": c.ByURL} {
		for _, ref := range []string{none, ""} {
			_, err := find(c.ctx, ref)
			if missing := (*infoseek.NotFoundError)(nil); !errors.As(err, &missing) {
				c.Errorf("%s(%q): error %v, want a *NotFoundError", method, ref, err)
			} else if missing.Ref != ref {
				c.Errorf("%s(%q): the error names %q", method, ref, missing.Ref)
			}
		}
	}
	beyond := infoseek.PageNum(len(c.all))
	errs := map[string]error{}
	_, errs["Page"] = c.Page(c.ctx, beyond)
	_, errs["Text"] = c.Text(c.ctx, beyond, infoseek.Span{})
	_, errs["Sentences"] = c.Sentences(c.ctx, beyond)
	_, errs["LinksOut"] = c.LinksOut(c.ctx, beyond)
	_, errs["LinksIn"] = c.LinksIn(c.ctx, beyond)
	_, errs["Mentions"] = c.Mentions(c.ctx, beyond, infoseek.Span{})
	_, errs["Facts"] = c.Facts(c.ctx, beyond)
	_, errs["Names"] = c.Names(c.ctx, beyond)
	_, errs["Related"] = c.Related(c.ctx, beyond)
	for method, err := range errs {
		if err == nil {
			c.Errorf("%s of page %d, the first that is not there: no error", method, beyond)
		}
	}
}

func (c *pagesSuite) text(p infoseek.Page) {
	c.Helper()
	text := must[string](c, "text", p.Num)(c.Text(c.ctx, p.Num, infoseek.Span{}))
	if len(text) != p.Length {
		c.Errorf("page %d: %d bytes of text, Length %d", p.Num, len(text), p.Length)
	}
	if !utf8.ValidString(text) {
		c.Errorf("page %d: text is not UTF-8", p.Num)
	}
	for _, s := range []infoseek.Span{{Start: 0, End: character(text, len(text)/2)}, {Start: character(text, len(text)/3), End: len(text)}} {
		if part, err := c.Text(c.ctx, p.Num, s); s != (infoseek.Span{}) && (err != nil || part != text[s.Start:s.End]) {
			c.Errorf("page %d: bytes %d..%d: error %v, or not those of the whole text", p.Num, s.Start, s.End, err)
		}
	}
	for _, s := range []infoseek.Span{{Start: -1, End: 0}, {Start: 0, End: len(text) + 1}, {Start: len(text) + 1, End: len(text) + 2}, {Start: 1, End: 0}} {
		if _, err := c.Text(c.ctx, p.Num, s); err == nil {
			c.Errorf("page %d: span %d..%d of %d bytes: no error", p.Num, s.Start, s.End, len(text))
		}
	}
	for _, f := range must[[]infoseek.Fact](c, "facts", p.Num)(c.Facts(c.ctx, p.Num)) {
		if !within(f.Span, p.Length) || f.Field == "" {
			c.Errorf("page %d: fact %+v", p.Num, f)
		}
	}
}

// character returns the start of the character that byte at of s belongs to.
func character(s string, at int) int {
	for at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

func (c *pagesSuite) sentences(p infoseek.Page) {
	c.Helper()
	end := 0
	for _, s := range must[[]infoseek.Span](c, "sentences", p.Num)(c.Sentences(c.ctx, p.Num)) {
		if s.Start < end || s.End <= s.Start || s.End > p.Length {
			c.Errorf("page %d: sentence %d..%d after byte %d of %d: empty, overlapping or out of order", p.Num, s.Start, s.End, end, p.Length)
		}
		end = s.End
	}
}

func (c *pagesSuite) names(p infoseek.Page) {
	c.Helper()
	names := must[[]infoseek.Name](c, "names", p.Num)(c.Names(c.ctx, p.Num))
	if len(names) == 0 || names[0].Text != p.Title || names[0].Kind != infoseek.NameTitle {
		c.Errorf("page %d: names %+v do not begin with its title %q", p.Num, names, p.Title)
	}
	for _, n := range names {
		if n.Text == "" || n.Owners < 1 || !(n.Share >= 0 && n.Share <= 1) || n.Kind != infoseek.NameAnchor && n.Share != 1 {
			c.Errorf("page %d: name %+v: without text, owner or a share of 0..1 (1 but for anchors)", p.Num, n)
		}
	}
}

func within(s infoseek.Span, length int) bool {
	return s.Start >= 0 && s.Start <= s.End && s.End <= length
}

func contains(set []infoseek.PageNum, p infoseek.PageNum) bool {
	_, ok := slices.BinarySearch(set, p)
	return ok
}
