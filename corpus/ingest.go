package corpus

import (
	"context"
	"errors"
	"iter"
	"math"
	"strings"
	"unicode/utf8"

	"infoseek/corpus/source"
)

// item is one step of the records' sequence.
type item struct {
	rec source.Record
	err error
}

/*
# What a build holds in memory

Texts and what stands in them (sentences, facts, links, names, numbers, words) go to files as they come; what needs another order goes through sorters, whose memory is fixed. What grows
is, of each page, the hashes and slots of its id, title and URL, of each redirect those of its title (keyTable), of each category its name, and in the second pass 4 bytes a page for each worker.
Strings of a record are never kept, since each would hold the whole record's text.
*/

// ingest is the first pass: each record's text and what it tells by itself go to disk.
type ingest struct {
	*builder
	text      *file
	pageRows  *file
	origins   *originFile
	sentences *csrFile[spanRow]
	facts     *csrFile[factRow]
	factLinks *csrFile[stringRow]
	pageCats  *csrFile[uint32]

	ids, urls *keyTable
	cats      dictionaryBuilder
	catNum    map[string]uint32
	years     *yearIndex
	numbers   *numberIndex
	catPages  *pairs
}

func newIngest(b *builder) (*ingest, error) {
	in := &ingest{builder: b, catNum: map[string]uint32{}, years: newYearIndex(b), numbers: newNumberIndex(b), catPages: b.newPairs("category")}
	var errs [14]error
	in.text, errs[0] = b.st.create("text")
	b.strings, errs[1] = b.st.create("strings")
	in.sentences, errs[2] = createCSR[spanRow](b.st, "sentences")
	in.facts, errs[3] = createCSR[factRow](b.st, "facts")
	in.factLinks, errs[4] = createCSR[stringRow](b.st, "factlinks")
	in.pageCats, errs[5] = createCSR[uint32](b.st, "pagecats")
	in.pageRows, errs[6] = b.st.create("pages")
	in.origins, errs[7] = newOriginFile(b.st)
	in.ids, errs[8] = newKeyTable(b.st, "ids", b.strings, nil)
	in.urls, errs[9] = newKeyTable(b.st, "urls", b.strings, nil)
	b.titles, errs[10] = newKeyTable(b.st, "titles", b.strings, titleKey)
	b.redirects, errs[11] = newSpool(b.work, "redirects")
	b.leads, errs[12] = newSpool(b.st, "leads")
	b.links, errs[13] = newSpool(b.work, "links")
	return in, errors.Join(errs[:]...)
}

// read takes in all records.
func (in *ingest) read(ctx context.Context, records iter.Seq2[source.Record, error]) error {
	items := func(yield func(item) bool) {
		for rec, err := range records {
			if !yield(item{rec, err}) {
				return
			}
		}
	}
	start := func() func(item) reading {
		return func(it item) reading {
			if it.err != nil {
				return reading{err: it.err, line: it.rec.Line}
			}
			return reading{a: analyse(it.rec)}
		}
	}
	return ordered(ctx, in.opt.Workers, items, start, in.take)
}

// reading is an item that was analysed.
type reading struct {
	a    *analysis
	err  error
	line int
}

func (in *ingest) take(it reading) error {
	if it.err != nil {
		if errors.Is(it.err, context.Canceled) || errors.Is(it.err, context.DeadlineExceeded) {
			return it.err
		}
		kind := problemUnreadable
		var bad *source.RecordError
		if errors.As(it.err, &bad) {
			kind = string(bad.Problem)
		}
		in.report.problem(kind, "%v", it.err)
		return nil
	}
	a := it.a
	if a.invalid {
		in.report.problem(problemUTF8, "%s", a.Title)
	}
	switch {
	case titleKey(a.Title) == "":
		in.report.problem(problemNoTitle, "id %q, line %d", a.ID, a.Line)
	case a.Redirect != "":
		in.redirects.string(a.Title)
		in.redirects.string(a.Redirect)
		in.redirected++
	case a.ID == "":
		in.report.problem(problemNoID, "%s, line %d", a.Title, a.Line)
	case in.ids.has(a.ID):
		in.report.problem(problemSameID, "%s: %s, line %d", a.ID, a.Title, a.Line)
	case len(a.stored) > math.MaxInt32:
		in.report.problem(problemLong, "%s: %d bytes", a.Title, len(a.stored))
	default:
		in.page(a)
		in.progress("read", in.report.Pages, 0, in.text.size)
	}
	return errors.Join(in.text.err, in.links.err)
}

// page stores one page.
func (in *ingest) page(a *analysis) {
	n := uint32(in.report.Pages)
	in.report.Pages++
	row := pageRow{
		Text: in.text.text(a.stored), Strings: uint64(in.strings.size),
		Len: uint32(len(a.stored)), Body: uint32(len(a.Text)),
		ID: uint32(len(a.ID)), Title: uint32(len(a.Title)), URL: uint32(len(a.URL)), Rev: uint32(len(a.Revision)),
		Noun: uint16(min(len(a.kind.noun), math.MaxUint16)), Classes: uint16(a.kind.classes), Kinds: uint64(a.kind.kinds),
	}
	if a.kind.entity {
		row.Flags |= flagEntity
		in.report.Entities++
	}
	if a.kind.person {
		row.Flags |= flagPerson
	}
	in.register(n, a, row)
	for _, s := range [...]string{a.ID, a.Title, a.URL, a.Revision, a.kind.noun[:row.Noun]} {
		in.strings.text(s)
	}
	in.pageRows.Write(bytesOf([]pageRow{row}))
	in.origins.add(a.Source, a.Licence, a.Timestamp)
	in.leads.texts(append(a.Lead, a.kind.leads...))
	in.leads.texts(a.kind.acronyms)
	in.sentences.add(a.sentences)
	in.addFacts(a)
	in.addLinks(a)
	in.addCategories(n, a)
	if a.kind.entity {
		in.years.add(n, a.years)
		in.numbers.add(n, a.numbers)
	}
}

// register makes the page findable by id, URL and title.
func (in *ingest) register(n uint32, a *analysis, row pageRow) {
	at := row.Strings
	in.ids.add(a.ID, at, len(a.ID), n)
	at += uint64(row.ID)
	if key := titleKey(a.Title); in.titles.has(key) {
		in.report.problem(problemSameTitle, "%s: id %s", a.Title, a.ID)
	} else {
		in.titles.add(key, at, len(a.Title), n)
	}
	at += uint64(row.Title)
	if a.URL != "" && !in.urls.has(a.URL) {
		in.urls.add(a.URL, at, len(a.URL), n)
	}
}

func (in *ingest) addFacts(a *analysis) {
	in.facts.add(a.facts)
	for _, f := range a.Facts {
		titles := make([]stringRow, 0, len(f.Links))
		for _, t := range f.Links {
			titles = append(titles, stringRow{Off: in.strings.text(t), Len: uint32(len(t))})
		}
		in.factLinks.add(titles)
	}
}

// addLinks keeps the page's links, those of its facts included, which are placed in the fact's line where their title stands there.
func (in *ingest) addLinks(a *analysis) {
	n := len(a.Links)
	for _, f := range a.Facts {
		n += len(f.Links)
	}
	in.links.number(n)
	for _, l := range a.Links {
		switch {
		case anchorOK(l.Anchor, a.Text):
			in.addLink(l.Target, l.Anchor.Start, l.Anchor.End)
			continue
		case l.Anchor.Start >= 0:
			in.report.problem(problemPosition, "%s: link to %s at %d..%d", a.Title, l.Target, l.Anchor.Start, l.Anchor.End)
		}
		in.addLink(l.Target, -1, -1)
	}
	for i, f := range a.Facts {
		row := a.facts[i]
		from := int(row.Start+row.Field) + 2
		for _, t := range f.Links {
			if at := indexName(a.stored[from:row.End], t); at >= 0 {
				in.addLink(t, from+at, from+at+len(baseTitle(t)))
			} else {
				in.addLink(t, -1, -1)
			}
		}
	}
}

// addLink keeps a link until its target can be looked up; start is -1 where it has no position.
func (in *ingest) addLink(target string, start, end int) {
	in.links.number(start + 1)
	in.links.number(end - start)
	in.links.string(titleKey(target))
}

func (in *ingest) addCategories(n uint32, a *analysis) {
	var nums []uint32
	seen := map[uint32]bool{}
	for _, c := range a.Categories {
		num, ok := in.catNum[c]
		if !ok {
			num = uint32(len(in.catNum))
			in.catNum[strings.Clone(c)] = num
			in.cats.add(c, in.strings.text(c), len(c), num)
		}
		if seen[num] {
			continue
		}
		seen[num] = true
		nums = append(nums, num)
		if a.kind.entity {
			in.catPages.add(num, n)
		}
	}
	in.pageCats.add(nums)
}

// close writes what the first pass has gathered; the strings stay open for names.
func (in *ingest) close() error {
	errs := []error{in.text.close(), in.sentences.close(), in.facts.close(), in.factLinks.close(), in.pageCats.close(), in.pageRows.close(), in.origins.close(),
		in.ids.close(in.st), in.urls.close(in.st), in.cats.write(in.st, "categories"),
		in.years.write(in.st), in.numbers.write(in.st, in.strings)}
	_, err := in.catPages.writeCSR(in.st, "category", len(in.catNum))
	in.report.TextBytes = in.text.size
	return errors.Join(append(errs, err)...)
}

// indexName finds a title's base in a value as whole words; -1 if it is not there.
func indexName(value, title string) int {
	base := baseTitle(title)
	for from := 0; base != ""; {
		at := indexFrom(value, base, from)
		if at < 0 {
			return -1
		}
		if wordEdge(value, at) && wordEdge(value, at+len(base)) {
			return at
		}
		_, n := utf8.DecodeRuneInString(value[at:])
		from = at + n
	}
	return -1
}
