package source

import (
	"bytes"
	"errors"
	"io"
	"sync/atomic"
)

// export cuts a MediaWiki XML export (schemas 0.3 to 0.11) into its <page> elements. It holds one page at a time.
type export struct {
	in    io.Reader
	limit int // bytes of one page
	buf   []byte
	at    int   // buf[at:] is unread
	err   error // of in, once it has ended

	site  siteInfo // set before the first page is given out
	pages int
	// ended is set by </mediawiki>; bare where there was no <mediawiki>, so that no end is due.
	ended, bare bool
	others      *atomic.Int64 // pages that are no articles
}

// overhead is what a page may have beside its text, in bytes.
const overhead = 1 << 20

func newExport(in io.Reader, limit int, others *atomic.Int64) *export {
	return &export{in: in, limit: limit + overhead, bare: true, others: others}
}

var (
	errNoEnd  = errors.New("the export ends without </mediawiki>: it is cut off")
	errNested = errors.New("a page begins inside a page")
	errStray  = errors.New("text between the pages")
)

func (x *export) next() (raw, error) {
	for {
		stray, err := x.seek()
		if err != nil {
			return raw{}, x.end(err)
		}
		if stray {
			return raw{err: &RecordError{Line: x.pages, Problem: ProblemXML, Err: errStray}}, nil
		}
		switch name := x.tagName(); name {
		case "page":
			return x.page()
		case "siteinfo":
			e, err := x.element(name)
			if err != nil {
				return raw{}, err
			}
			if x.pages == 0 {
				x.site = readSiteInfo(e.body)
			}
		default:
			x.bare = x.bare && name != "mediawiki"
			x.ended = x.ended || name == "/mediawiki"
			x.skipTag()
		}
	}
}

func (x *export) end(err error) error {
	if err == io.EOF && !x.ended && !x.bare {
		return errNoEnd
	}
	return err
}

// page reads the <page> at x.at.
func (x *export) page() (raw, error) {
	x.pages++
	e, err := x.element("page")
	switch {
	case err == errNested:
		return raw{err: &RecordError{Line: x.pages, Title: titleOf(e.body), Problem: ProblemXML, Err: err}}, nil
	case err != nil:
		return raw{}, err
	case e.long:
		return raw{err: &RecordError{Line: x.pages, Title: titleOf(e.body), Problem: ProblemTooLong}}, nil
	}
	return raw{data: e.body, line: x.pages}, nil
}

// more reads on. It may move the unread bytes, so only x.at stays valid.
func (x *export) more() bool {
	const least, most = 256 << 10, 8 << 20
	if x.err != nil {
		return false
	}
	unread := x.buf[x.at:]
	switch {
	case len(unread) > cap(x.buf)/2:
		x.buf = append(make([]byte, 0, max(least, 2*cap(x.buf))), unread...)
	case cap(x.buf) > most && len(unread) < least:
		x.buf = append(make([]byte, 0, 2*least), unread...) // after a huge page
	case cap(x.buf) == 0:
		x.buf = make([]byte, 0, least)
	default:
		x.buf = append(x.buf[:0], unread...)
	}
	x.at = 0
	n, err := io.ReadAtLeast(x.in, x.buf[len(x.buf):cap(x.buf)], 1)
	x.buf, x.err = x.buf[:len(x.buf)+n], err
	return n > 0
}

// seek goes to the next '<'; stray is set if there was more than blanks before it.
func (x *export) seek() (stray bool, err error) {
	for {
		rest := x.buf[x.at:]
		i := bytes.IndexByte(rest, '<')
		between := rest
		if i >= 0 {
			between = rest[:i]
		}
		stray = stray || len(bytes.TrimSpace(bytes.TrimPrefix(between, bom))) > 0
		x.at += len(between)
		if i >= 0 {
			return stray, nil
		}
		if !x.more() {
			return false, x.err
		}
	}
}

// tagName reads the name of the tag at x.at, with its slash if it is an end tag.
func (x *export) tagName() string {
	const longest = 32
	for len(x.buf)-x.at < longest && x.more() {
	}
	b := x.buf[x.at:]
	b = b[1:min(len(b), longest)]
	if i := bytes.IndexAny(b, " \t\r\n>"); i >= 0 {
		b = b[:i]
	}
	return string(b)
}

// skipTag goes behind the tag or comment at x.at.
func (x *export) skipTag() {
	end := []byte(">")
	if bytes.HasPrefix(x.buf[x.at:], []byte("<!--")) {
		end = []byte("-->")
	}
	for {
		if i := bytes.Index(x.buf[x.at:], end); i >= 0 {
			x.at += i + len(end)
			return
		}
		x.at = max(x.at+1, len(x.buf)-len(end)+1)
		x.at = min(x.at, len(x.buf))
		if !x.more() {
			x.at = len(x.buf)
			return
		}
	}
}

// element is the source of an XML element, tags included; if long, only its beginning.
type element struct {
	body []byte
	long bool
}

// element reads the element at x.at. The error is errNested if another such element begins before it ends, and x.at is there.
func (x *export) element(name string) (element, error) {
	s := span{name: name, rel: 1}
	for {
		s.scan(x.buf[x.at:])
		if s.ended || s.nested {
			if s.head == nil && s.rel > x.limit {
				s.head = bytes.Clone(x.buf[x.at : x.at+overhead])
			}
			e := s.cut(x.buf[x.at:])
			x.at += s.rel
			if s.nested {
				return e, errNested
			}
			return e, nil
		}
		if s.head == nil && len(x.buf)-x.at > x.limit {
			s.head = bytes.Clone(x.buf[x.at : x.at+overhead])
		}
		if s.head != nil {
			x.at, s.rel = x.at+s.rel, 0
		}
		if !x.more() {
			if x.err == io.EOF {
				return element{}, io.ErrUnexpectedEOF
			}
			return element{}, x.err
		}
	}
}

// span looks for the end of an element in a window that grows or moves on.
type span struct {
	name  string
	rel   int    // the window before it was looked at
	until string // what ends the CDATA section or comment that rel is in; "" outside
	head  []byte // of an element that is too long to keep
	// ended: rel is behind the element's end. nested: rel is at the '<' of another element of that name.
	ended, nested bool
}

func (s *span) scan(win []byte) {
	const cdata, comment = "<![CDATA[", "<!--"
	longest := max(len(cdata), len(s.name)+len("</>"))
	for {
		if s.until != "" {
			i := bytes.Index(win[s.rel:], []byte(s.until))
			if i < 0 {
				s.rel = max(s.rel, len(win)-len(s.until)+1)
				return
			}
			s.rel += i + len(s.until)
			s.until = ""
		}
		i := bytes.IndexByte(win[s.rel:], '<')
		if i < 0 {
			s.rel = len(win)
			return
		}
		s.rel += i
		rest := win[s.rel:]
		switch {
		case bytes.HasPrefix(rest, []byte("</"+s.name+">")):
			s.rel += len(s.name) + len("</>")
			s.ended = true
			return
		case len(rest) < longest:
			return
		case bytes.HasPrefix(rest, []byte("<"+s.name)) && (rest[len(s.name)+1] == '>' || rest[len(s.name)+1] == ' '):
			s.nested = true
			return
		case bytes.HasPrefix(rest, []byte(cdata)):
			s.until = "]]>"
		case bytes.HasPrefix(rest, []byte(comment)):
			s.until = "-->"
		}
		s.rel++
	}
}

func (s *span) cut(win []byte) element {
	if s.head != nil {
		return element{body: s.head, long: true}
	}
	return element{body: bytes.Clone(win[:s.rel])}
}
