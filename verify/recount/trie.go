package recount

import "infoseek"

// trie holds the names as paths of words.
type trie struct {
	next  map[step]int32
	named [][]owner // by node
}

type step struct{ node, word int32 }

// owner is a page that has the name; as a surname only, it needs capitals.
type owner struct {
	page    infoseek.PageNum
	surname bool
}

func newTrie() *trie { return &trie{next: map[step]int32{}, named: make([][]owner, 1)} }

func (t *trie) add(words []int32, o owner) {
	if len(words) == 0 {
		return
	}
	node := int32(0)
	for _, w := range words {
		next, ok := t.next[step{node, w}]
		if !ok {
			next = int32(len(t.named))
			t.next[step{node, w}] = next
			t.named = append(t.named, nil)
		}
		node = next
	}
	t.named[node] = append(t.named[node], o)
}

// find calls yield for each name that begins with the first of the tokens.
func (t *trie) find(tokens []token, form func(token) int32, yield func(infoseek.PageNum)) {
	node, capitals := int32(0), true
	for _, k := range tokens {
		w := form(k)
		if w == 0 {
			return
		}
		next, ok := t.next[step{node, w}]
		if !ok {
			return
		}
		node, capitals = next, capitals && k.capital
		for _, o := range t.named[node] {
			if capitals || !o.surname {
				yield(o.page)
			}
		}
	}
}
