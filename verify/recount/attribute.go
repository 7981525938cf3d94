package recount

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/kljensen/snowball/english"

	"infoseek"
)

// states returns the entities whose pages state a.
func (x *Index) states(ctx context.Context, a infoseek.Attribute) (set, error) {
	switch a.Kind {
	case infoseek.AttrCategory:
		return x.where(func(p infoseek.Page) bool { return slices.Contains(p.Categories, a.Value) }), nil
	case infoseek.AttrType:
		class := infoseek.ClassByName(a.Value)
		if class == 0 {
			return nil, fmt.Errorf("recount: no class %q", a.Value)
		}
		return x.where(func(p infoseek.Page) bool { return p.Classes.Compatible()&class != 0 }), nil
	case infoseek.AttrYear:
		low, high := ends(a)
		return x.where(func(p infoseek.Page) bool {
			return slices.ContainsFunc(x.years[p.Num], func(y years) bool { return y.overlap(math.Ceil(low), math.Floor(high)) })
		}), nil
	case infoseek.AttrNumber:
		low, high := ends(a)
		return x.where(func(p infoseek.Page) bool {
			return slices.ContainsFunc(x.numbers[p.Num], func(q quantity) bool { return q.unit == a.Unit && q.low <= high && q.high >= low })
		}), nil
	case infoseek.AttrPhrase:
		return x.withWords(ctx, a.Value)
	}
	return nil, fmt.Errorf("recount: attribute of unknown kind %q", a.Kind)
}

func (x *Index) where(is func(infoseek.Page) bool) set {
	s := set{}
	for _, p := range x.pages {
		if p.Entity && is(p) {
			s[p.Num] = true
		}
	}
	return s
}

func ends(a infoseek.Attribute) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	if a.Low != nil {
		low = *a.Low
	}
	if a.High != nil {
		high = *a.High
	}
	return low, high
}

// withWords returns the entities whose pages have all words of a phrase, stop words apart, endings not counted.
func (x *Index) withWords(ctx context.Context, phrase string) (set, error) {
	x.reading.Lock()
	defer x.reading.Unlock()
	stems := x.stems
	wanted := map[string]bool{}
	splitWords(phrase, func(w string) {
		if s := stemOf(w, stems); s != "" {
			wanted[s] = true
		}
	})
	if len(wanted) == 0 {
		return nil, fmt.Errorf("recount: phrase %q has no word but stop words", phrase)
	}
	out := set{}
	for _, p := range x.pages {
		if !p.Entity {
			continue
		}
		text, err := x.corpus.Text(ctx, p.Num, infoseek.Span{})
		if err != nil {
			return nil, fmt.Errorf("recount: page %q: %w", p.Title, err)
		}
		have := map[string]bool{}
		splitWords(text, func(w string) {
			if s := stemOf(w, stems); wanted[s] {
				have[s] = true
			}
		})
		if len(have) == len(wanted) {
			out[p.Num] = true
		}
	}
	return out, nil
}

func stemOf(word string, seen map[string]string) string {
	s, ok := seen[word]
	if !ok {
		if !stopWords[strings.ToLower(word)] {
			s = english.Stem(normal(word), true)
		}
		seen[word] = s
	}
	return s
}
