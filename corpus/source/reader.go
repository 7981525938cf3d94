package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
)

// Reader reads the records of one file or folder, once.
type Reader struct {
	path   string
	opts   Options
	format string
	stream *stream // nil where pages of the web or tables are read
	table  *table  // of a Parquet file
	others atomic.Int64

	web    *web // nil where other records are read
	part   int  // of web.sources
	counts counts
	read   atomic.Int64
}

// Open recognises what the file at path holds, or takes the folder there. Close the Reader after use.
func Open(path string, opts Options) (*Reader, error) {
	all, err := OpenAll([]string{path}, opts)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// OpenAll opens several files and folders. The pages of the web in all of them link to one another.
func OpenAll(paths []string, opts Options) ([]*Reader, error) {
	if err := opts.Validate(); err != nil {
		return nil, err
	}
	shared := newWeb()
	var all []*Reader
	for _, path := range paths {
		r, err := open(path, opts.withDefaults(), shared)
		if err != nil {
			for _, r := range all {
				r.Close()
			}
			return nil, fmt.Errorf("source: %s: %w", path, err)
		}
		all = append(all, r)
	}
	return all, nil
}

func open(path string, opts Options, shared *web) (*Reader, error) {
	r := &Reader{path: path, opts: opts}
	var err error
	if r.format, err = formatOf(path, opts.Format); err != nil {
		return nil, err
	}
	if r.format == FormatParquet {
		r.table, err = openTable(path, r.opts.MaxText)
		return r, err
	}
	if r.documents() == nil {
		r.stream, err = openStream(path)
		return r, err
	}
	in, err := r.documents()()
	if err != nil {
		return nil, err
	}
	r.web, r.part = shared, len(shared.sources)
	shared.sources = append(shared.sources, r.documents())
	return r, in.Close()
}

// documents opens what holds pages of the web; nil where the format is another.
func (r *Reader) documents() func() (documents, error) {
	switch r.format {
	case FormatHTML, FormatMarkdown, FormatFolder:
		return func() (documents, error) { return openFiles(r.path, r.format, r.opts.MaxText) }
	case FormatWARC:
		return func() (documents, error) { return openCaptures(r.path, r.opts.MaxText) }
	}
	return nil
}

// Format is the format of the file.
func (r *Reader) Format() string { return r.format }

// Progress returns how many bytes were read, of how many: of the file as it is stored, or of the pages of a folder. It may be called while Records runs.
func (r *Reader) Progress() (read, size int64) {
	if r.web != nil {
		return r.read.Load(), r.web.size.Load()
	}
	if r.table != nil {
		return r.table.raw.Load(), r.table.size
	}
	return r.stream.raw.Load(), r.stream.size
}

// Close closes the file.
func (r *Reader) Close() error {
	switch {
	case r.table != nil:
		return r.table.Close()
	case r.stream != nil:
		return r.stream.Close()
	}
	return nil
}

// Records yields the file's records in order, once. An error is a *RecordError, after which reading goes on, or, as the last element, a *StreamError or the context's error. The
// record beside an error is zero.
func (r *Reader) Records(ctx context.Context) iter.Seq2[Record, error] {
	if r.opts.Group == GroupTitle {
		return grouped(r.records(ctx))
	}
	return r.records(ctx)
}

func (r *Reader) records(ctx context.Context) iter.Seq2[Record, error] {
	if r.web != nil {
		return r.web.single(r.webRecords(ctx), r.path)
	}
	return func(yield func(Record, error) bool) {
		err := ordered(ctx, r.opts.Workers, r.scanner(), r.addFile(yield))
		r.end(ctx, err, r.offset(), yield)
	}
}

// offset is how much of the content was read.
func (r *Reader) offset() int64 {
	if r.table != nil {
		return r.table.given.Load()
	}
	return r.stream.offset.Load()
}

// webRecords reads pages of the web, after the first pass over all of them.
func (r *Reader) webRecords(ctx context.Context) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if err := r.web.survey(ctx); err != nil {
			r.end(ctx, err, 0, yield)
			return
		}
		in, err := r.documents()()
		if err != nil {
			r.end(ctx, err, 0, yield)
			return
		}
		defer in.Close()
		s := &webPages{web: r.web, in: in, places: r.web.places[r.part], limit: r.opts.MaxText, counts: &r.counts, read: &r.read}
		err = ordered(ctx, r.opts.Workers, s, r.addFile(yield))
		r.counts.others.Add(int64(in.others()))
		r.end(ctx, err, r.read.Load(), yield)
	}
}

// end tells why reading ended, where that was before the end of the file.
func (r *Reader) end(ctx context.Context, err error, at int64, yield func(Record, error) bool) {
	if err == nil || errors.Is(err, errStopped) {
		return
	}
	if ctx.Err() == nil {
		err = &StreamError{File: r.path, Offset: at, Err: err}
	}
	yield(Record{}, err)
}

func (r *Reader) scanner() scanner {
	switch r.format {
	case FormatParquet:
		return r.table
	case FormatMediaWiki:
		return newExport(r.stream, r.opts.MaxText, &r.others)
	case FormatWikiExtractor:
		return newLines(r.stream, r.opts.MaxText, true)
	}
	return newLines(r.stream, r.opts.MaxText, false)
}

func (r *Reader) addFile(yield func(Record, error) bool) func(Record, error) bool {
	return func(rec Record, err error) bool {
		if e, ok := err.(*RecordError); ok {
			e.File = r.path
		}
		if err == nil {
			rec.Source, rec.Licence = r.path, cmp.Or(rec.Licence, r.opts.Licence)
		}
		return yield(rec, err)
	}
}

// A scanner cuts a stream into raw records, in the order of the file.
type scanner interface {
	// next returns a raw record. io.EOF ends the stream well; any other error breaks it off.
	next() (raw, error)
	// decode turns a raw record into a Record or RecordErrors; it is called from several goroutines.
	decode(raw, func(Record, error))
}

// raw is an uncut record of a file.
type raw struct {
	data []byte // owned by the receiver
	line int
	err  *RecordError // set where the record is already known to be lost

	doc   *document // of a page of the web: what data is of
	place placing

	row []string // of a table: the values of tableColumns
}

// Others counts the pages of other namespaces, other content than wikitext, or other kinds of files, that were passed over so far.
func (r *Reader) Others() int64 { return r.others.Load() + r.counts.others.Load() }

// Boilerplate counts the links in menus, boxes and footers of web pages, which are not among the records' links; Outside those of texts that lead to no page that is read.
func (r *Reader) Boilerplate() int64 { return r.counts.boilerplate.Load() }

// Outside: see Boilerplate.
func (r *Reader) Outside() int64 { return r.counts.outside.Load() }
