package corpus

import (
	"cmp"
	"slices"
)

// Sequences of words are hashed word after word, from a seed that keeps the two ways of comparing apart.
const (
	seedNormal uint64 = 0x6a09e667f3bcc908
	seedExact  uint64 = 0xbb67ae8584caa73b
)

func extend(h, word uint64) uint64 { return mix(h*0x9e3779b97f4a7c15 + word) }

// noEntry marks a slot that is only the beginning of longer names.
const noEntry = ^uint32(0)

// slot is a sequence of words that is a name (Entry) or begins longer ones (More). Two sequences share a 64-bit hash in one text of a billion words and a corpus of a
// million names with a chance below 1e-4, and then a page is named once too often: sound.
type slot struct {
	Hash  uint64
	Entry uint32
	More  uint32
}

// owner is a page that has a name, with the kinds of name it is there, as bits.
type owner struct {
	Page  uint32
	Kinds uint32
}

// nameTable finds the owners of names: open addressing over slots, owners by entry.
type nameTable struct {
	slots  []slot
	owners csr[owner]
}

func (t *nameTable) find(h uint64) (slot, bool) {
	if len(t.slots) == 0 {
		return slot{}, false
	}
	mask := uint64(len(t.slots) - 1)
	for at := h & mask; t.slots[at].Hash != 0; at = (at + 1) & mask {
		if t.slots[at].Hash == h {
			return t.slots[at], true
		}
	}
	return slot{}, false
}

// nameUse says that a page has a name, by the hash of its words.
type nameUse struct {
	hash uint64
	page uint32
	kind uint32
}

// buildNameTable makes the table of uses and of the beginnings of names. It sorts both.
func buildNameTable(uses []nameUse, prefixes []uint64) *nameTable {
	slices.SortFunc(uses, func(a, b nameUse) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.page, b.page))
	})
	prefixes = sortedUnique(prefixes)
	t := &nameTable{owners: csr[owner]{offs: []uint64{0}}}
	var hashes []uint64
	for i := 0; i < len(uses); {
		h := uses[i].hash
		for ; i < len(uses) && uses[i].hash == h; i++ {
			t.own(uses[i])
		}
		hashes = append(hashes, h)
		t.owners.offs = append(t.owners.offs, uint64(len(t.owners.rows)))
	}
	t.slots = make([]slot, slotsFor(len(hashes)+len(prefixes)))
	for i, h := range hashes {
		t.put(slot{Hash: h, Entry: uint32(i)})
	}
	for _, h := range prefixes {
		t.put(slot{Hash: h, Entry: noEntry, More: 1})
	}
	return t
}

// own adds a use to the entry being made, merging kinds.
func (t *nameTable) own(u nameUse) {
	open := t.owners.rows[t.owners.offs[len(t.owners.offs)-1]:]
	if n := len(open); n > 0 && open[n-1].Page == u.page {
		open[n-1].Kinds |= 1 << u.kind
		return
	}
	t.owners.rows = append(t.owners.rows, owner{u.page, 1 << u.kind})
}

func (t *nameTable) put(s slot) {
	mask := uint64(len(t.slots) - 1)
	at := s.Hash & mask
	for t.slots[at].Hash != 0 {
		if t.slots[at].Hash == s.Hash {
			t.slots[at].More |= s.More
			return
		}
		at = (at + 1) & mask
	}
	t.slots[at] = s
}

func (t *nameTable) write(s *store) error {
	if err := put(s, "names.slots", t.slots); err != nil {
		return err
	}
	if err := put(s, "owners.off", t.owners.offs); err != nil {
		return err
	}
	return put(s, "owners", t.owners.rows)
}
