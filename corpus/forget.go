package corpus

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"infoseek"
)

/*
# How a page is forgotten

A new directory is made beside the old one and takes its place when it is whole. What the first pass of a build has made is copied without the page: its text, strings, links from and to it, redirects to it, what
it states. Then the second pass is done again, since other pages may have names, and so relations, that they had of this page's links alone. Its number stays, with a page of no title, id or text that is no
entity, so that all others keep theirs; all else is as if the page had never been.
*/

// Forget removes a page from the corpus directory dir. Of the options those that say what is built are of no effect.
func Forget(ctx context.Context, dir string, page infoseek.PageNum, opt BuildOptions) error {
	dir = filepath.Clean(dir)
	old, err := Open(dir)
	if err != nil {
		return err
	}
	opt.Replace, opt.Sources = true, old.meta.Sources
	b, tmp, err := newBuilder(dir, opt)
	if err != nil {
		return errors.Join(err, old.Close())
	}
	defer tmp.remove()
	err = b.forget(ctx, old, page)
	if e := old.Close(); err == nil {
		err = e // before its files are removed, which some systems refuse while they are mapped
	}
	if err != nil {
		return fmt.Errorf("corpus: forget: %w", err)
	}
	return tmp.become(dir, true)
}

func (b *builder) forget(ctx context.Context, old *Corpus, page infoseek.PageNum) error {
	row, err := old.row(page)
	if err != nil {
		return err
	}
	f := &forgetter{builder: b, old: old, page: uint32(page), row: *row, title: old.title(page)}
	f.leftOf(old.meta.Report)
	if err := f.copy(); err != nil {
		return err
	}
	return b.second(ctx)
}

// forgetter copies the first pass of a corpus without a page.
type forgetter struct {
	*builder
	old   *Corpus
	page  uint32
	row   pageRow
	title string
}

// leftOf sets the report to what a corpus's report says of its first pass, without the page.
func (f *forgetter) leftOf(r Report) {
	problems := map[string]*Problem{}
	for kind, p := range r.Problems {
		kept := slices.DeleteFunc(slices.Clone(p.Examples), func(e string) bool { return strings.Contains(e, f.title) })
		problems[kind] = &Problem{Count: p.Count, Examples: kept}
	}
	*f.report = Report{Pages: r.Pages, Entities: r.Entities, LinksNowhere: r.LinksNowhere, LinksSelf: r.LinksSelf, TextBytes: r.TextBytes - int64(f.row.Len), Problems: problems}
	if f.row.Flags&flagEntity != 0 {
		f.report.Entities--
	}
}

func (f *forgetter) copy() error {
	c := f.old
	return errors.Join(
		f.copyText(), f.copyPages(), f.copyOrigins(), f.copyStrings(), f.copyLeads(), f.copyLinks(),
		f.copyEntries("ids", c.ids), f.copyTitles(), f.copyEntries("urls", c.urls), f.copyCategories(),
		copyRuns(f, "sentences", c.sentences), copyRuns(f, "facts", c.facts), copyRuns(f, "pagecats", c.pageCats),
		f.copyFactLinks(),
		copySets(f, "category", c.category), copySets(f, "periods", c.years.long), put(f.st, "periods.keys", c.years.periods),
		f.copyYears(), f.copyNumbers(),
	)
}

// copyFactLinks copies the runs of the facts that are left.
func (f *forgetter) copyFactLinks() error {
	c, err := createCSR[stringRow](f.st, "factlinks")
	if err != nil {
		return err
	}
	for fact := range len(f.old.factLinks.offs) - 1 {
		if uint64(fact) < f.old.facts.offs[f.page] || uint64(fact) >= f.old.facts.offs[f.page+1] {
			c.add(f.old.factLinks.of(fact))
		}
	}
	return c.close()
}

// copyRuns copies the runs of pages; the page's is left empty.
func copyRuns[T any](f *forgetter, name string, from csr[T]) error {
	c, err := createCSR[T](f.st, name)
	if err != nil {
		return err
	}
	for k := range len(from.offs) - 1 {
		if k != int(f.page) {
			c.add(from.of(k))
		} else {
			c.end()
		}
	}
	return c.close()
}

// copySets copies sets of pages without the page.
func copySets[P ~uint32](f *forgetter, name string, from csr[P]) error {
	c, err := createCSR[P](f.st, name)
	if err != nil {
		return err
	}
	for k := range len(from.offs) - 1 {
		c.add(without(f, from.of(k)))
	}
	return c.close()
}

// without is a set without the page.
func without[P ~uint32](f *forgetter, set []P) []P {
	at, in := slices.BinarySearch(set, P(f.page))
	if !in {
		return set
	}
	return slices.Delete(slices.Clone(set), at, at+1)
}

func (f *forgetter) copyText() error {
	t, err := f.st.create("text")
	if err != nil {
		return err
	}
	t.Write(f.old.text[:f.row.Text])
	t.Write(f.old.text[f.row.Text+uint64(f.row.Len):])
	return t.close()
}

func (f *forgetter) copyPages() error {
	p, err := f.st.create("pages")
	if err != nil {
		return err
	}
	for n, row := range f.old.pages {
		switch {
		case n == int(f.page):
			row = pageRow{Text: row.Text, Strings: row.Strings}
		case row.Text > f.row.Text:
			row.Text -= uint64(f.row.Len)
		}
		p.Write(bytesOf([]pageRow{row}))
	}
	return p.close()
}

// copyOrigins names the sources and licences anew, since one may have been the page's alone.
func (f *forgetter) copyOrigins() error {
	o, err := newOriginFile(f.st)
	if err != nil {
		return err
	}
	for n := range f.old.pages {
		if n == int(f.page) {
			o.add("", "", "")
			continue
		}
		from, err := f.old.Origin(infoseek.PageNum(n))
		if err != nil {
			return err
		}
		o.add(from.Source, from.Licence, from.Timestamp)
	}
	return o.close()
}

// copyStrings copies what the first pass has written, which is what stands before the first name, with zeros in place of the page's strings.
func (f *forgetter) copyStrings() error {
	s := f.old.strings
	if names := f.old.names.rows; len(names) > 0 {
		s = s[:names[0].Off]
	}
	s = slices.Clone(s)
	zero := func(from, n uint64) { clear(s[from : from+n]) }
	zero(f.row.Strings, uint64(f.row.ID)+uint64(f.row.Title)+uint64(f.row.URL)+uint64(f.row.Rev)+uint64(f.row.Noun))
	for fact := f.old.facts.offs[f.page]; fact < f.old.facts.offs[f.page+1]; fact++ {
		for _, l := range f.old.factLinks.of(int(fact)) {
			zero(l.Off, uint64(l.Len))
		}
	}
	for _, e := range f.old.titles.entries {
		if e.Val == f.page {
			zero(e.Off, uint64(e.Len))
		}
	}
	for k, e := range f.old.categories.entries {
		if f.orphan(k) {
			zero(e.Off, uint64(e.Len))
		}
	}
	var err error
	if f.strings, err = f.st.create("strings"); err != nil {
		return err
	}
	f.strings.Write(s)
	return nil
}

// orphan tells whether a category is the page's alone.
func (f *forgetter) orphan(category int) bool {
	if !slices.Contains(f.old.pageCats.of(int(f.page)), uint32(category)) {
		return false
	}
	for n := range f.old.pages {
		if n != int(f.page) && slices.Contains(f.old.pageCats.of(n), uint32(category)) {
			return false
		}
	}
	return true
}

func (f *forgetter) copyLeads() error {
	in := newSpoolReader(f.old.leads)
	out, err := newSpool(f.st, "leads")
	if err != nil {
		return err
	}
	for n := range f.old.pages {
		leads, acronyms := in.texts(), in.texts()
		if n == int(f.page) {
			leads, acronyms = nil, nil
		}
		out.texts(leads)
		out.texts(acronyms)
	}
	f.leads = out
	return in.err
}

// copyLinks takes the links back to what their sources gave.
func (f *forgetter) copyLinks() error {
	c, err := createCSR[outLink](f.work, "outlinks")
	if err != nil {
		return err
	}
	var run []outLink
	for n := range f.old.pages {
		run = run[:0]
		first := f.old.links.offs[n]
		for i, l := range f.old.links.of(n) {
			switch {
			case n == int(f.page) || l.To == f.page:
			case f.old.bare[first+uint64(i)] != 0:
				run = append(run, newOutLink(l.To, -1, -1))
			default:
				run = append(run, newOutLink(l.To, l.Start, l.End))
			}
		}
		sortLinks(run)
		f.report.Links += len(run)
		c.add(run)
	}
	return c.close()
}

// copyEntries copies a dictionary without what leads to the page.
func (f *forgetter) copyEntries(name string, from dictionary) error {
	var d dictionaryBuilder
	for _, e := range from.entries {
		if e.Val != f.page {
			d.add(from.keyOf(e), e.Off, int(e.Len), e.Val)
		}
	}
	return d.write(f.st, name)
}

// copyTitles copies titles and redirects. If another page has the page's title, it is found by that from now on.
func (f *forgetter) copyTitles() error {
	f.aliases = f.newPairs("aliases")
	var d dictionaryBuilder
	for _, e := range f.old.titles.entries {
		own := e.Off == ownTitle(f.old.pages[e.Val])
		if e.Val == f.page && own {
			if n, ok := f.namesake(); ok {
				row := f.old.pages[n]
				e = entry{ownTitle(row), row.Title, n}
			}
		}
		if e.Val == f.page {
			continue
		}
		if !own {
			f.aliases.add(e.Val, uint32(len(d.entries)))
			f.report.Redirects++
		}
		d.add(f.old.titles.keyOf(e), e.Off, int(e.Len), e.Val)
	}
	return errors.Join(f.aliases.err, d.write(f.st, "titles"))
}

// ownTitle is where in strings a page's title stands.
func ownTitle(row pageRow) uint64 { return row.Strings + uint64(row.ID) }

// namesake is the first other page of the page's title.
func (f *forgetter) namesake() (uint32, bool) {
	key := titleKey(f.title)
	for n := range f.old.pages {
		if n != int(f.page) && titleKey(f.old.title(infoseek.PageNum(n))) == key {
			return uint32(n), true
		}
	}
	return 0, false
}

// copyCategories copies the categories' names, by their numbers: one that was the page's alone is left without a name.
func (f *forgetter) copyCategories() error {
	var d dictionaryBuilder
	for k, e := range f.old.categories.entries {
		if f.orphan(k) {
			e.Len = 0
		}
		d.add(f.old.categories.text(e), e.Off, int(e.Len), e.Val)
	}
	return d.write(f.st, "categories")
}

// copyYears copies the years of each level that another page states.
func (f *forgetter) copyYears() error {
	var errs []error
	for i, l := range levels {
		c, err := createCSR[uint32](f.st, l.name)
		if err != nil {
			return err
		}
		var keys []int32
		for k, key := range f.old.years.keys[i] {
			if set := without(f, f.old.years.sets[i].of(k)); len(set) > 0 {
				keys = append(keys, key)
				c.add(set)
			}
		}
		errs = append(errs, c.close(), put(f.st, l.name+".keys", keys))
	}
	return errors.Join(errs...)
}

func (f *forgetter) copyNumbers() error {
	x := newNumberIndex(f.builder)
	old := f.old.numbers
	x.units = make([]string, len(old.units))
	for unit, u := range old.units {
		x.units[u] = unit
		for _, r := range old.rows.of(u) {
			if r.unit = uint32(u); r.Page != f.page {
				x.rows.add(r)
			}
		}
	}
	return x.write(f.st, f.strings)
}
