package source

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync/atomic"

	"infoseek/corpus/wikitext"
	"infoseek/internal/article"
)

// webPages reads the documents of a source as pages, whose links lead to one another as web says.
type webPages struct {
	*web
	in     documents
	places []placing
	limit  int
	counts *counts
	read   *atomic.Int64
	at     int
}

// counts are of what a reader leaves out.
type counts struct{ others, boilerplate, outside atomic.Int64 }

func (p *webPages) next() (raw, error) {
	for {
		d, err := p.in.next()
		if err != nil {
			return raw{}, err
		}
		p.read.Add(int64(len(d.body)))
		n := p.at
		p.at++
		switch {
		case d.err != nil:
			return raw{err: d.err}, nil
		case n >= len(p.places):
			return raw{}, fmt.Errorf("it has changed while it was read")
		case d.redirect != "" && p.places[n].page < 0:
			continue
		}
		return raw{data: d.body, line: d.number, doc: &d, place: p.places[n]}, nil
	}
}

func (p *webPages) decode(r raw, emit func(Record, error)) {
	d, placed := *r.doc, r.place
	if d.kind == kindExport {
		p.decodeExport(d, emit)
		return
	}
	if placed.page < 0 {
		p.counts.others.Add(1)
		return
	}
	title := p.pages[placed.page].title
	if placed.alias != "" && placed.alias != title {
		emit(Record{Title: placed.alias, Redirect: title, Line: d.number}, nil)
	}
	if placed.copy {
		if placed.alias == "" {
			emit(Record{}, &RecordError{Line: d.number, Title: d.place(), Problem: ProblemCopy, Err: fmt.Errorf("it has the address of %q", title)})
		}
		return
	}
	rec, err := p.page(d, title)
	if err != nil {
		emit(Record{}, &RecordError{Line: d.number, Title: title, Problem: ProblemHTML, Err: err})
		return
	}
	if strings.Contains(rec.Text, "\uFFFD") {
		emit(Record{}, &RecordError{Line: d.number, Title: title, Problem: ProblemUTF8, Warning: true})
	}
	emit(rec, nil)
}

// page reads a document as the page of a title.
func (p *webPages) page(d document, title string) (Record, error) {
	if d.kind == kindWikitext {
		return p.readWikitext(d, title), nil
	}
	said, err := p.parse(d)
	if err != nil {
		return Record{}, err
	}
	own := d.address()
	at := canonical(own, said.Canonical)
	rec := Record{ID: idOf(d, at), Title: title, Timestamp: cmp.Or(oneLine(said.Modified), d.time), Licence: said.Licence, Line: d.number}
	rec.Text, rec.Headings, rec.Lead = said.Text, said.Headings, said.Lead
	if at.Scheme != "folder" {
		rec.URL = at.String()
	}
	bases := basesOf(own, at, said.Base)
	for _, l := range said.Links {
		switch target := p.titleAt(bases, l.URL); target {
		case "":
			p.counts.outside.Add(1)
		default:
			rec.Links = append(rec.Links, Link{Target: target, Anchor: l.Anchor})
		}
	}
	for _, f := range said.Facts {
		rec.Facts = append(rec.Facts, p.fact(bases, f))
	}
	for i, c := range said.Categories {
		said.Categories[i] = oneLine(c)
	}
	rec.addCategories(said.Categories)
	p.counts.boilerplate.Add(int64(said.Boilerplate))
	return rec, nil
}

func (p *webPages) parse(d document) (*article.Page, error) {
	if d.kind == kindMarkdown {
		return markdownPage(d.body)
	}
	return article.Parse(d.body, d.kind, d.place())
}

func (p *webPages) fact(bases []*url.URL, f article.Fact) Fact {
	out := Fact{Field: oneLine(f.Field), Value: oneLine(f.Value)}
	for _, href := range f.Links {
		if t := p.titleAt(bases, href); t != "" {
			out.Links = append(out.Links, t)
		}
	}
	return out
}

// basesOf are the URLs that a page's references may be meant against: its base, its canonical one, and where it was read.
func basesOf(own, at *url.URL, base string) []*url.URL {
	var all []*url.URL
	if u := resolved(at, base); u != nil {
		all = append(all, u)
	}
	all = append(all, at)
	if key(own) != key(at) {
		all = append(all, own)
	}
	return all
}

// idOf is the page's URL, or its path in its folder.
func idOf(d document, at *url.URL) string {
	if at.Scheme == "folder" {
		return oneLine(d.name)
	}
	u := *at
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

func (p *webPages) readWikitext(d document, title string) Record {
	rec := Record{ID: oneLine(d.name), Title: title, Timestamp: d.time, Line: d.number}
	rec.parse(string(bytes.ToValidUTF8(bytes.TrimPrefix(d.body, bom), []byte("\uFFFD"))), wikitext.Site{})
	return rec
}

// decodeExport reads a MediaWiki export that is a file of a folder.
func (p *webPages) decodeExport(d document, emit func(Record, error)) {
	if format, err := recognise(d.body[:min(len(d.body), 1<<16)]); err != nil || format != FormatMediaWiki || !bytes.Contains(d.body, []byte("<page")) {
		p.counts.others.Add(1)
		return
	}
	x := newExport(bytes.NewReader(d.body), p.limit, &p.counts.others)
	inside := func(rec Record, err error) {
		if e, ok := err.(*RecordError); ok {
			e.Err = errors.Join(fmt.Errorf("in %s", d.name), e.Err)
		}
		emit(rec, err)
	}
	for {
		r, err := x.next()
		switch {
		case r.err != nil:
			inside(Record{}, r.err)
		case err != nil:
			if err != io.EOF {
				emit(Record{}, &RecordError{Line: d.number, Title: d.name, Problem: ProblemXML, Err: err})
			}
			return
		default:
			x.decode(r, inside)
		}
	}
}
