package hf

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// Learn makes a byte-level BPE vocabulary of size tokens from texts: all bytes, the pairs that occur most often joined one after the other (Sennrich, Haddow and Birch 2016), and last the added tokens, which stand in texts as they are and are never parted. Pairs are counted inside
// the pieces of GPT-2's pattern; of equally frequent ones the first in order of their characters is joined. It ends early where no pair occurs twice.
func Learn(texts iter.Seq[string], size int, added []string) (Vocabulary, error) {
	if least := 256 + len(added); size < least {
		return Vocabulary{}, fmt.Errorf("a vocabulary of %d tokens: all bytes and the added tokens are %d", size, least)
	}
	split, err := byPattern(gpt2)
	if err != nil {
		return Vocabulary{}, err
	}
	l := learner{pairs: map[couple]int{}, holders: map[couple]map[int]bool{}}
	v := Vocabulary{Pre: "gpt-2", Tokens: slices.Sorted(maps.Values(shownBytes()))}
	l.read(texts, split)
	for len(v.Tokens) < size-len(added) {
		best, ok := l.best()
		if !ok {
			break
		}
		l.join(best)
		v.Merges, v.Tokens = append(v.Merges, best.left+" "+best.right), append(v.Tokens, best.left+best.right)
	}
	for range v.Tokens {
		v.Kinds = append(v.Kinds, Normal)
	}
	for _, a := range added {
		v.Tokens, v.Kinds = append(v.Tokens, a), append(v.Kinds, Defined)
	}
	return v, nil
}

// shownBytes are the characters that stand for bytes.
func shownBytes() map[byte]string {
	m := map[byte]string{}
	for r, b := range byteRunes {
		m[b] = string(r)
	}
	return m
}

// couple is two parts beside each other.
type couple struct{ left, right string }

// learner knows each different piece once, as the parts that it consists of so far.
type learner struct {
	pieces  [][]string
	times   []int // that each piece occurs
	pairs   map[couple]int
	holders map[couple]map[int]bool // the pieces that have, or had, a pair
}

func (l *learner) read(texts iter.Seq[string], split splitter) {
	shown, at := shownBytes(), map[string]int{}
	for text := range texts {
		for _, piece := range split(nil, text) {
			i, ok := at[piece]
			if !ok {
				i = len(l.pieces)
				at[piece] = i
				parts := make([]string, len(piece))
				for j := range len(piece) {
					parts[j] = shown[piece[j]]
				}
				l.pieces, l.times = append(l.pieces, parts), append(l.times, 0)
			}
			l.times[i]++
		}
	}
	for i := range l.pieces {
		l.count(i, 1)
	}
}

// count adds the pairs of a piece, sign times.
func (l *learner) count(i, sign int) {
	parts := l.pieces[i]
	for j := 1; j < len(parts); j++ {
		p := couple{parts[j-1], parts[j]}
		if l.pairs[p] += sign * l.times[i]; l.holders[p] == nil {
			l.holders[p] = map[int]bool{}
		}
		l.holders[p][i] = true
	}
}

func (l *learner) best() (best couple, ok bool) {
	most := 1
	for p, n := range l.pairs {
		if n > most || n == most && ok && cmp.Or(cmp.Compare(p.left, best.left), cmp.Compare(p.right, best.right)) < 0 {
			best, most, ok = p, n, true
		}
	}
	return best, ok
}

// join makes the pair one part wherever it stands.
func (l *learner) join(p couple) {
	for i := range l.holders[p] {
		l.count(i, -1)
		parts, joined := l.pieces[i], l.pieces[i][:0]
		for j := 0; j < len(parts); j++ {
			if j+1 < len(parts) && parts[j] == p.left && parts[j+1] == p.right {
				joined = append(joined, p.left+p.right)
				j++
			} else {
				joined = append(joined, parts[j])
			}
		}
		l.pieces[i] = joined
		l.count(i, 1)
	}
	delete(l.pairs, p)
	delete(l.holders, p)
}
