package source

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
	"unsafe"

	"infoseek/corpus/wikitext"
)

// pageXML is what is used of a <page>. Of several revisions it is the last.
type pageXML struct {
	title, ns, id, revision, timestamp, model, text []byte
	redirect                                        string
	hasText                                         bool
}

// deepest is how many elements may lie inside one another: an export's lie 4 deep.
const deepest = 64

var errDeep = fmt.Errorf("elements lie more than %d deep in one another", deepest)

var errMismatch = errors.New("tags don't match")

// readPage reads a <page> element. On an error it returns what it has read so far.
func readPage(data []byte) (pageXML, error) {
	var p pageXML
	var path []string
	t := tokens{data: data}
	for {
		k, err := t.next()
		if err != nil || k.kind == tokenEnd && len(path) == 0 {
			return p, errors.Join(err, errMismatch)
		}
		switch k.kind {
		case tokenEOF:
			if len(path) > 0 {
				return p, errMismatch
			}
			return p, nil
		case tokenStart:
			if path = append(path, string(k.name)); len(path) > deepest {
				return p, errDeep
			}
			p.start(path, k)
			if k.empty {
				path = path[:len(path)-1]
			}
		case tokenEnd:
			if path[len(path)-1] != string(k.name) {
				return p, fmt.Errorf("%w: <%s> ends as </%s>", errMismatch, path[len(path)-1], k.name)
			}
			path = path[:len(path)-1]
		case tokenText:
			if f := p.field(path); f != nil {
				*f = join(*f, k.text)
			}
		}
	}
}

// join appends b to a; of one part nothing is copied.
func join(a, b []byte) []byte {
	if len(a) == 0 {
		return slices.Clip(b)
	}
	return append(a, b...)
}

func (p *pageXML) start(path []string, k token) {
	switch len(path) {
	case 2:
		switch path[1] {
		case "redirect":
			p.redirect = attribute(k.attrs, "title")
		case "revision":
			p.revision, p.timestamp, p.text, p.hasText = nil, nil, nil, false
		}
	case 3:
		if path[2] == "text" {
			p.hasText = attribute(k.attrs, "deleted") == ""
		}
	}
}

// field is where the text inside the element at path goes; nil for elements that aren't used.
func (p *pageXML) field(path []string) *[]byte {
	switch {
	case len(path) == 2:
		switch path[1] {
		case "title":
			return &p.title
		case "ns":
			return &p.ns
		case "id":
			return &p.id
		}
	case len(path) == 3 && path[1] == "revision":
		switch path[2] {
		case "id":
			return &p.revision
		case "timestamp":
			return &p.timestamp
		case "model":
			return &p.model
		case "text":
			return &p.text
		}
	}
	return nil
}

// titleOf is the title of a page that can't be read as a whole.
func titleOf(data []byte) string {
	p, _ := readPage(data)
	return oneLine(string(p.title))
}

func (x *export) decode(r raw, emit func(Record, error)) {
	if !utf8.Valid(r.data) {
		r.data = bytes.ToValidUTF8(r.data, []byte("\uFFFD"))
		emit(Record{}, &RecordError{Line: r.line, Title: titleOf(r.data), Problem: ProblemUTF8, Warning: true})
	}
	p, err := readPage(r.data)
	rec := Record{ID: oneLine(string(p.id)), Title: oneLine(string(p.title)), Revision: oneLine(string(p.revision)), Timestamp: oneLine(string(p.timestamp)), Line: r.line}
	switch {
	case err != nil:
		emit(Record{}, &RecordError{Line: r.line, Title: rec.Title, Problem: ProblemXML, Err: err})
		return
	case !x.article(p):
		x.others.Add(1)
		return
	}
	if problem := p.problem(rec); problem != "" {
		emit(Record{}, &RecordError{Line: r.line, Title: rec.Title, Problem: problem})
		return
	}
	x.fill(&rec, p)
	emit(rec, nil)
}

// article says whether a page is in the main namespace and holds wikitext.
func (x *export) article(p pageXML) bool {
	ns, err := strconv.Atoi(string(p.ns))
	if err != nil {
		ns = x.site.wiki.Namespace(string(p.title)) // exports before 0.5 don't state it
	}
	return ns == 0 && (len(p.model) == 0 || string(p.model) == "wikitext")
}

func (p pageXML) problem(rec Record) Problem {
	switch {
	case rec.Title == "":
		return ProblemNoTitle
	case rec.ID == "":
		return ProblemNoID
	case !p.hasText && p.redirect == "":
		return ProblemNoText
	}
	return ""
}

// fill parses the page's text.
func (x *export) fill(rec *Record, p pageXML) {
	rec.URL = x.site.url(rec.Title)
	if rec.Redirect = x.site.wiki.Title(p.redirect); rec.Redirect != "" {
		return
	}
	rec.parse(unsafe.String(unsafe.SliceData(p.text), len(p.text)), x.site.wiki) // p.text is written no more
}

// parse reads a page's wikitext.
func (r *Record) parse(text string, site wikitext.Site) {
	w := wikitext.Parse(r.Title, text, site)
	r.Redirect = w.Redirect
	r.Text, r.Headings, r.Rows, r.Categories, r.Lead, r.Kind, r.Infobox = w.Text, w.Headings, w.Rows, w.Categories, w.Lead, w.Kind, w.Infobox
	for _, l := range w.Links {
		r.Links = append(r.Links, Link(l))
	}
	for _, f := range w.Facts {
		r.Facts = append(r.Facts, Fact(f))
	}
}
