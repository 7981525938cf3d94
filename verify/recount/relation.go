package recount

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"infoseek"
)

// readNames reads the names of all pages.
func (x *Index) readNames(ctx context.Context) error {
	x.lexicon, x.normal, x.exact = newLexicon(), newTrie(), newTrie()
	for n := range x.pages {
		names, err := x.corpus.Names(ctx, infoseek.PageNum(n))
		if err != nil {
			return fmt.Errorf("recount: names of page %q: %w", x.pages[n].Title, err)
		}
		for _, name := range names {
			exactly := name.Kind == infoseek.NameAcronym
			t := x.normal
			if exactly {
				t = x.exact
			}
			t.add(x.lexicon.nameWords(name.Text, exactly), owner{infoseek.PageNum(n), name.Kind == infoseek.NameSurname})
		}
	}
	return nil
}

// namedBy returns the pages that a text names, each once, ascending.
func (x *Index) namedBy(tokens []token) []infoseek.PageNum {
	found := map[infoseek.PageNum]bool{}
	take := func(p infoseek.PageNum) { found[p] = true }
	for i := range tokens {
		x.normal.find(tokens[i:], func(t token) int32 { return t.normal }, take)
		x.exact.find(tokens[i:], func(t token) int32 { return t.exact }, take)
	}
	return slices.Sorted(maps.Keys(found))
}

// relate makes R of what each page names or links to: symmetric, irreflexive, entities only.
func (x *Index) relate(out [][]infoseek.PageNum) {
	x.related = make([][]infoseek.PageNum, len(x.pages))
	for p := range out {
		for _, q := range out[p] {
			if infoseek.PageNum(p) != q && x.pages[p].Entity && x.pages[q].Entity {
				x.related[p] = append(x.related[p], q)
				x.related[q] = append(x.related[q], infoseek.PageNum(p))
			}
		}
	}
	for p := range x.related {
		slices.Sort(x.related[p])
		x.related[p] = slices.Compact(x.related[p])
	}
}
