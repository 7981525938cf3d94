package source

import (
	"fmt"
	"strings"
)

// Problem names what is wrong with a record, for counting.
type Problem string

// The problems. Those of a RecordError with Warning set leave the record in.
const (
	ProblemTooLong    Problem = "page over the limit"
	ProblemXML        Problem = "invalid XML"
	ProblemJSON       Problem = "invalid JSON"
	ProblemNoID       Problem = "no id"
	ProblemNoTitle    Problem = "no title"
	ProblemNoText     Problem = "no text"
	ProblemUTF8       Problem = "invalid UTF-8" // warning: bad bytes became U+FFFD
	ProblemHTML       Problem = "page that can't be parsed"
	ProblemCopy       Problem = "copy of another page" // its title, if it is another, becomes that page's alias
	ProblemPath       Problem = "path that leads out of its archive"
	ProblemRows       Problem = "rows that can't be read"
	ProblemUnreadable Problem = "file that can't be read"
	ProblemInternal   Problem = "page that the reader can't take"
)

// RecordError is a problem with one record; reading goes on after it.
type RecordError struct {
	File    string
	Line    int    // number of the record in its file, from 1 (of the line, for JSON lines; of the row, for Parquet)
	Title   string // "" where it isn't known
	Problem Problem
	// Warning is set where the record is mended and follows; else it is lost.
	Warning bool
	Err     error // details, may be nil
}

func (e *RecordError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "source: %s: record %d", e.File, e.Line)
	if e.Title != "" {
		fmt.Fprintf(&b, " %q", e.Title)
	}
	fmt.Fprintf(&b, ": %s", e.Problem)
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the details.
func (e *RecordError) Unwrap() error { return e.Err }

// StreamError says that a file broke off or can't be read further. All whole records before it were given.
type StreamError struct {
	File   string
	Offset int64 // bytes of the decompressed stream that were read
	Err    error
}

func (e *StreamError) Error() string {
	return fmt.Sprintf("source: %s: at byte %d of the content: %v", e.File, e.Offset, e.Err)
}

// Unwrap returns the cause.
func (e *StreamError) Unwrap() error { return e.Err }
