package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"infoseek"
	"infoseek/internal/sections"
	"infoseek/text"
)

// searcher is an index with the constants of the formula.
type searcher struct {
	ix    *Index
	k1, b float64
	// norms are, of every length, k1·(1 - b + b·length/average).
	norms []float64
	// impacts are, of every length and each count below inImpacts, tf/(tf + norm); impacts32 the same in single precision, but the last of each length stands for any larger count.
	impacts   []float64
	impacts32 []float32
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
	s.setNorms()
	for bound := range s.most {
		count := float64(bound >> 4)
		if count == 15 {
			count = math.MaxUint8
		}
		// A floor above the longest length is that of no passage.
		s.most[bound] = float32(count / (count + s.norms[min(ix.meta.Floors[bound&15], ix.meta.Longest)]))
	}
	clear(s.most[:16]) // there is no such term
	s.scratches.New = func() any { return &scratch{known: map[string]lexeme{}} }
	return s, nil
}

// inImpacts is how many counts of each length have their impacts kept.
const inImpacts = 8

func (s *searcher) setNorms() {
	flat, steep := s.k1*(1-s.b), 0.0
	if s.ix.meta.Words > 0 {
		steep = s.k1 * s.b * float64(s.ix.meta.Passages) / float64(s.ix.meta.Words)
	}
	for length := range s.ix.meta.Longest + 1 {
		// The conversion keeps machines that can multiply and add at once from rounding otherwise than those that cannot.
		norm := flat + float64(steep*float64(length))
		s.norms = append(s.norms, norm)
		for count := range inImpacts {
			s.impacts = append(s.impacts, impactOf(count, norm))
			if count == inImpacts-1 {
				count = math.MaxUint8
			}
			s.impacts32 = append(s.impacts32, float32(impactOf(count, norm)))
		}
	}
}

// impact is tf/(tf + norm) of a passage of some length that has a term so often.
func (s *searcher) impact(count uint8, length uint16) float64 {
	if count < inImpacts {
		return s.impacts[int(length)*inImpacts+int(count)]
	}
	return impactOf(int(count), s.norms[length])
}

func impactOf(count int, norm float64) float64 {
	return float64(count) / (float64(count) + norm)
}

func (s *searcher) Info() infoseek.SearcherInfo {
	return infoseek.SearcherInfo{
		Corpus:    s.ix.meta.Corpus,
		Retriever: infoseek.Retriever{Analysis: s.ix.meta.Analysis, K1: s.k1, B: s.b, TitleWeight: s.ix.meta.TitleWeight},
		Passages:  s.ix.meta.Passages,
	}
}

func (s *searcher) Search(ctx context.Context, queries []infoseek.Query) (results [][]infoseek.Hit, err error) {
	defer sections.Guard("search", debug.SetPanicOnFault(true), &results, &err)
	x := s.scratches.Get().(*scratch)
	results = make([][]infoseek.Hit, len(queries))
	for i, q := range queries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := q.Check(); err != nil {
			return nil, fmt.Errorf("search: query %d: %w", i, err)
		}
		s.analyse(x, q.Text)
		x.top.reset(q, s.ix)
		s.scan(x)
		results[i] = s.hits(x.top.ranked())
	}
	s.scratches.Put(x)
	return results, nil
}

func (s *searcher) hits(ranked []candidate) []infoseek.Hit {
	hits := make([]infoseek.Hit, len(ranked))
	for i, c := range ranked {
		page := s.ix.page(c.passage)
		hits[i] = infoseek.Hit{
			Page:    infoseek.PageNum(page),
			Passage: int(c.passage - s.ix.first(page)),
			Score:   c.score,
			Span:    s.ix.span(c.passage),
		}
	}
	return hits
}

// scratch is the memory of one search, used again by others.
type scratch struct {
	known  map[string]lexeme // words of earlier queries; of frequency 0 if they have no term in the index
	words  []infoseek.Span
	query  []queryTerm
	bounds []float32 // of each block: no passage in it scores more
	crowds []uint32  // of each inCrowd blocks, the bits of the highest bound
	// passages, counts, places, bests and eighths are those of sparse lists.
	passages []uint32
	counts   []uint8
	places   []uint32
	bests    []float32
	eighths  []uint8
	scale    eighthScale
	// order holds blocks, about best first; unsorted those to be sorted.
	order, unsorted []uint32
	top             top
}

// scratchWords bounds scratch.known.
const scratchWords = 1 << 13

// queryTerm is a distinct term of a query that the index has.
type queryTerm struct {
	lexeme
	times  int     // in the query
	weight float64 // times · idf
	scaled float32 // weight · scratch.scale.bound
	dense  dense   // if the list is dense
	// If it is sparse:
	passages []uint32
	counts   []uint8
	eighths  []uint8   // of each block
	places   []uint32  // of each block that has the term, where its last posting is
	bests    []float32 // of each block that has the term, the highest score
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
		t.weight = float64(t.times) * s.idf(t.frequency)
		if t.frequency > 1 && !isSparse(t.frequency, s.ix.meta.Passages) {
			t.dense = newDense(s.ix.postings[t.start:t.start+t.size], blocksOf(s.ix.meta.Passages))
		}
	}
	slices.SortStableFunc(x.query, func(a, b queryTerm) int { return cmp.Compare(b.weight, a.weight) })
}

// count adds an occurrence of word to x.query.
func (s *searcher) count(x *scratch, word string) {
	l, ok := x.known[word]
	if !ok {
		if len(x.known) == scratchWords {
			clear(x.known)
		}
		l = s.lookUp(word)
		x.known[strings.Clone(word)] = l
	}
	if l.frequency == 0 {
		return
	}
	for i := range x.query {
		if x.query[i].id == l.id {
			x.query[i].times++
			return
		}
	}
	x.query = append(x.query, queryTerm{lexeme: l, times: 1})
}

func (s *searcher) lookUp(word string) (l lexeme) {
	if t := term(s.ix.meta.Analysis, word); t != "" {
		l, _ = s.ix.find(t)
	}
	return l
}

// idf is the weight of a term that df passages have.
func (s *searcher) idf(df int) float64 {
	return math.Log1p((float64(s.ix.meta.Passages) - float64(df) + 0.5) / (float64(df) + 0.5))
}
