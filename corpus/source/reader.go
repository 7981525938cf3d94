package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
)

// Reader reads the records of one file, once.
type Reader struct {
	path   string
	opts   Options
	format string
	stream *stream
	others atomic.Int64
}

// Open recognises what the file at path holds. Close the Reader after use.
func Open(path string, opts Options) (*Reader, error) {
	if err := opts.Validate(); err != nil {
		return nil, err
	}
	s, err := openStream(path)
	if err != nil {
		return nil, fmt.Errorf("source: %s: %w", path, err)
	}
	r := &Reader{path: path, opts: opts.withDefaults(), format: opts.Format, stream: s}
	if r.format == "" {
		head, _ := s.Peek(1 << 16)
		if r.format, err = recognise(head); err != nil {
			s.Close()
			return nil, fmt.Errorf("source: %s: %w", path, err)
		}
	}
	return r, nil
}

// Format is the format of the file.
func (r *Reader) Format() string { return r.format }

// Progress returns how many bytes of the file, as stored, were read, and its size. It may be called while Records runs.
func (r *Reader) Progress() (read, size int64) { return r.stream.raw.Load(), r.stream.size }

// Close closes the file.
func (r *Reader) Close() error { return r.stream.Close() }

// Records yields the file's records in order, once. An error is a *RecordError, after which reading goes on, or, as the last element, a *StreamError or the context's error. The
// record beside an error is zero.
func (r *Reader) Records(ctx context.Context) iter.Seq2[Record, error] {
	if r.opts.Group == GroupTitle {
		return grouped(r.records(ctx))
	}
	return r.records(ctx)
}

func (r *Reader) records(ctx context.Context) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		err := ordered(ctx, r.opts.Workers, r.scanner(), r.addFile(yield))
		if err == nil || errors.Is(err, errStopped) {
			return
		}
		if ctx.Err() == nil {
			err = &StreamError{File: r.path, Offset: r.stream.offset.Load(), Err: err}
		}
		yield(Record{}, err)
	}
}

func (r *Reader) scanner() scanner {
	switch r.format {
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
}

// Others counts the pages of other namespaces, or other content than wikitext, that were passed over so far.
func (r *Reader) Others() int64 { return r.others.Load() }
