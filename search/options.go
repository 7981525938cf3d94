package search

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// The analyses: how text becomes index terms.
const (
	// English: Unicode words in lower case, without stop words, diacritics gone, reduced to their Snowball stems.
	English = "english"
	// Neutral: Unicode words in lower case; of scripts written without blanks single letters and pairs of them.
	Neutral = "neutral"
	// The other analyses are the names of languages (Analyses): Unicode words in lower case, reduced to their Snowball stems, diacritics gone. Frequent words stay: they weigh little.
)

// The defaults. k1, b and the weight of titles are chosen on other questions than those that quality is reported on (docs/adr/0004-search.md).
const (
	DefaultK1           = 1.5
	DefaultB            = 0.75
	DefaultTitleWeight  = 3
	DefaultPassageWords = 100
)

// Options say how an index is built. The zero value is the default.
type Options struct {
	Analysis     string // English if empty
	PassageWords int    // the most words of a passage, its title not counted; 0: DefaultPassageWords
	// TitleWeight is how often each word of the title counts, in a passage's tf and in its length; 0: DefaultTitleWeight.
	TitleWeight int
	// K1 and B are stored as what the index is searched with unless Settings say otherwise; nil: DefaultK1, DefaultB.
	K1, B *float64
	// Progress, if set, is called after each page with the number of pages done and of all.
	Progress func(done, total int)

	partPostings int // how many postings are held in memory, about; 0: partPostings
}

// Settings are the constants of the ranking formula; nil is what the index was built with. The score of a passage is the sum over the distinct words t of the query, the
// largest factor of tf/(…) first and of equal ones the one that the query has first, of
//
//	n(t) · ln(1 + (N - df(t) + 0.5)/(df(t) + 0.5)) · tf/(tf + k1·(1 - b + b·length/average))
//
// with n(t) how often the query has t, N the number of passages, df(t) how many of them have t, tf how often the passage has t, the title's words counted
// TitleWeight times (255 at most), length the passage's words that are indexed, counted likewise (65,535 at most), and average its mean over all passages: BM25 as Lucene computes it, without the constant factor k1+1 and without rounding lengths.
type Settings struct {
	K1, B *float64
}

// Validate says what is wrong with the options.
func (o Options) Validate() error {
	_, err := o.withDefaults()
	return err
}

func (o Options) withDefaults() (Options, error) {
	if o.Analysis == "" {
		o.Analysis = English
	}
	if !slices.Contains(Analyses(), o.Analysis) {
		return o, fmt.Errorf("search: analysis %q is none of %s", o.Analysis, strings.Join(Analyses(), ", "))
	}
	if o.PassageWords == 0 {
		o.PassageWords = DefaultPassageWords
	}
	if o.PassageWords < 0 {
		return o, fmt.Errorf("search: passages of at most %d words: give a positive number", o.PassageWords)
	}
	if o.TitleWeight == 0 {
		o.TitleWeight = DefaultTitleWeight
	}
	if o.TitleWeight < 0 || o.TitleWeight > 100 {
		return o, fmt.Errorf("search: a title that counts %d times: give a number from 1 to 100", o.TitleWeight)
	}
	if o.partPostings == 0 {
		o.partPostings = partPostings
	}
	if o.K1 == nil {
		o.K1 = new(DefaultK1)
	}
	if o.B == nil {
		o.B = new(DefaultB)
	}
	return o, checkConstants(*o.K1, *o.B)
}

// checkConstants keeps to the range in which the formula grows with tf and falls with length, which the bounds of pruned.go rest on.
func checkConstants(k1, b float64) error {
	if !(k1 >= 0) || math.IsInf(k1, 0) {
		return fmt.Errorf("search: k1 = %v: it must be 0 or more", k1)
	}
	if !(b >= 0 && b <= 1) {
		return fmt.Errorf("search: b = %v: it must be from 0 to 1", b)
	}
	return nil
}
