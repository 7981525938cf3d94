package corpus

import (
	"infoseek"
	"infoseek/corpus/source"
)

// kind is what a record's page is about.
type kind struct {
	entity   bool
	classes  infoseek.Classes // 0 is unknown
	person   bool             // may be a person
	noun     string
	leads    []string // further names read in the first sentence
	acronyms []string
}

// kindOf decides what a page is about.
func kindOf(rec *source.Record, sentences []infoseek.Span) kind {
	return kind{entity: isEntity(rec, "")}
}
