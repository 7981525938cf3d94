package source

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"infoseek/internal/unpack/folder"
)

// document is a file of a folder, or what was fetched from an address, before it is read as a page.
type document struct {
	name     string // path in the folder; "" where url says all
	url      string // that it was fetched from; "" if unknown
	redirect string // URL that this one leads to; such a document has no body
	kind     string // media type, with a charset where one is known
	time     string // when it was fetched, RFC 3339
	body     []byte
	number   int // in its source, from 1
	err      *RecordError
}

// documents yields documents one by one; io.EOF ends them well.
type documents interface {
	next() (document, error)
	others() int // documents that are no pages, so far
	io.Closer
}

// The kinds of documents that are read as pages.
const (
	kindHTML     = "text/html"
	kindMarkdown = "text/markdown"
	kindWikitext = "text/x-wiki"
	kindExport   = "application/xml"
)

// kinds are told by the ends of names.
var kinds = map[string]string{
	".html": kindHTML, ".htm": kindHTML, ".xhtml": kindHTML, ".shtml": kindHTML,
	".md": kindMarkdown, ".markdown": kindMarkdown, ".mdown": kindMarkdown,
	".wiki": kindWikitext, ".mediawiki": kindWikitext, ".wikitext": kindWikitext,
	".xml": kindExport,
}

func kindOf(name string) string { return kinds[strings.ToLower(path.Ext(name))] }

// files are the documents of a folder or archive.
type files struct {
	in     *folder.Folder
	format string // files of this one are read; FormatFolder: of all
	number int
}

func openFiles(name, format string, limit int) (*files, error) {
	f := &files{format: format}
	in, err := folder.Open(name, folder.Options{Limit: limit, Want: func(name string) bool { return f.kind(name) != "" }})
	f.in = in
	return f, err
}

func (f *files) kind(name string) string {
	kind := kindOf(name)
	switch {
	case f.format == FormatHTML && kind != kindHTML, f.format == FormatMarkdown && kind != kindMarkdown:
		return ""
	}
	return kind
}

func (f *files) others() int { return f.in.Others() }

func (f *files) Close() error { return f.in.Close() }

func (f *files) next() (document, error) {
	file, err := f.in.Next()
	if err != nil {
		return document{}, err
	}
	f.number++
	d := document{name: file.Name, kind: f.kind(file.Name), body: file.Body, number: f.number}
	if !file.Modified.IsZero() && file.Modified.Unix() > 0 {
		d.time = file.Modified.UTC().Format(time.RFC3339)
	}
	if file.Err != nil {
		d.err = &RecordError{Line: f.number, Title: file.Name, Problem: problemOf(file.Err), Err: file.Err}
	}
	return d, nil
}

func problemOf(err error) Problem {
	switch {
	case errors.Is(err, folder.ErrTooLong):
		return ProblemTooLong
	case errors.Is(err, folder.ErrPath):
		return ProblemPath
	}
	return ProblemUnreadable
}

// place is where a document is, for the messages of parsers.
func (d document) place() string {
	if d.url != "" {
		return d.url
	}
	return fmt.Sprintf("%s%s", folderScheme, d.name)
}
