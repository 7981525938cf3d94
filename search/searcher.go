package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"infoseek"
	"infoseek/text"
)

// searcher is an index with the constants of the formula.
type searcher struct {
	ix    *Index
	k1, b float64
	// flat and steep give a passage's k1·(1 - b + b·length/average) as flat + steep·length.
	flat, steep float64
	// most is the largest tf/(tf + …) that a bound allows.
	most      [256]float32
	scratches sync.Pool
}

// Searcher returns a searcher over the index; it is of use until the index is closed. Its Info has the zero Unit and Depth: they are a query's own.
func (ix *Index) Searcher(set Settings) (infoseek.Searcher, error) {
	s := &searcher{ix: ix, k1: ix.meta.K1, b: ix.meta.B}
	if set.K1 != nil {
		s.k1 = *set.K1
	}
	if set.B != nil {
		s.b = *set.B
	}
	if err := checkConstants(s.k1, s.b); err != nil {
		return nil, err
	}
	s.flat = s.k1 * (1 - s.b)
	if ix.meta.Words > 0 {
		s.steep = s.k1 * s.b * float64(ix.meta.Passages) / float64(ix.meta.Words)
	}
	for bound := range s.most {
		count := float64(bound >> 4)
		if count == 15 {
			count = math.MaxUint8
		}
		s.most[bound] = float32(count / (count + s.norm(ix.meta.Floors[bound&15])))
	}
	s.scratches.New = func() any { return &scratch{known: map[string]uint32{}} }
	return s, nil
}

// The conversion keeps machines that can multiply and add at once from rounding otherwise than those that cannot.
func (s *searcher) norm(length uint32) float64 { return s.flat + float64(s.steep*float64(length)) }

func (s *searcher) Info() infoseek.SearcherInfo {
	return infoseek.SearcherInfo{
		Corpus:    s.ix.meta.Corpus,
		Retriever: infoseek.Retriever{Analysis: s.ix.meta.Analysis, K1: s.k1, B: s.b},
		Passages:  s.ix.meta.Passages,
	}
}

func (s *searcher) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	x := s.scratches.Get().(*scratch)
	defer s.scratches.Put(x)
	results := make([][]infoseek.Hit, len(queries))
	for i, q := range queries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := check(q); err != nil {
			return nil, fmt.Errorf("search: query %d: %w", i, err)
		}
		s.analyse(x, q.Text)
		x.top.reset(q, s.ix)
		s.scan(x)
		results[i] = s.hits(x.top.ranked())
	}
	return results, nil
}

func check(q infoseek.Query) error {
	if q.K < 1 {
		return fmt.Errorf("the best %d are asked for: give a positive number", q.K)
	}
	if q.Unit != "" && q.Unit != infoseek.UnitPassage && q.Unit != infoseek.UnitPage {
		return fmt.Errorf("unit %q is neither %q nor %q", q.Unit, infoseek.UnitPassage, infoseek.UnitPage)
	}
	return nil
}

func (s *searcher) hits(ranked []candidate) []infoseek.Hit {
	hits := make([]infoseek.Hit, len(ranked))
	for i, c := range ranked {
		page := s.ix.passagePage[c.passage]
		hits[i] = infoseek.Hit{
			Page:    infoseek.PageNum(page),
			Passage: int(c.passage - s.ix.firstPassage[page]),
			Score:   c.score,
			Span:    s.ix.span(c.passage),
		}
	}
	return hits
}

// scratch is the memory of one search, used again by others.
type scratch struct {
	known  map[string]uint32 // words of earlier queries -> term or noTerm
	words  []infoseek.Span
	query  []queryTerm
	bounds []float32 // of each block: no passage in it scores more
	places []uint32  // of each term and block, where to look for its entry; old contents do no harm
	// order holds blocks, about best first; unsorted those to be sorted.
	order, unsorted []uint32
	top             top
}

// scratchWords bounds scratch.known.
const scratchWords = 1 << 13

// queryTerm is a distinct term of a query that the index has.
type queryTerm struct {
	term    uint32
	times   int     // in the query
	weight  float64 // times · idf
	entries []entry
}

// analyse sets x.query to the terms of a query.
func (s *searcher) analyse(x *scratch, query string) {
	x.words = text.Words(x.words[:0], query)
	x.query = x.query[:0]
	for i, w := range x.words {
		s.count(x, query[w.Start:w.End])
		if s.ix.meta.Analysis == Neutral && pair(query, x.words, i) {
			s.count(x, query[w.Start:x.words[i+1].End])
		}
	}
	for i := range x.query {
		t := &x.query[i]
		t.entries = s.ix.entries[s.ix.firstEntry[t.term]:s.ix.firstEntry[t.term+1]]
		t.weight = float64(t.times) * s.idf(s.ix.frequencies[t.term])
	}
	slices.SortStableFunc(x.query, func(a, b queryTerm) int { return cmp.Compare(b.weight, a.weight) })
}

// count adds an occurrence of word to x.query.
func (s *searcher) count(x *scratch, word string) {
	id, ok := x.known[word]
	if !ok {
		if len(x.known) == scratchWords {
			clear(x.known)
		}
		id = s.lookUp(word)
		x.known[strings.Clone(word)] = id
	}
	if id == noTerm {
		return
	}
	for i := range x.query {
		if x.query[i].term == id {
			x.query[i].times++
			return
		}
	}
	x.query = append(x.query, queryTerm{term: id, times: 1})
}

func (s *searcher) lookUp(word string) uint32 {
	if t := term(s.ix.meta.Analysis, word); t != "" {
		if id, ok := s.ix.find(t); ok {
			return id
		}
	}
	return noTerm
}

// idf is the weight of a term that df passages have.
func (s *searcher) idf(df uint32) float64 {
	return math.Log1p((float64(s.ix.meta.Passages) - float64(df) + 0.5) / (float64(df) + 0.5))
}
