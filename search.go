package infoseek

import (
	"context"
	"fmt"
)

// Unit is what a search returns.
type Unit string

// The units of retrieval. A page scores as its best passage.
const (
	UnitPassage Unit = "passage"
	UnitPage    Unit = "page"
)

// Retriever says how ranks were made; it stands beside every one of them.
type Retriever struct {
	// Engine names what ranked, with all of its settings that the other fields do not tell; empty for this program's own BM25.
	Engine   string  `json:"engine,omitzero"`
	Analysis string  `json:"analysis"` // "english" or "neutral"
	K1       float64 `json:"k1"`
	B        float64 `json:"b"`
	// TitleWeight is how often each word of a page's title counts in each of its passages; 0 where titles are not told apart.
	TitleWeight int  `json:"title_weight,omitzero"`
	Unit        Unit `json:"unit"`
	Depth       int  `json:"depth"` // ranks beyond it were not looked at
}

// Query asks for the K best units for Text.
type Query struct {
	Text string
	K    int
	Unit Unit // zero: passage
}

// Check says what makes no sense.
func (q Query) Check() error {
	if q.K < 1 {
		return fmt.Errorf("the best %d are asked for: give a positive number", q.K)
	}
	if q.Unit != "" && q.Unit != UnitPassage && q.Unit != UnitPage {
		return fmt.Errorf("unit %q is neither %q nor %q", q.Unit, UnitPassage, UnitPage)
	}
	return nil
}

// Hit is one ranked unit. Ties in score are broken by document order.
type Hit struct {
	Page    PageNum
	Passage int // 0-based within the page; for pages the best passage's
	Score   float64
	Span    Span // of the passage in the page's text
}

// SearcherInfo identifies what a Searcher searches and how.
type SearcherInfo struct {
	Corpus    string // CorpusInfo.Hash
	Retriever Retriever
	Passages  int
}

// Searcher ranks passages or pages. It is safe for concurrent use. Search answers a batch: result i belongs to query i, best first, at most K hits. A query without any
// indexed word has no hits and is no error. Cancelling the context ends the batch with the context's error.
type Searcher interface {
	Info() SearcherInfo
	Search(ctx context.Context, queries []Query) ([][]Hit, error)
}
