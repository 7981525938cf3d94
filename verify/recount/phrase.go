package recount

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/kljensen/snowball/english"

	"infoseek"
)

// phrases holds the stems of each entity's page. They are read when the first phrase is asked for.
type phrases struct {
	mu      sync.Mutex
	read    bool
	numbers map[string]int32 // by stem, from 1
	stems   map[string]int32 // by word as it stands; 0 for stop words
	pages   [][]int32        // ascending
}

// withWords returns the entities whose pages have all words of a phrase, stop words apart, endings not counted.
func (x *Index) withWords(ctx context.Context, phrase string) (set, error) {
	x.phrases.mu.Lock()
	defer x.phrases.mu.Unlock()
	if err := x.readPhrases(ctx); err != nil {
		return nil, err
	}
	wanted := x.phrases.stemsOf(phrase)
	if len(wanted) == 0 {
		return nil, fmt.Errorf("recount: phrase %q has no word but stop words", phrase)
	}
	return x.where(func(p infoseek.Page) bool {
		for _, stem := range wanted {
			if _, ok := slices.BinarySearch(x.phrases.pages[p.Num], stem); !ok {
				return false
			}
		}
		return true
	}), nil
}

func (x *Index) readPhrases(ctx context.Context) error {
	f := &x.phrases
	if f.read {
		return nil
	}
	f.numbers, f.stems, f.pages = map[string]int32{}, map[string]int32{}, make([][]int32, len(x.pages))
	for n, p := range x.pages {
		if !p.Entity {
			continue
		}
		text, err := x.corpus.Text(ctx, p.Num, infoseek.Span{})
		if err != nil {
			return fmt.Errorf("recount: page %q: %w", p.Title, err)
		}
		f.pages[n] = f.stemsOf(text)
	}
	f.read = true
	return nil
}

// stemsOf lists the stems of a text's words, ascending.
func (f *phrases) stemsOf(text string) []int32 {
	have := map[int32]bool{}
	splitWords(text, func(w string) {
		n, ok := f.stems[w]
		if !ok {
			if !stopWords[strings.ToLower(w)] {
				n = number(f.numbers, english.Stem(normal(w), true))
			}
			f.stems[strings.Clone(w)] = n
		}
		if n != 0 {
			have[n] = true
		}
	})
	return slices.Sorted(maps.Keys(have))
}
