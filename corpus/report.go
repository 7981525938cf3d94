package corpus

import (
	"fmt"

	"infoseek/corpus/source"
)

// Problem counts one kind of trouble in the sources and shows its first cases.
type Problem struct {
	Count    int      `json:"count"`
	Examples []string `json:"examples"`
}

// problemExamples bounds the cases named for one kind of trouble.
const problemExamples = 5

// Report says what a build read and made.
type Report struct {
	Pages        int   `json:"pages"`
	Entities     int   `json:"entities"`
	Redirects    int   `json:"redirects"`
	Links        int   `json:"links"`          // kept
	LinksNowhere int   `json:"links_nowhere"`  // to titles the corpus lacks
	LinksSelf    int   `json:"links_self"`     // to their own page
	Placed       int   `json:"links_placed"`   // without position in the source, found by name
	Unplaced     int   `json:"links_unplaced"` // without position
	Names        int   `json:"names"`
	Pairs        int   `json:"pairs"` // of entities in relation R
	TextBytes    int64 `json:"text_bytes"`
	Bytes        int64 `json:"bytes"` // of the directory, without the search index
	// Seconds is how long the build took; it is not stored.
	Seconds  float64             `json:"-"`
	Problems map[string]*Problem `json:"problems"`
}

// The kinds of trouble.
const (
	problemUnreadable = "unreadable source"
	problemNoID       = string(source.ProblemNoID)
	problemNoTitle    = string(source.ProblemNoTitle)
	problemSameID     = "duplicate id"
	problemSameTitle  = "duplicate title"
	problemUTF8       = string(source.ProblemUTF8)
	problemLong       = "too long"
	problemLoop       = "redirect loop"
	problemDangling   = "redirect to nowhere"
	problemShadowed   = "redirect under a page's title"
	problemNowhere    = "link to nowhere"
	problemPosition   = "link position outside the text"
)

func (r *Report) problem(kind, format string, args ...any) {
	p := r.Problems[kind]
	if p == nil {
		p = &Problem{Examples: []string{}}
		r.Problems[kind] = p
	}
	p.Count++
	if len(p.Examples) < problemExamples {
		p.Examples = append(p.Examples, fmt.Sprintf(format, args...))
	}
}
