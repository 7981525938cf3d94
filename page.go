package infoseek

import (
	"context"
	"fmt"
)

// PageNum numbers a page within one corpus, 0..Pages-1, in the order of the source. It means nothing in another corpus.
type PageNum uint32

// Span is a half-open range of bytes [Start, End) of a page's stored plain text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Page is what a corpus states of a page as a whole. Its text is read apart, through Pages.Text.
type Page struct {
	Num      PageNum
	ID       string // the source's page id, unique in a corpus
	Title    string
	URL      string
	Revision string // the source's revision id, "" where there is none
	Length   int    // bytes of plain text
	// Entity is false for lists, disambiguation, year and date pages: they are never a vertex or a candidate.
	Entity bool
	// Classes are the coarse classes the page may belong to, decided by two agreeing signals, or one of them and the title; 0 is unknown.
	Classes Classes
	// Kinds are the kinds that it may be of, told by its noun where the class is known; 0 is unknown.
	Kinds Kinds
	// Noun is the head noun of the first sentence's predicate, singular and lower case ("river", "composer"); "" where none was read.
	Noun       string
	Categories []string
}

// Link is a link of one page's text to another page of the corpus.
type Link struct {
	From, To PageNum
	// Anchor is the span of the anchor in From's text; Start < 0 where the source gives links without positions and no name of To occurs in the text.
	Anchor Span
	// Sentence is the span of the sentence around the anchor; zero where Anchor has no position.
	Sentence Span
}

// Mention is an occurrence of a name in a page's text.
type Mention struct {
	Span Span
	// Pages are the pages that have this name, ascending. One page: the name is its own in this corpus.
	Pages []PageNum
	// Linked is set where the occurrence is, or stands for, a link of the page: Pages then holds the link's target alone.
	Linked bool
}

// NameKind says where a name of a page comes from.
type NameKind string

// The kinds of names (design: R must miss as little as possible, so all of them count as naming the page).
const (
	NameTitle    NameKind = "title"
	NameBase     NameKind = "base" // title without brackets or the part after a comma
	NameRedirect NameKind = "redirect"
	NameLead     NameKind = "lead" // bold in the first paragraph
	NameAnchor   NameKind = "anchor"
	NameSurname  NameKind = "surname"
	NameAcronym  NameKind = "acronym"
)

// Name is a name under which a page may be mentioned.
type Name struct {
	Text string   `json:"text"`
	Kind NameKind `json:"kind"`
	// Share is, for anchors, the share of the corpus's links with this anchor that point to this page, 0..1; 1 for the other kinds.
	Share float64 `json:"share"`
	// Owners counts the pages of the corpus that have this name.
	Owners int `json:"owners"`
}

// Fact is a field of an infobox, its value reduced to plain text.
type Fact struct {
	Field string   `json:"field"`
	Value string   `json:"value"`
	Links []string `json:"links,omitempty"` // titles linked in the value
	// Span is where the fact stands in the plain text (facts are kept as lines "field: value" below the text proper).
	Span Span `json:"span"`
}

// CorpusInfo identifies a corpus and says how well its relation R is known.
type CorpusInfo struct {
	Hash     string `json:"hash"` // sha256, hex, over everything the solver and the search index are built from
	Pages    int    `json:"pages"`
	Entities int    `json:"entities"`
	// NameRecall is the share of the corpus's links whose target naming alone finds again when the link markup is hidden; null if there are no links.
	NameRecall *float64 `json:"name_recall"`
}

// NotFoundError says that a corpus has no such page.
type NotFoundError struct{ Ref string }

func (e *NotFoundError) Error() string { return fmt.Sprintf("no page %q in the corpus", e.Ref) }

// Pages is a corpus as the solver and the agents see it. All methods are safe for concurrent use. Slices returned may share memory with the corpus and must not be
// changed; they stay valid until the corpus is closed.
type Pages interface {
	Info() CorpusInfo
	// ByID finds a page by the source's id; ByTitle by title or redirect, first letter in either case, blanks and underscores alike; of several pages with one
	// title the first. The error is a *NotFoundError if there is none.
	ByID(ctx context.Context, id string) (PageNum, error)
	ByTitle(ctx context.Context, title string) (PageNum, error)
	// ByURL finds a page by its URL.
	ByURL(ctx context.Context, url string) (PageNum, error)
	Page(ctx context.Context, n PageNum) (Page, error)
	// Text returns the bytes of span; the whole text if span is zero. A span outside the text is an error.
	Text(ctx context.Context, n PageNum, span Span) (string, error)
	// Sentences returns the spans of the page's sentences in order; headings and facts are sentences of their own.
	Sentences(ctx context.Context, n PageNum) ([]Span, error)
	// LinksOut is in order of position, links without one last. LinksIn is in order of From.
	LinksOut(ctx context.Context, n PageNum) ([]Link, error)
	LinksIn(ctx context.Context, n PageNum) ([]Link, error)
	// Mentions returns the longest name occurrences within span (the whole text if span is zero) in order of position, not overlapping; the page's own names
	// included. It reads no more than span, so one sentence is cheap.
	Mentions(ctx context.Context, n PageNum, span Span) ([]Mention, error)
	Facts(ctx context.Context, n PageNum) ([]Fact, error)
	// Names lists the names of a page, the title first.
	Names(ctx context.Context, n PageNum) ([]Name, error)
	// Related returns the entities in relation R with n (p's page links to or names q, or the other way round), ascending; never n itself.
	Related(ctx context.Context, n PageNum) ([]PageNum, error)
	// Attribute returns the entities whose pages state the attribute, ascending. For a type it is every entity not known to be of a disjoint class.
	Attribute(ctx context.Context, a Attribute) ([]PageNum, error)
}
